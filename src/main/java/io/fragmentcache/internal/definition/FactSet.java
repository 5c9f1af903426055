package io.fragmentcache.internal.definition;

import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/** The facts that the renderings of a fragment may read, sorted by name. Immutable; compared by reference. */
final class FactSet {
    static final FactSet EMPTY = new FactSet(List.of());

    private final String[] names;
    private final Fact[] facts;
    private final boolean asksRequest;

    private FactSet(Collection<String> sorted) {
        names = sorted.toArray(String[]::new);
        facts = sorted.stream().map(Fact::named).toArray(Fact[]::new);
        asksRequest = sorted.stream().anyMatch(name -> !FactNames.isOfTags(name));
    }

    static FactSet of(Collection<String> names) {
        return names.isEmpty() ? EMPTY : new FactSet(new TreeSet<>(names));
    }

    FactSet with(Collection<String> others) {
        TreeSet<String> more = new TreeSet<>(List.of(names));
        more.addAll(others);
        return new FactSet(more);
    }

    /** Not to be changed. */
    String[] names() {
        return names;
    }

    Fact fact(int index) {
        return facts[index];
    }

    int size() {
        return names.length;
    }

    boolean contains(String name) {
        return java.util.Arrays.binarySearch(names, name) >= 0;
    }

    /** Whether anything of it is asked of the request. */
    boolean asksRequest() {
        return asksRequest;
    }
}
