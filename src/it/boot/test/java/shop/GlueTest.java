package shop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The application has no line that serves the cache, but the import of {@code Lazy}. */
class GlueTest {
    private static final Path APPLICATION = Path.of("../boot/main");

    @Test
    void noClassKnowsTheCacheBesideLazy() throws IOException {
        List<String> lines = lines("java");
        assertThat(lines).hasSizeGreaterThan(300);
        assertThat(lines.stream().filter(line -> line.contains("fragmentcache") || line.contains("thymeleaf.spring")))
                .isNotEmpty()
                .containsOnly(
                        "import io.fragmentcache.thymeleaf.Lazy;",
                        // A view of the tests renders by hand.
                        "import org.thymeleaf.spring6.SpringTemplateEngine;");
    }

    @Test
    void noPropertyConfiguresTheCache() throws IOException {
        assertThat(lines("resources/application.properties")).isNotEmpty().noneMatch(line -> line.contains("fragment-cache"));
    }

    private static List<String> lines(String folder) throws IOException {
        try (Stream<Path> files = Files.walk(APPLICATION.resolve(folder))) {
            return files.filter(Files::isRegularFile)
                    .flatMap(file -> read(file).lines())
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .toList();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
