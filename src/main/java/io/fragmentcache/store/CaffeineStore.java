package io.fragmentcache.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import io.fragmentcache.internal.Bound;
import io.fragmentcache.key.Key;
import io.fragmentcache.problem.Problem;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps entries in memory, bounded by their weight. Entries that are read often stay (Caffeine's W-TinyLFU). Each entry
 * holds its own times: a time policy of Caffeine would cost more than the look-up.
 */
public final class CaffeineStore implements Store {
    private static final long BYTES_OF_A_MEGABYTE = 1024L * 1024;

    private final long bytes;
    private final int touches;

    @Bound("the size of the store")
    private final Cache<Key, Entry> entries;

    private final LongAdder evictions = new LongAdder();
    private volatile Consumer<Key> evicted = key -> {};
    private volatile boolean closed;

    private CaffeineStore(long bytes, int touches) {
        this.bytes = bytes;
        this.touches = touches;
        this.entries = Caffeine.newBuilder()
                .maximumWeight(bytes)
                .weigher((Key key, Entry entry) -> entry.weight())
                .evictionListener((@Nullable Key key, @Nullable Entry entry, RemovalCause cause) -> evicted(key))
                // Evictions are done by the writer itself: they are short, and no other pool is needed.
                .executor(Runnable::run)
                .build();
    }

    /**
     * Holds entries of about this size in all.
     *
     * @param megabytes of 1024 · 1024 bytes, of heap: keys, tags and objects count too
     * @throws Problem if it is negative
     */
    public static CaffeineStore ofMegabytes(long megabytes) {
        return ofBytes(megabytes * BYTES_OF_A_MEGABYTE);
    }

    /**
     * Holds entries of about this many bytes in all.
     *
     * @param bytes of heap: keys, tags and objects count too
     * @throws Problem if it is negative
     */
    public static CaffeineStore ofBytes(long bytes) {
        if (bytes < 0) {
            throw Problem.negativeStore(bytes);
        }
        return new CaffeineStore(bytes, MemoryStamps.DEFAULT_BOUND);
    }

    /**
     * Sets how many touched tags are remembered. If more are touched, the oldest half is dropped, and every entry from
     * before that half counts as touched. So a small number costs renders, and never shows outdated HTML.
     *
     * @param tags of about 100 bytes each. Defaults to 200 000
     * @throws Problem if it is less than 1
     */
    public CaffeineStore rememberingTouches(int tags) {
        if (tags < 1) {
            throw Problem.noTouchesRemembered("rememberingTouches(" + tags + ")");
        }
        return new CaffeineStore(bytes, tags);
    }

    @Override
    public @Nullable Entry read(Key key) {
        return entries.getIfPresent(key);
    }

    @Override
    public Map<Key, Entry> readAll(Collection<Key> keys) {
        return entries.getAllPresent(keys);
    }

    @SuppressWarnings("ReferenceEquality") // Which of the two was kept, not whether they are alike.
    @Override
    public Written write(Entry entry) {
        if (closed || !entry.fits(bytes)) {
            return Written.REJECTED;
        }
        // The map keeps the first key that it was given: a newer entry takes it, so that there is one.
        Entry[] renewed = {entry};
        Entry kept = entries.asMap().merge(entry.key(), entry, (present, offered) -> {
            if (!offered.isNewerThan(present)) {
                return present;
            }
            renewed[0] = offered.under(present.key());
            return renewed[0];
        });
        if (closed) {
            // The store was closed in between, and may have been emptied before the entry came.
            entries.invalidate(entry.key());
            return Written.REJECTED;
        }
        return kept == renewed[0] ? Written.STORED : Written.NEWER_PRESENT;
    }

    @Override
    public void remove(Key key) {
        entries.invalidate(key);
    }

    @Override
    public Stamps stamps(InstantSource clock) {
        return new MemoryStamps(clock, touches);
    }

    private void evicted(@Nullable Key key) {
        evictions.increment();
        if (key != null) {
            evicted.accept(key);
        }
    }

    @Override
    public void onEviction(Consumer<Key> receiver) {
        evicted = receiver;
    }

    @Override
    public List<StoreStats> stats() {
        long weight = entries.policy()
                .eviction()
                .map(eviction -> eviction.weightedSize().orElse(0))
                .orElseThrow();
        return List.of(new StoreStats("CaffeineStore", entries.estimatedSize(), weight, bytes, evictions.sum()));
    }

    @Override
    public long size() {
        entries.cleanUp();
        return entries.estimatedSize();
    }

    @Override
    public void close() {
        closed = true;
        entries.invalidateAll();
    }
}
