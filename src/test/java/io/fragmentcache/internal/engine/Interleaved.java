package io.fragmentcache.internal.engine;

import io.fragmentcache.key.Key;
import io.fragmentcache.store.CaffeineStore;
import io.fragmentcache.store.Entry;
import io.fragmentcache.store.Lease;
import io.fragmentcache.store.Stamps;
import io.fragmentcache.store.Store;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Runs jobs one step at a time, in an order that a seed gives: a job stops before and after each call of the store, and
 * wherever it says. One seed is one schedule, the same each time.
 */
final class Interleaved {
    private final List<Strand> strands = new ArrayList<>();
    private final List<Integer> order = new ArrayList<>();

    /** Lets others go on, where one of the jobs calls it. */
    void point() {
        for (Strand strand : strands) {
            if (strand.isCurrent()) {
                strand.pause();
                return;
            }
        }
    }

    void run(long seed, List<Runnable> jobs) {
        Random random = new Random(seed);
        for (int i = 0; i < jobs.size(); i++) {
            strands.add(new Strand("job-" + i, jobs.get(i)));
        }
        List<Strand> left = new ArrayList<>(strands);
        while (!left.isEmpty()) {
            Strand next = left.get(random.nextInt(left.size()));
            order.add(strands.indexOf(next));
            next.step();
            if (next.hasEnded()) {
                left.remove(next);
                Throwable thrown = next.thrown();
                if (thrown != null) {
                    throw new AssertionError("seed " + seed + ", steps of jobs " + order, thrown);
                }
            }
        }
        strands.clear();
    }

    /** A store of one process, which grants leases as one that is shared does. */
    Store store() {
        return new Stopping();
    }

    private final class Stopping implements Store {
        private final Store memory = CaffeineStore.ofMegabytes(1);
        private final Map<Key, Lease> leases = new ConcurrentHashMap<>();

        @Override
        public @Nullable Entry read(Key key) {
            point();
            Entry found = memory.read(key);
            point();
            return found;
        }

        @Override
        public Map<Key, Entry> readAll(Collection<Key> keys) {
            point();
            Map<Key, Entry> found = memory.readAll(keys);
            point();
            return found;
        }

        @Override
        public Written write(Entry entry) {
            point();
            Written written = memory.write(entry);
            point();
            return written;
        }

        @Override
        public void remove(Key key) {
            point();
            memory.remove(key);
        }

        @Override
        public Optional<Lease> lease(Key key, Duration duration) {
            point();
            Lease mine = new Lease() {
                @Override
                public void close() {
                    point();
                    leases.remove(key, this);
                }
            };
            boolean granted = leases.putIfAbsent(key, mine) == null;
            point();
            return granted ? Optional.of(mine) : Optional.empty();
        }

        @Override
        public Stamps stamps(InstantSource clock) {
            return memory.stamps(clock);
        }

        /** Leases that are held: only these are counted. */
        @Override
        public long size() {
            return leases.size();
        }

        @Override
        public void close() {
            memory.close();
        }
    }
}
