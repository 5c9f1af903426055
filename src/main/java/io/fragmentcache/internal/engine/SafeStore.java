package io.fragmentcache.internal.engine;

import io.fragmentcache.key.Key;
import io.fragmentcache.store.Entry;
import io.fragmentcache.store.Lease;
import io.fragmentcache.store.Store;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A store whose exceptions are misses: the cache is never why a page fails. */
public final class SafeStore {
    private final Store store;
    private final SafeListener listener;

    public SafeStore(Store store, SafeListener listener) {
        this.store = store;
        this.listener = listener;
    }

    @Nullable
    Entry read(Key key) {
        try {
            Entry entry = store.read(key);
            // A store elsewhere names entries by a digest of the key: what does not carry this very key is another's.
            return entry == null || entry.key().equals(key) ? entry : null;
        } catch (RuntimeException e) {
            listener.storeFailed("read", e);
            return null;
        }
    }

    boolean isRemote() {
        return store.isRemote();
    }

    Map<Key, Entry> readAll(Collection<Key> keys) {
        Map<Key, Entry> own = new HashMap<>();
        guarded("read", () -> store.readAll(keys), Map.<Key, Entry>of()).forEach((key, entry) -> {
            // As above.
            if (entry.key().equals(key)) {
                own.put(key, entry);
            }
        });
        return own;
    }

    /** An entry that was born after this one, wherever it lies. */
    @Nullable
    Entry readNewer(Entry seen) {
        try {
            Entry entry = store.readNewer(seen);
            return entry == null || entry.key().equals(seen.key()) ? entry : null;
        } catch (RuntimeException e) {
            listener.storeFailed("read", e);
            return null;
        }
    }

    /** The newest entry of this key, wherever it lies. */
    @Nullable
    Entry newest(Key key) {
        Entry near = read(key);
        Entry newer = near == null ? null : readNewer(near);
        return newer == null ? near : newer;
    }

    /** Empty where another process has it; a store that cannot tell keeps nobody from rendering. */
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

    private <T> T guarded(String operation, Supplier<T> action, T otherwise) {
        try {
            return action.get();
        } catch (RuntimeException e) {
            listener.storeFailed(operation, e);
            return otherwise;
        }
    }
}
