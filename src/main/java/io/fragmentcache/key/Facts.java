package io.fragmentcache.key;

import io.fragmentcache.internal.Internal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The facts in one key with the values that they had when it was made, sorted by name. Immutable. */
@Internal
public final class Facts {
    public static final Facts NONE = new Facts(new String[0], new FactValue[0]);

    /** Bytes of this object and its arrays. */
    private static final int OBJECTS = 40;

    private final String[] names;
    private final FactValue[] values;

    private Facts(String[] names, FactValue[] values) {
        this.names = names;
        this.values = values;
    }

    /**
     * Returns facts of names that are sorted.
     *
     * @param names not changed any more
     * @param values not changed any more
     */
    public static Facts of(String[] names, FactValue[] values) {
        return names.length == 0 ? NONE : new Facts(names, values);
    }

    public static Facts of(Map<String, FactValue> values) {
        return NONE.with(values);
    }

    /** Returns those of names that are variables, as a page has them whose model gives each. */
    public static Facts ofModel(List<String> names) {
        Map<String, FactValue> given = new TreeMap<>();
        names.stream().filter(name -> name.startsWith("${")).forEach(name -> given.put(name, FactValue.MODEL));
        return of(given);
    }

    /** Returns these and more; a name that is here keeps its value. */
    public Facts with(Map<String, FactValue> more) {
        if (more.isEmpty()) {
            return this;
        }
        TreeMap<String, FactValue> all = new TreeMap<>(more);
        forEach(all::put);
        return new Facts(all.keySet().toArray(String[]::new), all.values().toArray(FactValue[]::new));
    }

    /** Returns the same without the objects that were read: what is remembered holds nothing of a visitor's session. */
    public Facts withoutObjects() {
        FactValue[] bare = new FactValue[values.length];
        for (int i = 0; i < bare.length; i++) {
            bare[i] = values[i].withoutObject();
        }
        return new Facts(names, bare);
    }

    /** Returns the value of this name; null if the key does not hold it. */
    public @Nullable FactValue get(String name) {
        int index = names.length == 0 ? -1 : Arrays.binarySearch(names, name);
        return index < 0 ? null : values[index];
    }

    public boolean isEmpty() {
        return names.length == 0;
    }

    /** Whether none is asked of a request: variables only. */
    public boolean areOfNoVisitor() {
        for (String name : names) {
            if (!name.startsWith("${") && !name.startsWith("*{") && !name.equals("request.contextPath")) {
                return false;
            }
        }
        return true;
    }

    /** Returns whether all names satisfy this. */
    public boolean areAll(Predicate<String> which) {
        for (String name : names) {
            if (!which.test(name)) {
                return false;
            }
        }
        return true;
    }

    /** Returns those whose names satisfy this. */
    public Facts only(Predicate<String> which) {
        Map<String, FactValue> some = new TreeMap<>();
        forEach((name, value) -> {
            if (which.test(name)) {
                some.put(name, value);
            }
        });
        return of(some);
    }

    public Set<String> names() {
        return new TreeSet<>(List.of(names));
    }

    public void forEach(BiConsumer<String, FactValue> each) {
        for (int i = 0; i < names.length; i++) {
            each.accept(names[i], values[i]);
        }
    }

    /** Returns about the bytes that these take in memory; names belong to their fragment. */
    public int weight() {
        long weight = OBJECTS;
        for (FactValue value : values) {
            weight += value.weight();
        }
        return (int) Math.min(Integer.MAX_VALUE, weight);
    }

    /** How many bytes these take in a key, if their names are of ASCII, as names in templates mostly are. */
    int room() {
        if (names.length == 0) {
            return 0;
        }
        int room = 1 + KeyWriter.bytesOfLength(names.length);
        for (int i = 0; i < names.length; i++) {
            int name = names[i].length();
            int value = values[i].encoded().length;
            room += 1 + KeyWriter.bytesOfLength(name) + name + KeyWriter.bytesOfLength(value) + value;
        }
        return room;
    }

    void write(KeyWriter out) {
        out.list(PartType.FACTS, names.length);
        for (int i = 0; i < names.length; i++) {
            out.bytes(PartType.NAME, names[i], values[i].encoded());
        }
    }
}
