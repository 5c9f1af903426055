package io.fragmentcache.store;

import io.fragmentcache.contract.SampleEntries;
import io.fragmentcache.key.Tag;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
    private static final int INVOCATIONS = Integer.getInteger("fragmentcache.lincheck.invocations", 100);

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
        public String writesInBulk(@Param(name = "key") int key, @Param(name = "born") int born) {
            return store.writeAll(List.of(SampleEntries.entry(key, born, "text")))
                    .get(0)
                    .name();
        }

        @Operation
        public long readsInBulk(@Param(name = "key") int key) {
            Entry entry = store.readAll(List.of(SampleEntries.key(key))).get(SampleEntries.key(key));
            return entry == null ? 0 : entry.times().born();
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

        public String writesInBulk(int key, int birth) {
            return write(key, birth);
        }

        public long readsInBulk(int key) {
            return read(key);
        }

        public void remove(int key) {
            born.remove(key);
        }
    }

    /**
     * A store with its stamps, as a node uses them: a rendering takes its number before it reads its data, and stores
     * under it; what is touched since is outdated, whoever stores it when.
     */
    @Param(name = "key", gen = IntGen.class, conf = "1:2")
    public static class Judged {
        private final Store store = CaffeineStore.ofMegabytes(1);
        private final Stamps stamps = store.stamps(() -> Instant.EPOCH);

        @Operation
        public void render(@Param(name = "key") int key) {
            long seen = stamps.seen();
            Entry like = SampleEntries.entry(key, seen, "text");
            store.write(new Entry(
                    like.key(),
                    like.version(),
                    like.text(),
                    Snapshots.of(Map.of(Tag.of("t" + key), seen)),
                    like.times()));
        }

        @Operation
        public void touch(@Param(name = "key") int key) {
            stamps.touch(List.of(Tag.of("t" + key), Tag.of("all")));
        }

        @Operation
        public boolean isFresh(@Param(name = "key") int key) {
            Entry entry = store.read(SampleEntries.key(key));
            return entry != null && entry.snapshots().touched(stamps).isEmpty();
        }

        @Operation
        public void remove(@Param(name = "key") int key) {
            store.remove(SampleEntries.key(key));
        }
    }

    /** What is fresh: what was rendered since its last touch. */
    public static class JudgedModel {
        private final Set<Integer> fresh = new HashSet<>();

        public void render(int key) {
            fresh.add(key);
        }

        public void touch(int key) {
            fresh.remove(key);
        }

        public boolean isFresh(int key) {
            return fresh.contains(key);
        }

        public void remove(int key) {
            fresh.remove(key);
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
                .invocationsPerIteration(INVOCATIONS)
                .threads(2)
                .actorsPerThread(3)
                .actorsBefore(1)
                .actorsAfter(1)
                .sequentialSpecification(MemoryModel.class)
                .check(Memory.class);
    }

    @Test
    void whatIsFreshWasRenderedSinceItsLastTouchWhateverTheInterleaving() {
        new StressOptions()
                .iterations(ITERATIONS)
                .invocationsPerIteration(INVOCATIONS)
                .threads(3)
                .actorsPerThread(2)
                .actorsBefore(1)
                .actorsAfter(2)
                .sequentialSpecification(JudgedModel.class)
                .check(Judged.class);
    }

    @Test
    void stampsOfOneProcessAreLinearizable() {
        new StressOptions()
                .iterations(ITERATIONS)
                .invocationsPerIteration(INVOCATIONS)
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
