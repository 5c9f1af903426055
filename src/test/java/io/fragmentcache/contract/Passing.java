package io.fragmentcache.contract;

import io.fragmentcache.key.Key;
import io.fragmentcache.store.Entry;
import io.fragmentcache.store.Lease;
import io.fragmentcache.store.Stamps;
import io.fragmentcache.store.Store;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Passes each call on to a node that keeps the contract; a {@link Fault} changes one of them. */
class Passing implements Store {
    final MapNode node;

    Passing(MapNode node) {
        this.node = node;
    }

    @Override
    public @Nullable Entry read(Key key) {
        return node.read(key);
    }

    @Override
    public Written write(Entry entry) {
        return node.write(entry);
    }

    @Override
    public void remove(Key key) {
        node.remove(key);
    }

    @Override
    public Stamps stamps(InstantSource clock) {
        return node.stamps(clock);
    }

    @Override
    public Optional<Lease> lease(Key key, Duration duration) {
        return node.lease(key, duration);
    }

    @Override
    public long size() {
        return node.size();
    }

    @Override
    public void close() {
        node.close();
    }
}
