package io.fragmentcache.internal.definition;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * What the renderings of one fragment, in one state of its templates, were seen to read. The set of facts only grows, and
 * is replaced as a whole. Thread-safe.
 */
public final class Learned {
    /** Of each kind of names that visitors can invent. */
    private static final int MOST_UNKNOWN = 16;

    private final AtomicBoolean seeded = new AtomicBoolean();
    private final Set<String> setAround = ConcurrentHashMap.newKeySet();
    private volatile Set<String> seeds;
    private volatile FactSet set;

    Learned(Set<String> always) {
        this.seeds = always;
        this.set = FactSet.of(always);
    }

    FactSet set() {
        return set;
    }

    /** Adds the names that the fragment's own element spells, the first time it is at hand. */
    public synchronized void seed(Supplier<Set<String>> spelled) {
        if (seeded.compareAndSet(false, true)) {
            Set<String> all = new HashSet<>(seeds);
            all.addAll(spelled.get());
            seeds = all;
            set = set.with(all);
        }
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
        return unknown.stream().filter(each -> Fact.named(each).kind() == kind).count() < MOST_UNKNOWN;
    }

    /** Notes that a tag around set a variable when it was asked for last. */
    void sawSetAround(String variable) {
        if (setAround.size() < MOST_UNKNOWN * MOST_UNKNOWN) {
            setAround.add(variable);
        }
    }

    /** Whether a tag around set this variable where the fragment was seen. */
    public boolean isSetAround(String variable) {
        return setAround.contains(variable);
    }
}
