package io.fragmentcache.thymeleaf;

import io.fragmentcache.key.Key;
import io.fragmentcache.store.CaffeineStore;
import io.fragmentcache.store.Entry;
import io.fragmentcache.store.Stamps;
import io.fragmentcache.store.Store;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A store in memory, which may say that it is elsewhere, and counts how it is read and written. */
final class CountingStore implements Store {
    private final Store memory = CaffeineStore.ofMegabytes(64);
    private final boolean remote;
    private final List<Integer> bulkReads = new ArrayList<>();
    private final List<Integer> bulkWrites = new ArrayList<>();
    private int singleReads;
    private int singleWrites;
    private Function<Entry, @Nullable Entry> meanwhile = entry -> null;

    CountingStore(boolean remote) {
        this.remote = remote;
    }

    /** How many keys were asked for in each bulk read since this was asked. */
    List<Integer> bulkReads() {
        List<Integer> since = List.copyOf(bulkReads);
        bulkReads.clear();
        return since;
    }

    /** How many keys were read one by one since this was asked. */
    int singleReads() {
        int since = singleReads;
        singleReads = 0;
        return since;
    }

    /** How many entries came with each bulk write since this was asked. */
    List<Integer> bulkWrites() {
        List<Integer> since = List.copyOf(bulkWrites);
        bulkWrites.clear();
        return since;
    }

    /** How many entries were written one by one since this was asked. */
    int singleWrites() {
        int since = singleWrites;
        singleWrites = 0;
        return since;
    }

    void forgetCounts() {
        bulkReads.clear();
        bulkWrites.clear();
        singleReads = 0;
        singleWrites = 0;
    }

    /** What another node stores right before a write. */
    void meanwhile(Function<Entry, @Nullable Entry> another) {
        meanwhile = another;
    }

    @Override
    public boolean isRemote() {
        return remote;
    }

    @Override
    public @Nullable Entry read(Key key) {
        singleReads++;
        return memory.read(key);
    }

    @Override
    public Map<Key, Entry> readAll(Collection<Key> keys) {
        bulkReads.add(keys.size());
        return memory.readAll(keys);
    }

    @Override
    public Written write(Entry entry) {
        singleWrites++;
        Entry another = meanwhile.apply(entry);
        if (another != null) {
            memory.write(another);
        }
        return memory.write(entry);
    }

    @Override
    public List<Written> writeAll(List<Entry> entries) {
        bulkWrites.add(entries.size());
        entries.stream().map(meanwhile).filter(Objects::nonNull).forEach(memory::write);
        return memory.writeAll(entries);
    }

    @Override
    public void remove(Key key) {
        memory.remove(key);
    }

    @Override
    public Stamps stamps(InstantSource clock) {
        return memory.stamps(clock);
    }

    @Override
    public long size() {
        return memory.size();
    }

    @Override
    public void close() {
        memory.close();
    }
}
