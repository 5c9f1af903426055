package io.fragmentcache.key;

import io.fragmentcache.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Which state of its data an entry shows. It is stored beside the key. So an entry with another version than that of the
 * look-up is found, and known to be outdated.
 *
 * <p>A version has a part for each model in the key: a {@link Long} where states are ordered (numbers, instants), a
 * {@link String} where they only differ. Immutable.
 */
public final class Version {
    /** Of a fragment whose key holds plain values only. */
    public static final Version NONE = new Version(List.of());

    /** How the version of an entry compares to the version of a look-up. */
    public enum Order {
        SAME,
        /** The entry is newer: the request read its data from a lagging replica or an older transaction. */
        AHEAD,
        /** The entry is behind, or the two cannot be ordered: the entry is outdated. */
        OUTDATED
    }

    /** The part itself where it is the only one, as in most entries; else a list. */
    private final Object parts;

    private Version(Object parts) {
        this.parts = parts;
    }

    /**
     * Returns a version of these parts; each is a {@link Long} or a {@link String}.
     *
     * @throws Problem if a part is of another type
     */
    public static Version of(List<Object> parts) {
        if (parts.isEmpty()) {
            return NONE;
        }
        for (Object part : parts) {
            if (!(part instanceof Long || part instanceof String)) {
                throw Problem.versionPart(part.getClass().getName());
            }
        }
        return new Version(parts.size() == 1 ? parts.get(0) : List.copyOf(parts));
    }

    /**
     * Returns a version of these parts; each is a {@link Long} or a {@link String}.
     *
     * @throws Problem if a part is of another type
     */
    public static Version of(Object... parts) {
        return of(List.of(parts));
    }

    /** Returns the parts. */
    @SuppressWarnings("unchecked") // A part is never a list.
    public List<Object> parts() {
        return parts instanceof List ? (List<Object>) parts : List.of(parts);
    }

    /**
     * Compares this version, of an entry, with the version of a look-up.
     *
     * @return {@code AHEAD} if no part is older and at least one is newer
     */
    public Order orderTo(Version asked) {
        if (parts.equals(asked.parts)) {
            return Order.SAME;
        }
        List<Object> all = parts();
        List<Object> others = asked.parts();
        if (all.size() != others.size()) {
            return Order.OUTDATED;
        }
        for (int i = 0; i < all.size(); i++) {
            Object mine = all.get(i);
            Object other = others.get(i);
            boolean notBehind = (mine instanceof Long a && other instanceof Long b) ? a >= b : mine.equals(other);
            if (!notBehind) {
                return Order.OUTDATED;
            }
        }
        return Order.AHEAD;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Version that && parts.equals(that.parts);
    }

    @Override
    public int hashCode() {
        return Objects.hashCode(parts);
    }

    /** The parts, separated by commas; a dash where there are none. */
    @Override
    public String toString() {
        if (parts().isEmpty()) {
            return "-";
        }
        List<String> texts = new ArrayList<>();
        parts().forEach(part -> texts.add(part.toString()));
        return String.join(",", texts);
    }
}
