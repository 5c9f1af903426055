package io.fragmentcache.internal.definition;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.fragmentcache.internal.Bound;
import io.fragmentcache.key.Key;
import io.fragmentcache.store.Micros;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Counts in how many variants one key is rendered by facts of requests. Above a number in an hour a variant is stored when
 * it is asked for a second time: values without a bound, such as junk in a parameter, do not fill the store. Thread-safe.
 */
final class Variants {
    static final int MOST_IN_AN_HOUR = 1_000;

    private static final long HOUR = Micros.of(Duration.ofHours(1));
    private static final int MOST_BYTES = 4 << 20;
    private static final int BYTES_OF_A_WINDOW = 300;
    private static final int BYTES_OF_A_VARIANT = 64;

    /** Of one key; for the holder of its place in the cache. */
    private static final class Window {
        @Bound("1 000 variants")
        private final Set<Integer> stored = new HashSet<>();

        @Bound("1 000 variants")
        private final Set<Integer> askedOnce = new LinkedHashSet<>();

        private long began;

        int weight() {
            return BYTES_OF_A_WINDOW + BYTES_OF_A_VARIANT * (stored.size() + askedOnce.size());
        }

        boolean takes(int variant, long now) {
            if (now - began >= HOUR || now < began) {
                began = now;
                stored.clear();
                askedOnce.clear();
            }
            if (stored.contains(variant) || stored.size() < MOST_IN_AN_HOUR) {
                stored.add(variant);
                return true;
            }
            if (askedOnce.remove(variant)) {
                return true;
            }
            if (askedOnce.size() >= MOST_IN_AN_HOUR) {
                askedOnce.remove(askedOnce.iterator().next());
            }
            askedOnce.add(variant);
            return false;
        }
    }

    /** Where a window is let go, its key has another thousand variants. */
    @Bound("4 MB, of all fragments")
    private final Cache<Key, Window> windows = Caffeine.newBuilder()
            .maximumWeight(MOST_BYTES)
            .weigher((Key key, Window window) -> key.weight() + window.weight())
            .executor(Runnable::run)
            .build();

    /**
     * Whether a variant may be stored.
     *
     * @param of the key without what is asked of the request
     */
    boolean takes(Key of, Key variant, long now) {
        boolean[] takes = {false};
        // Weighed again each time.
        windows.asMap().compute(of, (key, known) -> {
            Window window = known == null ? new Window() : known;
            takes[0] = window.takes(variant.hashCode(), now);
            return window;
        });
        return takes[0];
    }
}
