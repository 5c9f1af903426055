package io.fragmentcache.store;

import io.fragmentcache.internal.Internal;
import io.fragmentcache.internal.Survivable;
import io.fragmentcache.key.Key;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A near store in front of a far one. Reads ask the near one first, and fill it from the far one; writes go to both.
 * Entries are judged by the stamps of the far store wherever they lie, so a near one that was filled late is outdated
 * when it arrives; times and births pass unchanged. Replacing an entry sends no message to other nodes: their near
 * entries stay as good as their own stamps and times say.
 *
 * <p>A tier that fails takes nothing from the other one. A read throws what a tier threw only if it found nothing; a write
 * and a removal reach both tiers, and then throw it. A removed entry does not stay near, even if a reader took it from
 * the far store before the removal and brings it near afterwards. Thread-safe.
 */
@Internal
public final class TieredStore implements Store {
    private final Store near;
    private final Store far;
    /** Null where the far store takes all. */
    private final @Nullable Doorkeeper doorkeeper;

    /** How many removals there were. A reader that sees it change may have brought near what was removed. */
    private final AtomicLong removals = new AtomicLong();

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
        return nearElseFar(() -> near.read(key), () -> far.read(key));
    }

    @Override
    public @Nullable Entry readNewer(Entry seen) {
        return nearElseFar(() -> near.readNewer(seen), () -> far.readNewer(seen));
    }

    private @Nullable Entry nearElseFar(Supplier<@Nullable Entry> nearby, Supplier<@Nullable Entry> faraway) {
        TierFailures failures = new TierFailures();
        Entry found = failures.entry(nearby);
        if (found != null) {
            return found;
        }
        long before = removals.get();
        found = failures.entry(faraway);
        if (found == null) {
            failures.rethrow();
            return null;
        }
        bringNear(List.of(found), before);
        return found;
    }

    @Override
    public Map<Key, Entry> readAll(Collection<Key> keys) {
        TierFailures failures = new TierFailures();
        Map<Key, Entry> found = failures.of(() -> new HashMap<>(near.readAll(keys)), new HashMap<>());
        List<Key> missing = new ArrayList<>();
        for (Key key : keys) {
            if (!found.containsKey(key)) {
                missing.add(key);
            }
        }
        if (missing.isEmpty()) {
            return found;
        }
        long before = removals.get();
        Map<Key, Entry> faraway = failures.of(() -> new HashMap<>(far.readAll(missing)), new HashMap<>());
        found.putAll(faraway);
        bringNear(faraway.values(), before);
        if (found.isEmpty()) {
            failures.rethrow();
        }
        return found;
    }

    /**
     * Writes near what was read far away.
     *
     * @param before the number of removals before the far store was asked
     */
    private void bringNear(Collection<Entry> entries, long before) {
        TierFailures failures = new TierFailures();
        for (Entry entry : entries) {
            failures.of(() -> near.write(entry), Written.REJECTED);
        }
        // A removal in between may have passed the near store before the entries came there.
        if (removals.get() != before) {
            for (Entry entry : entries) {
                failures.of(() -> removed(near, entry.key()), true);
            }
        }
    }

    @Override
    public boolean isRemote() {
        return far.isRemote();
    }

    @Override
    public boolean isReachable() {
        return near.isReachable() && far.isReachable();
    }

    /** The near store's answer: it is the one that the next reader asks. */
    @Override
    public Written write(Entry entry) {
        TierFailures failures = new TierFailures();
        Written nearby = failures.of(() -> near.write(entry), Written.REJECTED);
        Written shown = passes(entry) ? of(nearby, failures.of(() -> far.write(entry), Written.REJECTED)) : nearby;
        failures.rethrow();
        return shown;
    }

    private boolean passes(Entry entry) {
        return doorkeeper == null || doorkeeper.passes(entry.key());
    }

    @Override
    public List<Written> writeAll(List<Entry> entries) {
        TierFailures failures = new TierFailures();
        List<Written> nearby = failures.of(() -> near.writeAll(entries), List.of());
        int[] passing = IntStream.range(0, entries.size())
                .filter(i -> passes(entries.get(i)))
                .toArray();
        List<Entry> passed = IntStream.of(passing).mapToObj(entries::get).toList();
        List<Written> faraway =
                passed.isEmpty() ? List.of() : failures.of(() -> far.writeAll(passed), List.<Written>of());
        failures.rethrow();
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
        TierFailures failures = new TierFailures();
        // The far one first, or the next reader would bring it back. The count in between: a reader that sees the old
        // count has written before the near removal, and one that sees the new count takes back what it wrote.
        failures.of(() -> removed(far, key), true);
        removals.incrementAndGet();
        failures.of(() -> removed(near, key), true);
        failures.rethrow();
    }

    private static boolean removed(Store tier, Key key) {
        tier.remove(key);
        return true;
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
        TierFailures failures = new TierFailures();
        failures.of(() -> closed(near), true);
        failures.of(() -> closed(far), true);
        failures.rethrow();
    }

    private static boolean closed(Store tier) {
        tier.close();
        return true;
    }

    /** What the tiers threw during one call: the first, with the later ones as suppressed. Not thread-safe. */
    private static final class TierFailures {
        private @Nullable Throwable first;

        /** Asks one tier; what the JVM cannot survive is thrown at once. */
        <T> T of(Supplier<T> tier, T otherwise) {
            try {
                return tier.get();
            } catch (Throwable e) {
                add(e);
                return otherwise;
            }
        }

        @Nullable Entry entry(Supplier<@Nullable Entry> tier) {
            try {
                return tier.get();
            } catch (Throwable e) {
                add(e);
                return null;
            }
        }

        private void add(Throwable e) {
            Survivable.check(e);
            if (first == null) {
                first = e;
            } else if (first != e) {
                first.addSuppressed(e);
            }
        }

        void rethrow() {
            if (first != null) {
                throw Survivable.rethrow(first);
            }
        }
    }
}
