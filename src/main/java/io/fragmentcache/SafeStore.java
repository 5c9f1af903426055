package io.fragmentcache;

import io.fragmentcache.key.Key;
import io.fragmentcache.store.Entry;
import io.fragmentcache.store.Store;
import java.util.Collection;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A store whose exceptions are misses: the cache is never why a page fails. */
final class SafeStore {
    private final Store store;
    private final Listener listener;

    SafeStore(Store store, Listener listener) {
        this.store = store;
        this.listener = listener;
    }

    @Nullable Entry read(Key key) {
        try {
            Entry entry = store.read(key);
            // A store elsewhere names entries by a digest of the key: what does not carry this very key is another's.
            return entry == null || entry.key().equals(key) ? entry : null;
        } catch (RuntimeException e) {
            listener.storeFailed("read", e);
            return null;
        }
    }

    @Nullable Entry readNewer(Entry seen) {
        try {
            return store.readNewer(seen);
        } catch (RuntimeException e) {
            listener.storeFailed("read", e);
            return null;
        }
    }

    boolean isRemote() {
        return store.isRemote();
    }

    Map<Key, Entry> readAll(Collection<Key> keys) {
        return guarded("read", () -> store.readAll(keys), Map.of());
    }

    Store.Written write(Entry entry) {
        return guarded("write", () -> store.write(entry), Store.Written.REJECTED);
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
