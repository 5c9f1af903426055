package io.fragmentcache.contract;

import io.fragmentcache.key.Key;
import io.fragmentcache.store.Entry;
import io.fragmentcache.store.EntryCodec;
import io.fragmentcache.store.MemoryStamps;
import io.fragmentcache.store.Stamps;
import io.fragmentcache.store.Store;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The least that is a store, as docs/custom-store.md shows one of a user's own. Without a bound. */
class MapStore implements Store {
    final Map<String, byte[]> bytes;
    private final EntryCodec codec = EntryCodec.plain();
    private volatile boolean closed;

    MapStore() {
        this(new ConcurrentHashMap<>());
    }

    MapStore(Map<String, byte[]> bytes) {
        this.bytes = bytes;
    }

    @Override
    public @Nullable Entry read(Key key) {
        byte[] found = bytes.get(key.id());
        return found == null || closed ? null : codec.decode(found, key);
    }

    @Override
    public Written write(Entry entry) {
        if (closed) {
            return Written.REJECTED;
        }
        Written[] outcome = {Written.STORED};
        bytes.compute(entry.key().id(), (id, present) -> {
            Entry there = present == null ? null : codec.decode(present, entry.key());
            if (there != null && !entry.isNewerThan(there)) {
                outcome[0] = Written.NEWER_PRESENT;
                return present;
            }
            return codec.encode(entry);
        });
        return outcome[0];
    }

    @Override
    public void remove(Key key) {
        bytes.remove(key.id());
    }

    @Override
    public Stamps stamps(InstantSource clock) {
        return new MemoryStamps(clock);
    }

    @Override
    public long size() {
        return bytes.size();
    }

    @Override
    public void close() {
        closed = true;
    }
}
