package io.fragmentcache.internal.digest;

import io.fragmentcache.digest.DependencyTree;
import io.fragmentcache.digest.Part;
import io.fragmentcache.digest.PartName;
import io.fragmentcache.digest.Reference;
import io.fragmentcache.digest.Reference.Kind;
import io.fragmentcache.problem.Problem;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.templatemode.TemplateMode;

/**
 * Gathers all parts that one part reaches. A digest is made of this set, sorted, and of no walk through it: what two
 * fragments that include each other are found to be must not depend on which is asked first. Not thread-safe.
 */
final class TransitiveParts {
    private record Unfound(PartName from, Reference reference) {}

    private final PartName root;
    private final Function<PartName, Part> read;
    private final Map<PartName, Part> known = new HashMap<>();
    private final Function<String, List<String>> list;
    private final TreeMap<PartName, Part> parts = new TreeMap<>();
    private final Map<PartName, Set<PartName>> children = new LinkedHashMap<>();
    private final TreeMap<String, List<String>> directories = new TreeMap<>();
    private final List<Unfound> unfound = new ArrayList<>();
    private final Deque<Part> waiting = new ArrayDeque<>();

    private TransitiveParts(PartName root, Function<PartName, Part> read, Function<String, List<String>> list) {
        this.root = root;
        this.read = read;
        this.list = list;
    }

    /**
     * @param read the part of this name, perhaps absent
     * @param list the templates in a directory
     */
    static DependencyTree of(
            Part root,
            Map<String, Object> attributes,
            @Nullable TemplateMode mode,
            Function<PartName, Part> read,
            Function<String, List<String>> list) {
        TransitiveParts closure = new TransitiveParts(root.name(), read, list);
        closure.add(root);
        do {
            closure.followAll();
        } while (closure.searchIncluders());
        return new DependencyTree(
                root.name(),
                attributes,
                mode == null ? null : mode.name(),
                closure.parts,
                closure.children,
                closure.directories,
                closure.open());
    }

    private void followAll() {
        for (Part part = waiting.poll(); part != null; part = waiting.poll()) {
            for (Reference reference : part.references()) {
                follow(part.name(), reference);
            }
        }
    }

    private void follow(PartName from, Reference reference) {
        PartName to = reference.to();
        if (to == null) {
            return;
        }
        if (reference.kind() == Kind.DEPENDS && to.template().endsWith("*")) {
            declared(from, reference, to);
        } else if (reference.kind() == Kind.LOCAL && !part(to).isPresent()) {
            unfound.add(new Unfound(from, reference));
        } else {
            include(from, reference, to);
        }
    }

    /** Each part is read once, or an edit in between could show it in two states. */
    private Part part(PartName name) {
        return known.computeIfAbsent(name, read);
    }

    private void declared(PartName from, Reference reference, PartName pattern) {
        String directory =
                pattern.template().substring(0, Math.max(0, pattern.template().length() - 2));
        List<String> templates = directories.computeIfAbsent(directory, list);
        if (templates.isEmpty()) {
            throw Problem.dependsOnNothing(pattern.template(), reference.place());
        }
        for (String template : templates) {
            include(from, reference, PartName.included(template, pattern.selector()));
        }
    }

    private void include(PartName from, Reference reference, PartName to) {
        Part part = part(to);
        if (!part.isPresent() && !reference.optional()) {
            throw part.isFound()
                    ? Problem.selectorFindsNothing(
                            root.toString(), to.toString(), to.template(), to.selectorOrBlank(), reference.place())
                    : Problem.includeNotFound(root.toString(), PartName.readable(to.template()), reference.place());
        }
        children.computeIfAbsent(from, ignored -> new LinkedHashSet<>()).add(to);
        add(part);
    }

    private void add(Part part) {
        if (parts.put(part.name(), part) == null) {
            waiting.add(part);
        }
    }

    /** As the engine, which looks for {@code ~{::x}} in the templates around when its own does not have it. */
    private boolean searchIncluders() {
        Set<String> templates = new TreeSet<>();
        parts.keySet().forEach(part -> templates.add(part.template()));
        int before = parts.size();
        for (Unfound local : unfound) {
            for (String template : templates) {
                PartName there = PartName.included(template, selector(local.reference()));
                if (part(there).isPresent()) {
                    include(local.from(), local.reference(), there);
                }
            }
        }
        return parts.size() > before;
    }

    private static String selector(Reference local) {
        PartName to = local.to();
        return to == null ? "" : to.selectorOrBlank();
    }

    /** What this set cannot know, in order of parts; a reference found nowhere is left to the page around it. */
    private List<Reference> open() {
        List<Reference> open = new ArrayList<>();
        boolean allDeclared = declares(parts.get(root));
        for (Part part : parts.values()) {
            boolean declared = allDeclared || declares(part);
            for (Reference reference : part.references()) {
                if (reference.to() == null && !(declared && reference.kind() == Kind.OPEN)) {
                    open.add(reference);
                }
            }
        }
        for (Unfound local : unfound) {
            if (!children.getOrDefault(local.from(), Set.of()).stream()
                    .anyMatch(to -> to.selectorOrBlank().equals(selector(local.reference())))) {
                open.add(local.reference().as(Kind.PAGE));
            }
        }
        return open;
    }

    private static boolean declares(@Nullable Part part) {
        return part != null && part.references().stream().anyMatch(reference -> reference.kind() == Kind.DEPENDS);
    }
}
