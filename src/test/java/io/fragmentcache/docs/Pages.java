package io.fragmentcache.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The written pages of this repository. */
final class Pages {
    private static final Pattern FENCED = Pattern.compile("(?ms)^ *```.*?^ *```$");

    private Pages() {}

    /** The tests of a module run in its directory or in the one around. */
    static Path root() {
        Path around = Path.of("..", "docs");
        return (Files.isDirectory(around) ? Path.of("..") : Path.of(""))
                .toAbsolutePath()
                .normalize();
    }

    /** Those at the top, those of the documentation, and that of the demo. */
    static List<Path> all() {
        List<Path> pages = new ArrayList<>(in(root()));
        pages.addAll(in(root().resolve("docs")));
        pages.addAll(in(root().resolve("templates-demo")));
        return pages;
    }

    static String read(Path page) {
        try {
            return Files.readString(page).replace("\r\n", "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String doc(String name) {
        return read(root().resolve("docs").resolve(name));
    }

    /** Without code between fences. */
    static String prose(Path page) {
        return FENCED.matcher(read(page)).replaceAll("");
    }

    /** The first cells of the tables below a heading, each with its whole row. */
    static List<MatchResult> rows(String page, String heading) {
        int from = page.indexOf("\n## " + heading + "\n");
        if (from < 0) {
            throw new IllegalArgumentException("no heading " + heading);
        }
        int to = page.indexOf("\n## ", from + 1);
        return Pattern.compile("(?m)^\\| `([^`]+)`.*$")
                .matcher(page.substring(from, to < 0 ? page.length() : to))
                .results()
                .toList();
    }

    private static List<Path> in(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
