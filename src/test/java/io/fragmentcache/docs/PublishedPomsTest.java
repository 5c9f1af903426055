package io.fragmentcache.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The two poms that are published have no parent, so each holds what Maven Central asks for. */
class PublishedPomsTest {
    private static final Pattern REPOSITORY = Pattern.compile("<repository\\.url>(.+)</repository\\.url>");
    private static final Pattern VERSION =
            Pattern.compile("(?s)</modelVersion>.*?<version>(.+?)</version>\\s*<packaging>jar");

    @Test
    void bothNameOneRepositoryAndOneVersion() {
        String library = Pages.read(Pages.root().resolve("src/pom.xml"));
        String starter = Pages.read(Pages.root().resolve("src/starter/pom.xml"));
        for (Pattern each : List.of(REPOSITORY, VERSION)) {
            assertThat(found(each, starter)).hasSize(1).isEqualTo(found(each, library));
        }
        for (String pom : List.of(library, starter)) {
            assertThat(pom).contains("<name>", "<description>", "<licenses>", "<developers>", "<scm>");
        }
    }

    private static List<String> found(Pattern pattern, String pom) {
        return pattern.matcher(pom).results().map(match -> match.group(1)).toList();
    }
}
