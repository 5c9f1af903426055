package io.fragmentcache.testing;

import io.fragmentcache.digest.DependencyTree;
import io.fragmentcache.digest.Digest;
import io.fragmentcache.digest.DigestLock;
import io.fragmentcache.digest.Part;
import io.fragmentcache.digest.PartName;
import io.fragmentcache.testing.Change.Cause;
import io.fragmentcache.testing.Change.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Compares what was approved with what is, and finds the reasons. */
final class Changes {
    private record Difference(String fragment, Kind kind, List<Cause> causes) {}

    private final DigestLock approved;
    private final DigestLock now;
    private final SortedMap<String, DependencyTree> trees;

    private Changes(DigestLock approved, DigestLock now, SortedMap<String, DependencyTree> trees) {
        this.approved = approved;
        this.now = now;
        this.trees = trees;
    }

    static List<Change> between(DigestLock approved, DigestLock now, SortedMap<String, DependencyTree> trees) {
        return new Changes(approved, now, trees).all();
    }

    private List<Change> all() {
        List<Difference> differences = new ArrayList<>();
        Map<String, Set<String>> cold = new TreeMap<>();
        for (DependencyTree tree : trees.values()) {
            difference(tree, differences);
        }
        for (String fragment : approved.fragments().keySet()) {
            if (!trees.containsKey(fragment)) {
                differences.add(new Difference(fragment, Kind.OBSOLETE, List.of()));
            }
        }
        for (Difference difference : differences) {
            for (Cause cause : difference.causes()) {
                cold.computeIfAbsent(cause.what(), what -> new TreeSet<>()).add(difference.fragment());
            }
        }
        return differences.stream().map(difference -> change(difference, cold)).toList();
    }

    private static Change change(Difference difference, Map<String, Set<String>> cold) {
        Set<String> fragments = difference.causes().stream()
                .flatMap(cause -> cold.getOrDefault(cause.what(), Set.of()).stream())
                .collect(Collectors.toCollection(TreeSet::new));
        long pages = fragments.stream()
                .map(fragment -> fragment.substring(0, fragment.lastIndexOf(" :: ")))
                .distinct()
                .count();
        return new Change(difference.fragment(), difference.kind(), difference.causes(), fragments.size(), (int) pages);
    }

    private void difference(DependencyTree tree, Collection<Difference> differences) {
        String fragment = tree.fragment().toString();
        DigestLock.Entry entry = approved.fragments().get(fragment);
        if (entry == null) {
            differences.add(new Difference(fragment, Kind.NEW, List.of()));
        } else if (!entry.digest().equals(tree.digest())) {
            differences.add(new Difference(fragment, Kind.CHANGED, causes(tree, entry)));
        } else {
            List<Cause> translations = translations(tree);
            if (!translations.isEmpty()) {
                differences.add(new Difference(fragment, Kind.MESSAGES, translations));
            }
        }
    }

    private List<Cause> causes(DependencyTree tree, DigestLock.Entry entry) {
        Set<String> before = entry.parts();
        List<Cause> edited = new ArrayList<>();
        List<Cause> included = new ArrayList<>();
        for (Part part : tree.parts().values()) {
            String name = part.name().toString();
            boolean own = name.equals(tree.fragment().toString());
            if (!own && !before.contains(name)) {
                included.add(new Cause(part.name().brief() + " is included now", path(tree, part)));
            } else if (!part.digest().equals(approved.parts().get(name))) {
                edited.add(
                        new Cause(part.isPresent() ? part.place() + " changed" : name + " is gone", path(tree, part)));
            }
        }
        if (!edited.isEmpty()) {
            return edited;
        }
        for (String name : before) {
            if (tree.parts().keySet().stream().noneMatch(part -> part.toString().equals(name))) {
                included.add(new Cause(name + " is not included any more", ""));
            }
        }
        return included.isEmpty() ? List.of(new Cause("its line in the lock was edited", "")) : included;
    }

    private static String path(DependencyTree tree, Part part) {
        List<PartName> path = tree.pathTo(part.name());
        return path.size() < 2 ? "" : path.stream().map(PartName::brief).collect(Collectors.joining(" -> "));
    }

    private List<Cause> translations(DependencyTree tree) {
        List<Cause> causes = new ArrayList<>();
        for (Map.Entry<String, Digest> message : now.messages().entrySet()) {
            String localeAndKey = message.getKey();
            String key = localeAndKey.substring(localeAndKey.indexOf(' ') + 1);
            if (tree.messages().contains(key)
                    && !message.getValue().equals(approved.messages().get(localeAndKey))) {
                String locale = localeAndKey.substring(0, localeAndKey.indexOf(' '));
                causes.add(new Cause("the message " + key + " changed in " + locale, ""));
            }
        }
        return causes;
    }
}
