package io.fragmentcache.digest;

import io.fragmentcache.digest.Reference.Kind;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Writes what a part includes below it; what was written before is not written again. */
record TreePrinter(
        Map<PartName, Part> parts,
        Function<PartName, List<PartName>> children,
        List<String> lines,
        Set<PartName> written) {
    TreePrinter(Map<PartName, Part> parts, Function<PartName, List<PartName>> children, List<String> lines) {
        this(parts, children, lines, new HashSet<>());
    }

    void children(PartName of, String indent) {
        written.add(of);
        for (PartName child : children.apply(of)) {
            Part part = parts.get(child);
            String absent = part == null || part.isPresent() ? "" : " (absent)";
            boolean again = written.contains(child) && !children.apply(child).isEmpty();
            lines.add(indent + child + absent + (again ? " (see above)" : ""));
            if (!again) {
                children(child, indent + "  ");
            }
        }
    }

    static String word(Kind kind) {
        return switch (kind) {
            case OPEN -> "open";
            case HANDED -> "handed in";
            case PAGE -> "from the page";
            case INCLUDE, LOCAL -> "includes";
            case DEPENDS -> "depends";
        };
    }
}
