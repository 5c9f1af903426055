package io.fragmentcache.internal.definition;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What the renderings of one fragment, in one state of its templates, were seen to read. The set of facts only grows, and
 * is replaced as a whole. Thread-safe.
 */
public final class Learned {
    /** Of each kind of names that visitors can invent. */
    private static final int MOST_UNKNOWN = 16;

    /** Of paths, which templates spell; only preprocessing lets a visitor invent some. */
    private static final int MOST_PATHS = 64;

    private static final int BYTES_OF_A_NAME = 100;

    private final Variants variants;
    private final Set<String> seeds;
    private volatile FactSet set;
    private volatile boolean isUnwatchable;

    Learned(Set<String> seeds, Variants variants) {
        this.seeds = Set.copyOf(seeds);
        this.variants = variants;
        this.set = FactSet.of(seeds);
    }

    Variants variants() {
        return variants;
    }

    int weight() {
        return seeds.stream()
                .mapToInt(seed -> BYTES_OF_A_NAME + 2 * seed.length())
                .sum();
    }

    FactSet set() {
        return set;
    }

    /** The names of the facts that keys hold now, sorted. */
    List<String> names() {
        return List.of(set.names());
    }

    /** Whether it was seen that its reads cannot be watched. */
    public boolean isUnwatchable() {
        return isUnwatchable;
    }

    /** Says that its reads cannot be watched. */
    public void unwatchable() {
        isUnwatchable = true;
    }

    /** Adds facts that a rendering read. */
    synchronized void grow(Collection<String> names) {
        FactSet known = set;
        if (!names.stream().allMatch(known::contains)) {
            set = known.with(names);
        }
    }

    /**
     * Whether one more name may join the set: of each kind of names that visitors can invent it takes some, so that they
     * cannot rename the keys of all.
     *
     * @param others that this rendering read outside of its key already
     */
    public boolean takes(String name, Collection<String> others) {
        FactSet known = set;
        Fact.Kind kind = Fact.named(name).kind();
        if (!kind.isOpen() || known.contains(name) || seeds.contains(name)) {
            return true;
        }
        Set<String> unknown = new HashSet<>(List.of(known.names()));
        unknown.addAll(others);
        unknown.removeAll(seeds);
        unknown.remove(name);
        return unknown.stream().filter(each -> Fact.named(each).kind() == kind).count()
                < (kind == Fact.Kind.PATH ? MOST_PATHS : MOST_UNKNOWN);
    }
}
