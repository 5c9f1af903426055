package io.fragmentcache.contract;

import io.fragmentcache.key.Key;
import io.fragmentcache.store.Lease;
import io.fragmentcache.store.MemoryStamps;
import io.fragmentcache.store.Stamps;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** One of several nodes that share maps: what a store of several processes does, without the processes. */
final class MapNode extends MapStore {
    /** What all nodes see. */
    record Shared(Map<String, byte[]> bytes, Map<Key, Held> leases, MemoryStamps stamps) {
        Shared() {
            this(new ConcurrentHashMap<>(), new ConcurrentHashMap<>(), new MemoryStamps(InstantSource.system()));
        }
    }

    /** A lease, and when it ends. */
    record Held(Object token, long endNanos) {}

    private final Shared shared;

    MapNode(Shared shared) {
        super(shared.bytes());
        this.shared = shared;
    }

    @Override
    public Optional<Lease> lease(Key key, Duration duration) {
        long now = System.nanoTime();
        Held mine = new Held(new Object(), now + duration.toNanos());
        Held held = shared.leases().merge(key, mine, (there, offered) -> there.endNanos() - now > 0 ? there : offered);
        return held.token() == mine.token() ? Optional.of(() -> shared.leases().remove(key, mine)) : Optional.empty();
    }

    /** Whoever holds it. */
    void freeLease(Key key) {
        shared.leases().remove(key);
    }

    @Override
    public Stamps stamps(InstantSource clock) {
        return shared.stamps();
    }
}
