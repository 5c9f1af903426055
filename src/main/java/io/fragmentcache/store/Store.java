package io.fragmentcache.store;

import io.fragmentcache.key.Key;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where entries live. Every store passes the contract suite {@code StoreContract}, which tests what is written here.
 *
 * <p>A store keeps entries and does not judge them: the engine decides whether an entry may be shown. A store may drop any
 * entry at any time. It may throw from any method; the engine takes every exception for a miss. Thread-safe.
 */
public interface Store extends AutoCloseable {
    /** The result of a write. */
    enum Written {
        /** Taken: the next read returns this entry or a newer one. */
        STORED,
        /** An entry that is as new or newer exists; it stays. */
        NEWER_PRESENT,
        /** Not taken: the entry is too large, or the store is closed or fails. */
        REJECTED
    }

    /** Returns the entry of this key, whatever its age; null if there is none. */
    @Nullable Entry read(Key key);

    /** Returns the entries of these keys in one go; absent ones are left out. */
    default Map<Key, Entry> readAll(Collection<Key> keys) {
        Map<Key, Entry> found = new HashMap<>();
        for (Key key : keys) {
            Entry entry = read(key);
            if (entry != null) {
                found.put(key, entry);
            }
        }
        return found;
    }

    /** Returns whether a read leaves this process, so that reading many at once is much cheaper than one by one. */
    default boolean isRemote() {
        return false;
    }

    /**
     * Returns whether the store, and each store behind it, was reachable at its last call. Makes no call itself: the health
     * of an application shows the result. Defaults to true.
     */
    default boolean isReachable() {
        return true;
    }

    /**
     * Returns an entry of the same key that was born after this one. Called before a render, since another process may have
     * rendered already. A store in tiers asks the far one.
     *
     * @param seen the entry that is outdated
     * @return null if no newer entry exists
     */
    default @Nullable Entry readNewer(Entry seen) {
        Entry entry = read(seen.key());
        return entry != null && entry.isNewerThan(seen) ? entry : null;
    }

    /**
     * Stores the entry, except if the store has one that was born as late or later: the order of writes does not matter.
     *
     * @return the result; the caller does not try again
     */
    Written write(Entry entry);

    /**
     * Stores these entries in one go, each as {@link #write} does.
     *
     * @return the result of each, in their order
     */
    default List<Written> writeAll(List<Entry> entries) {
        return entries.stream().map(this::write).toList();
    }

    /** Removes the entry of this key. Has no effect if none exists. */
    void remove(Key key);

    /**
     * Returns the stamps that entries of this store are judged by: of this process alone, or shared through the store.
     * Called once, by the cache that uses the store.
     *
     * @param clock where stamps of this process take their time from
     */
    Stamps stamps(InstantSource clock);

    /**
     * Returns the right to regenerate a key. It only saves work: correctness comes from {@link #write}. A store of one
     * process always grants it.
     *
     * @param duration after which the lease expires, also if its holder died
     * @return empty while another process holds the lease
     */
    default Optional<Lease> lease(Key key, Duration duration) {
        return Optional.of(Lease.FREE);
    }

    /**
     * Returns this store in front of a slower or shared one: {@code CaffeineStore.ofMegabytes(64).inFrontOf(far)}.
     *
     * @param far read if this store lacks an entry; closed together with this store
     */
    default Store inFrontOf(Store far) {
        return new TieredStore(this, far);
    }

    /**
     * Returns this store in front of a far one that takes only what was written twice.
     *
     * @param far read if this store lacks an entry; closed together with this store
     * @param doorkeeper remembers the keys that were written before
     */
    default Store inFrontOf(Store far, Doorkeeper doorkeeper) {
        return new TieredStore(this, far, doorkeeper);
    }

    /** Describes the store and its state for people: a line for itself, and one for each store behind it. */
    default List<String> describe() {
        return List.of(getClass().getSimpleName() + (size() < 0 ? "" : ", " + size() + " entries"));
    }

    /**
     * Returns what this store holds now, then what each store behind it holds. Units and unknowns: {@link StoreStats}.
     */
    default List<StoreStats> stats() {
        return List.of(new StoreStats(
                getClass().getSimpleName(), size(), StoreStats.UNKNOWN, StoreStats.UNKNOWN, StoreStats.UNKNOWN));
    }

    /**
     * Lets this receiver have the key of each entry that the store drops to make room, on the thread that makes it. Called
     * once, by the cache that uses the store. A store that does not know never calls the receiver.
     *
     * @param receiver quick and thread-safe; it throws nothing
     */
    default void onEviction(Consumer<Key> receiver) {}

    /** Returns the approximate number of entries; -1 if counting would be expensive. */
    long size();

    /** Releases files and connections. Later calls are misses and rejected writes, not errors. */
    @Override
    void close();
}
