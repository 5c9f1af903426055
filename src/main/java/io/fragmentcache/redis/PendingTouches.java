package io.fragmentcache.redis;

import io.fragmentcache.internal.Bound;
import io.fragmentcache.key.Tag;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Touches that Redis does not know yet. Where they become too many, everything counts as touched. Not thread-safe. */
final class PendingTouches {
    private static final int MOST = 10_000;

    @Bound("10 000, then everything")
    private Set<Tag> tags = new LinkedHashSet<>();

    void add(Collection<Tag> more) {
        tags.addAll(more);
        if (tags.size() > MOST) {
            tags = new LinkedHashSet<>(all(tags));
        }
    }

    /** What outdates all that these outdate; what was expired must not be shown even if rendering fails. */
    static List<Tag> all(Collection<Tag> tags) {
        boolean expires = tags.stream().anyMatch(Tag::isExpiry);
        return expires ? List.of(Tag.EVERYTHING, Tag.EVERYTHING.expiry()) : List.of(Tag.EVERYTHING);
    }

    /** All of them; none is left. */
    List<Tag> take() {
        List<Tag> all = List.copyOf(tags);
        tags = new LinkedHashSet<>();
        return all;
    }

    boolean isEmpty() {
        return tags.isEmpty();
    }
}
