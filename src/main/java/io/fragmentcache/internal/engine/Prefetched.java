package io.fragmentcache.internal.engine;

import io.fragmentcache.key.Key;
import io.fragmentcache.store.Entry;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was read from the store in one go, for look-ups that follow soon. Each answer is given once: a second look-up asks
 * the store, where a rendering may have put a newer one. Used by one thread.
 */
final class Prefetched {
    /** Null values stand for keys that the store does not hold. */
    private final Map<Key, @Nullable Entry> answers = new HashMap<>();

    void put(Collection<Key> asked, Map<Key, Entry> found) {
        for (Key key : asked) {
            answers.put(key, found.get(key));
        }
    }

    boolean holds(Key key) {
        return answers.containsKey(key);
    }

    void clear() {
        answers.clear();
    }

    @Nullable Entry take(Key key) {
        return answers.remove(key);
    }
}
