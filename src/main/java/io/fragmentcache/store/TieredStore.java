package io.fragmentcache.store;

import io.fragmentcache.internal.Internal;
import io.fragmentcache.key.Key;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A near store in front of a far one. Reads ask the near one first, and fill it from the far one; writes go to both.
 * Entries are judged by the stamps of the far store wherever they lie, so a near one that was filled late is outdated
 * when it arrives; times and births pass unchanged. Replacing an entry sends no message to other nodes: their near
 * entries stay as good as their own stamps and times say.
 *
 * <p>What the far store throws is thrown after the near store was written, and is a miss in reads that the near store
 * could answer in part. Thread-safe.
 */
@Internal
public final class TieredStore implements Store {
    private final Store near;
    private final Store far;
    /** Null where the far store takes all. */
    private final @Nullable Doorkeeper doorkeeper;

    TieredStore(Store near, Store far) {
        this(near, far, null);
    }

    TieredStore(Store near, Store far, @Nullable Doorkeeper doorkeeper) {
        this.near = near;
        this.far = far;
        this.doorkeeper = doorkeeper;
    }

    @Override
    public @Nullable Entry read(Key key) {
        Entry found = near.read(key);
        return found != null ? found : filled(far.read(key));
    }

    @Override
    public Map<Key, Entry> readAll(Collection<Key> keys) {
        Map<Key, Entry> found = new HashMap<>(near.readAll(keys));
        List<Key> missing = new ArrayList<>();
        for (Key key : keys) {
            if (!found.containsKey(key)) {
                missing.add(key);
            }
        }
        if (missing.isEmpty()) {
            return found;
        }
        try {
            far.readAll(missing).forEach((key, entry) -> {
                near.write(entry);
                found.put(key, entry);
            });
        } catch (RuntimeException e) {
            // What is near is shown, whatever became of the rest.
            if (found.isEmpty()) {
                throw e;
            }
        }
        return found;
    }

    @Override
    public @Nullable Entry readNewer(Entry seen) {
        Entry found = near.readNewer(seen);
        return found != null ? found : filled(far.readNewer(seen));
    }

    @Override
    public boolean isRemote() {
        return far.isRemote();
    }

    private @Nullable Entry filled(@Nullable Entry entry) {
        if (entry != null) {
            near.write(entry);
        }
        return entry;
    }

    /** The near store's answer: it is the one that the next reader asks. */
    @Override
    public Written write(Entry entry) {
        Written nearby = near.write(entry);
        return passes(entry) ? of(nearby, far.write(entry)) : nearby;
    }

    private boolean passes(Entry entry) {
        return doorkeeper == null || doorkeeper.passes(entry.key());
    }

    @Override
    public List<Written> writeAll(List<Entry> entries) {
        List<Written> nearby = near.writeAll(entries);
        int[] passing = IntStream.range(0, entries.size())
                .filter(i -> passes(entries.get(i)))
                .toArray();
        List<Written> faraway = passing.length == 0
                ? List.of()
                : far.writeAll(IntStream.of(passing).mapToObj(entries::get).toList());
        List<Written> all = new ArrayList<>(nearby);
        for (int i = 0; i < passing.length; i++) {
            all.set(passing[i], of(nearby.get(passing[i]), faraway.get(i)));
        }
        return all;
    }

    private static Written of(Written nearby, Written faraway) {
        return nearby == Written.REJECTED ? faraway : nearby;
    }

    @Override
    public void remove(Key key) {
        // The far one first, or a reader could bring it back in between.
        try {
            far.remove(key);
        } finally {
            near.remove(key);
        }
    }

    @Override
    public Stamps stamps(InstantSource clock) {
        return far.stamps(clock);
    }

    @Override
    public Optional<Lease> lease(Key key, Duration duration) {
        return far.lease(key, duration);
    }

    @Override
    public List<String> describe() {
        List<String> lines = new ArrayList<>(near.describe());
        lines.addAll(far.describe());
        return lines;
    }

    @Override
    public List<StoreStats> stats() {
        List<StoreStats> all = new ArrayList<>(near.stats());
        all.addAll(far.stats());
        return all;
    }

    /** Of the near store: what the far one drops, the near one may still hold. */
    @Override
    public void onEviction(Consumer<Key> receiver) {
        near.onEviction(receiver);
    }

    /** Of the near store. */
    @Override
    public long size() {
        return near.size();
    }

    @Override
    public void close() {
        try {
            near.close();
        } finally {
            far.close();
        }
    }
}
