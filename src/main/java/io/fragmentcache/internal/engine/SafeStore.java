package io.fragmentcache.internal.engine;

import io.fragmentcache.internal.Survivable;
import io.fragmentcache.key.Key;
import io.fragmentcache.store.Entry;
import io.fragmentcache.store.Lease;
import io.fragmentcache.store.Stamps;
import io.fragmentcache.store.Store;
import io.fragmentcache.store.StoreStats;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** A store whose failures are misses: the cache is never why a page fails. Thread-safe. */
public final class SafeStore {
    /** Clocks of several nodes differ by less. An entry that is further ahead would keep every other one away. */
    private static final long FAR_AHEAD = Duration.ofDays(1).toSeconds() * 1_000_000;

    private final Store store;
    private final SafeListener listener;
    private final LongSupplier wall;
    private final Stamps stamps;

    /** @param wall microseconds since 1970 */
    SafeStore(Store store, SafeListener listener, LongSupplier wall, Stamps stamps) {
        this.store = store;
        this.listener = listener;
        this.wall = wall;
        this.stamps = stamps;
    }

    @Nullable Entry read(Key key) {
        return own(entry(() -> store.read(key)), key);
    }

    boolean isRemote() {
        return guarded("read", store::isRemote, false);
    }

    Map<Key, Entry> readAll(Collection<Key> keys) {
        Map<Key, Entry> own = new HashMap<>();
        Map<Key, Entry> none = Map.of();
        Map<Key, Entry> found = guarded("read", () -> store.readAll(keys), none);
        for (Key key : keys) {
            Entry entry = own(found.get(key), key);
            if (entry != null) {
                own.put(key, entry);
            }
        }
        return own;
    }

    /** An entry that was born after this one, wherever it lies. */
    @Nullable Entry readNewer(Entry seen) {
        return own(entry(() -> store.readNewer(seen)), seen.key());
    }

    /** The newest entry of this key, wherever it lies. */
    @Nullable Entry newest(Key key) {
        Entry near = read(key);
        Entry newer = near == null ? null : readNewer(near);
        return newer == null ? near : newer;
    }

    /** A store elsewhere names entries by a digest of the key: what does not carry this very key is another's. */
    private @Nullable Entry own(@Nullable Entry entry, Key key) {
        if (entry == null || !entry.key().equals(key)) {
            return null;
        }
        long born = entry.born();
        // A number is asked for where the clock of this process cannot tell.
        if (born - wall.getAsLong() > FAR_AHEAD && born - stamps.next() > FAR_AHEAD) {
            remove(key);
            return null;
        }
        return entry;
    }

    /** Empty if another process has it; a store that cannot tell keeps no request from rendering. */
    Optional<Lease> lease(Key key, Duration duration) {
        return guarded("lease", () -> store.lease(key, duration), Optional.of(Lease.FREE))
                .map(lease -> () -> guarded("release", () -> released(lease), false));
    }

    private static boolean released(Lease lease) {
        lease.close();
        return true;
    }

    Store.Written write(Entry entry) {
        return guarded("write", () -> store.write(entry), Store.Written.REJECTED);
    }

    /** What became of each, in their order. */
    List<Store.Written> writeAll(List<Entry> entries) {
        return guarded(
                "write",
                () -> {
                    List<Store.Written> written = store.writeAll(entries);
                    // A store of the application may tell of fewer.
                    return written.size() == entries.size() ? written : rejected(entries);
                },
                rejected(entries));
    }

    private static List<Store.Written> rejected(List<Entry> entries) {
        return Collections.nCopies(entries.size(), Store.Written.REJECTED);
    }

    void remove(Key key) {
        guarded(
                "remove",
                () -> {
                    store.remove(key);
                    return key;
                },
                key);
    }

    /** What each store holds; unknown where it cannot tell. */
    List<StoreStats> stats() {
        long unknown = StoreStats.UNKNOWN;
        return guarded("stats", store::stats, List.of(new StoreStats(name(), unknown, unknown, unknown, unknown)));
    }

    boolean isReachable() {
        return guarded("describe", store::isReachable, false);
    }

    List<String> describe() {
        return guarded("describe", store::describe, List.of(name() + ", which does not tell how it is"));
    }

    private String name() {
        return store.getClass().getSimpleName();
    }

    /** Does not throw what it survives. */
    void close() {
        guarded(
                "close",
                () -> {
                    store.close();
                    return true;
                },
                false);
    }

    private @Nullable Entry entry(Callable<@Nullable Entry> action) {
        return guarded("read", () -> Optional.ofNullable(action.call()), Optional.<Entry>empty())
                .orElse(null);
    }

    /** The one place where what a store throws ends; an answer of null, where none may be, is a failure too. */
    private <T> T guarded(String operation, Callable<T> action, T otherwise) {
        try {
            T answer = action.call();
            return answer == null ? otherwise : answer;
        } catch (Throwable e) {
            Survivable.check(e);
            listener.storeFailed(operation, e);
            return otherwise;
        }
    }
}
