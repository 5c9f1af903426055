package io.fragmentcache.store;

import io.fragmentcache.contract.SampleEntries;
import io.fragmentcache.key.Tag;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * What threads see of a store and of its stamps could have come from one thread that does the same one after the other.
 * Checked by Lincheck against models that are written apart; bounded in the build, longer by
 * {@code -Dfragmentcache.lincheck=200}.
 */
class StoreLinearizabilityTest {
    private static final int ITERATIONS = Integer.getInteger("fragmentcache.lincheck", 1);

    /** A store in memory: an entry is replaced by a younger one only, whatever the order of the writes. */
    @Param(name = "key", gen = IntGen.class, conf = "1:2")
    @Param(name = "born", gen = IntGen.class, conf = "1:4")
    public static class Memory {
        private final Store store = CaffeineStore.ofMegabytes(1);

        @Operation
        public String write(@Param(name = "key") int key, @Param(name = "born") int born) {
            return store.write(SampleEntries.entry(key, born, "text")).name();
        }

        @Operation
        public long read(@Param(name = "key") int key) {
            Entry entry = store.read(SampleEntries.key(key));
            return entry == null ? 0 : entry.times().born();
        }

        @Operation
        public boolean readsNewer(@Param(name = "key") int key, @Param(name = "born") int born) {
            return store.readNewer(SampleEntries.entry(key, born, "text")) != null;
        }

        @Operation
        public void remove(@Param(name = "key") int key) {
            store.remove(SampleEntries.key(key));
        }
    }

    /** What a store is. */
    public static class MemoryModel {
        private final Map<Integer, Integer> born = new HashMap<>();

        public String write(int key, int birth) {
            if (born.getOrDefault(key, 0) >= birth) {
                return "NEWER_PRESENT";
            }
            born.put(key, birth);
            return "STORED";
        }

        public long read(int key) {
            return born.getOrDefault(key, 0);
        }

        public boolean readsNewer(int key, int birth) {
            return born.getOrDefault(key, 0) > birth;
        }

        public void remove(int key) {
            born.remove(key);
        }
    }

    /** Stamps of one process, whose clock stands still: each touch has the next number. */
    @Param(name = "tag", gen = IntGen.class, conf = "1:3")
    public static class Touches {
        private final MemoryStamps stamps = new MemoryStamps(() -> Instant.EPOCH);

        @Operation
        public long touch(@Param(name = "tag") int tag) {
            return stamps.touch(List.of(Tag.of("t" + tag)));
        }

        @Operation
        public long of(@Param(name = "tag") int tag) {
            return stamps.of(Tag.of("t" + tag));
        }

        @Operation
        public boolean outdates(@Param(name = "tag") int tag) {
            return Snapshots.of(Map.of(Tag.of("t" + tag), 0L)).touched(stamps).isPresent();
        }
    }

    /** What stamps are. */
    public static class TouchesModel {
        private final Map<Integer, Long> stamps = new HashMap<>();
        private long last;

        public long touch(int tag) {
            stamps.put(tag, ++last);
            return last;
        }

        public long of(int tag) {
            return stamps.getOrDefault(tag, 0L);
        }

        public boolean outdates(int tag) {
            return stamps.containsKey(tag);
        }
    }

    /** Instruments Caffeine, and takes minutes on a busy machine: it runs where the property asks for it. */
    @Test
    @EnabledIfSystemProperty(named = "fragmentcache.lincheck", matches = "\\d+")
    void aStoreInMemoryIsLinearizable() {
        new StressOptions()
                .iterations(ITERATIONS)
                .invocationsPerIteration(100)
                .threads(2)
                .actorsPerThread(3)
                .actorsBefore(1)
                .actorsAfter(1)
                .sequentialSpecification(MemoryModel.class)
                .check(Memory.class);
    }

    @Test
    void stampsOfOneProcessAreLinearizable() {
        new StressOptions()
                .iterations(ITERATIONS)
                .invocationsPerIteration(100)
                .threads(2)
                .actorsPerThread(3)
                .actorsBefore(1)
                .actorsAfter(1)
                .sequentialSpecification(TouchesModel.class)
                .check(Touches.class);
    }

    /** Takes minutes on a busy machine: it runs where the property asks for it. */
    @Test
    @EnabledIfSystemProperty(named = "fragmentcache.lincheck", matches = "\\d+")
    void stampsAreLinearizableInEachInterleavingThatTheModelCheckerTries() {
        new ModelCheckingOptions()
                .iterations(ITERATIONS)
                .invocationsPerIteration(50)
                .threads(2)
                .actorsPerThread(3)
                .sequentialSpecification(TouchesModel.class)
                .check(Touches.class);
    }
}
