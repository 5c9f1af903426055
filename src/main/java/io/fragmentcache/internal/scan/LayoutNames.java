package io.fragmentcache.internal.scan;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How the layout dialect writes and finds its fragments: {@code layout:fragment="box"}, {@code layout:fragment="box(i)"}. */
public final class LayoutNames {
    private LayoutNames() {}

    /** The name in a {@code layout:fragment}, without parameters. */
    public static String of(String fragment) {
        int parameters = fragment.indexOf('(');
        return (parameters < 0 ? fragment : fragment.substring(0, parameters)).strip();
    }

    /** The markup selector by which the dialect finds a fragment of this name. */
    public static String selector(String prefix, String name) {
        return Stream.of(prefix + ":fragment", "data-" + prefix + "-fragment")
                .flatMap(attribute -> List.of("='" + name + "'", "^='" + name + "('", "^='" + name + " ('").stream()
                        .map(is -> attribute + is))
                .collect(Collectors.joining(" or ", "//[", "]"));
    }
}
