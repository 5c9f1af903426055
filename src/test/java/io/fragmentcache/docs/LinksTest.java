package io.fragmentcache.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each link between pages leads to a file that exists, and to a heading in it. */
class LinksTest {
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} (.*)$");

    @Test
    void eachLinkLeadsToAFileAndAHeading() {
        List<String> dead = new ArrayList<>();
        int followed = 0;
        for (Path page : Pages.all()) {
            for (String link : links(page)) {
                followed++;
                if (!leads(page, link)) {
                    dead.add(page.getFileName() + " -> " + link);
                }
            }
        }
        assertThat(dead).as("dead links").isEmpty();
        assertThat(followed).isGreaterThan(150);
    }

    @Test
    void eachPageOfTheDocumentationIsReachedFromTheReadme() {
        Set<Path> reached = new HashSet<>();
        List<Path> next = new ArrayList<>(List.of(Pages.root().resolve("README.md")));
        while (!next.isEmpty()) {
            Path page = next.remove(0);
            if (reached.add(page) && page.toString().endsWith(".md")) {
                links(page).stream()
                        .filter(link -> !link.contains("://"))
                        .map(link -> target(page, link))
                        .forEach(next::add);
            }
        }
        assertThat(reached)
                .containsAll(Pages.all().stream()
                        .filter(page -> page.getParent().endsWith("docs"))
                        .toList());
    }

    private static List<String> links(Path page) {
        return LINK.matcher(Pages.prose(page))
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    private static boolean leads(Path page, String link) {
        if (link.contains("://")) {
            return link.startsWith("https://");
        }
        Path target = target(page, link);
        int hash = link.indexOf('#');
        return Files.exists(target) && (hash < 0 || anchors(target).anyMatch(link.substring(hash + 1)::equals));
    }

    private static Path target(Path page, String link) {
        String file = link.contains("#") ? link.substring(0, link.indexOf('#')) : link;
        return file.isEmpty()
                ? page
                : page.resolveSibling(URLDecoder.decode(file, StandardCharsets.UTF_8))
                        .normalize();
    }

    /** As GitHub makes them of headings. */
    private static Stream<String> anchors(Path page) {
        return HEADING.matcher(Pages.prose(page))
                .results()
                .map(found -> found.group(1)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N} _-]", "")
                        .replace(' ', '-'));
    }
}
