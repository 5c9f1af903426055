package io.fragmentcache.inspect;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.fragmentcache.key.Key;
import io.fragmentcache.key.Locator;
import io.fragmentcache.key.Tag;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * A touch, and what it was seen to make cold: the entries that were asked for since and were older than it.
 * Thread-safe.
 */
final class TouchEffect {
    private static final int MOST_KEYS = 1_000;

    private final String tags;
    private final long stamp;

    @GuardedBy("this") private final Map<Locator, Integer> cold = new LinkedHashMap<>();

    @GuardedBy("this") private final Set<Key> keys = new HashSet<>();

    TouchEffect(Collection<Tag> tags, long stamp) {
        this.tags = String.join(", ", tags.stream().limit(5).map(Tag::name).toList())
                + (tags.size() > 5 ? " and " + (tags.size() - 5) + " more" : "");
        this.stamp = stamp;
    }

    String tags() {
        return tags;
    }

    /** Microseconds since 1970. */
    long stamp() {
        return stamp;
    }

    synchronized void madeCold(Locator locator, Key key) {
        if (keys.size() < MOST_KEYS && keys.add(key)) {
            cold.merge(locator, 1, Integer::sum);
        }
    }

    /** How many entries of each fragment. */
    synchronized Map<Locator, Integer> cold() {
        return new LinkedHashMap<>(cold);
    }
}
