package io.fragmentcache.internal.usage;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.fragmentcache.key.Key;
import io.fragmentcache.key.Locator;
import io.fragmentcache.key.Tag;
import io.fragmentcache.spi.Touched;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * A touch, and what it was seen to make cold: the entries that were asked for since and were older than it.
 * Thread-safe.
 */
public final class TouchEffect {
    private static final int MOST_KEYS = 1_000;

    private final String tags;
    private final boolean expired;
    private final String origin;
    private final long stamp;

    @GuardedBy("this") private final Map<Locator, Integer> cold = new LinkedHashMap<>();

    @GuardedBy("this") private final Set<Key> keys = new HashSet<>();

    TouchEffect(Touched event, String origin) {
        Collection<Tag> tags = event.tags();
        this.tags = String.join(", ", tags.stream().limit(5).map(Tag::name).toList())
                + (tags.size() > 5 ? " and " + (tags.size() - 5) + " more" : "");
        this.expired = event.expired();
        this.origin = origin;
        this.stamp = event.stamp();
    }

    public String tags() {
        return tags;
    }

    /** Whether they were expired, not touched. */
    public boolean expired() {
        return expired;
    }

    /** The path of the request that touched, or else the name of the thread. */
    public String origin() {
        return origin;
    }

    /** Microseconds since 1970. */
    public long stamp() {
        return stamp;
    }

    synchronized void madeCold(Locator locator, Key key) {
        if (keys.size() < MOST_KEYS && keys.add(key)) {
            cold.merge(locator, 1, Integer::sum);
        }
    }

    /** How many entries of each fragment. */
    public synchronized Map<Locator, Integer> cold() {
        return new LinkedHashMap<>(cold);
    }
}
