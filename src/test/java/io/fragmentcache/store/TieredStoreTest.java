package io.fragmentcache.store;

import static io.fragmentcache.contract.SampleEntries.BORN;
import static io.fragmentcache.contract.SampleEntries.entry;
import static io.fragmentcache.contract.SampleEntries.full;
import static io.fragmentcache.contract.SampleEntries.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fragmentcache.contract.StoreContract;
import io.fragmentcache.internal.Survivable;
import io.fragmentcache.key.Key;
import io.fragmentcache.key.Tag;
import io.fragmentcache.stage.HandClock;
import io.fragmentcache.store.Store.Written;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class TieredStoreTest extends StoreContract {
    private static final Tag TEA = Tag.of("Product", 1);

    private final CaffeineStore near = CaffeineStore.ofMegabytes(10);
    private final CaffeineStore far = CaffeineStore.ofMegabytes(10);

    @Override
    protected Store open() {
        return near.inFrontOf(far);
    }

    @Override
    protected Written writeElsewhere(Entry entry) {
        return far.write(entry);
    }

    @Test
    void eachTierSaysHowItDoes() {
        far.write(entry("a", BORN));

        assertThat(store.describe()).containsExactly("CaffeineStore, 0 entries", "CaffeineStore, 1 entries");
    }

    @Test
    void whatIsWrittenIsInBothTiers() {
        store.write(entry("a", BORN));
        store.writeAll(List.of(entry("b", BORN)));
        for (Store tier : List.of(near, far)) {
            assertThat(tier.readAll(List.of(key("a"), key("b")))).hasSize(2);
        }
        store.remove(key("a"));
        assertThat(near.read(key("a"))).isNull();
        assertThat(far.read(key("a"))).isNull();
    }

    @Test
    void whatIsFoundFarAwayComesNearWithItsTimesAndItsBirth() {
        Entry entry = full("a", BORN);
        far.write(entry);
        assertThat(store.read(key("a"))).isEqualTo(entry);
        assertThat(near.read(key("a"))).isEqualTo(entry);
        far.write(full("b", BORN));
        assertThat(store.readAll(List.of(key("a"), key("b")))).hasSize(2);
        assertThat(near.read(key("b"))).isEqualTo(full("b", BORN));
    }

    @Test
    void theNearTierIsAskedFirst() {
        far.write(entry("a", BORN + 1));
        near.write(entry("a", BORN));
        assertThat(store.read(key("a"))).isEqualTo(entry("a", BORN));
        assertThat(store.readAll(List.of(key("a")))).containsValue(entry("a", BORN));
    }

    @Test
    void aNewerEntryOfAnotherNodeIsFoundBeforeARender() {
        Entry old = entry("a", BORN);
        near.write(old);
        assertThat(store.readNewer(old)).isNull();
        far.write(entry("a", BORN + 1));
        assertThat(store.readNewer(old)).isEqualTo(entry("a", BORN + 1));
        assertThat(store.read(key("a"))).isEqualTo(entry("a", BORN + 1));
        assertThat(store.readNewer(entry("a", BORN + 1))).isNull();
    }

    @Test
    void anEntryThatComesNearLateReplacesNoNewerOne() {
        near.write(entry("a", BORN + 1));
        far.write(entry("a", BORN));
        assertThat(store.readAll(List.of(key("a"), key("b")))).containsValue(entry("a", BORN + 1));
        assertThat(near.write(entry("a", BORN))).isEqualTo(Written.NEWER_PRESENT);
    }

    /** R3: read far away, touched, then filled: the copy is judged by its snapshot, not by when it came. */
    @Test
    void anEntryThatComesNearAfterATouchIsOutdatedOnArrival() {
        Stamps stamps = store.stamps(new HandClock());
        Entry like = entry("a", BORN);
        Entry before =
                new Entry(like.key(), like.version(), "old", Snapshots.of(Map.of(TEA, stamps.next())), like.times());
        far.write(before);
        stamps.touch(List.of(TEA));
        Entry late = store.read(key("a"));
        assertThat(late).isNotNull();
        assertThat(late.snapshots().touched(stamps)).isPresent();
    }

    /** At each moment of a reader that finds the entry far away. */
    @ParameterizedTest
    @EnumSource(Door.class)
    void aReaderUnderWayDoesNotBringBackWhatIsRemoved(Door door) {
        for (Pause pause : Pause.values()) {
            Entry entry = entry("a", BORN);
            far.write(entry);
            Runnable removal = () -> store.remove(entry.key());
            store = pause.near(near, removal).inFrontOf(pause.far(far, removal));

            door.read(store, entry);

            assertThat(store.read(entry.key())).as("%s", pause).isNull();
            assertThat(near.read(entry.key())).as("%s", pause).isNull();
        }
    }

    /** The reader sees the removal of another key: the near copy goes, and the entry is still found far away. */
    @Test
    void aRemovalOfAnotherKeyLosesNoEntry() {
        Entry entry = entry("a", BORN);
        far.write(entry);
        store = Pause.AFTER_THE_NEAR_WRITE
                .near(near, () -> store.remove(key("b")))
                .inFrontOf(far);

        assertThat(store.read(entry.key())).isEqualTo(entry);
        assertThat(store.read(entry.key())).isEqualTo(entry);
    }

    /** How a reader asks. */
    private enum Door {
        READ {
            @Override
            void read(Store store, Entry entry) {
                store.read(entry.key());
            }
        },
        READ_ALL {
            @Override
            void read(Store store, Entry entry) {
                store.readAll(List.of(entry.key(), key("b")));
            }
        },
        READ_NEWER {
            @Override
            void read(Store store, Entry entry) {
                store.readNewer(entry("a", BORN - 1));
            }
        };

        abstract void read(Store store, Entry entry);
    }

    /** When another thread does its work, once. */
    private enum Pause {
        BEFORE_THE_FAR_READ,
        AFTER_THE_FAR_READ,
        BEFORE_THE_NEAR_WRITE,
        AFTER_THE_NEAR_WRITE;

        Store far(Store store, Runnable work) {
            return new Interposed(
                    store,
                    once(this == BEFORE_THE_FAR_READ, work),
                    once(this == AFTER_THE_FAR_READ, work),
                    () -> {},
                    () -> {});
        }

        Store near(Store store, Runnable work) {
            return new Interposed(
                    store,
                    () -> {},
                    () -> {},
                    once(this == BEFORE_THE_NEAR_WRITE, work),
                    once(this == AFTER_THE_NEAR_WRITE, work));
        }

        private static Runnable once(boolean now, Runnable work) {
            AtomicBoolean left = new AtomicBoolean(now);
            return () -> {
                if (left.getAndSet(false)) {
                    work.run();
                }
            };
        }
    }

    /** Lets others work in between. */
    private record Interposed(
            Store store, Runnable beforeRead, Runnable afterRead, Runnable beforeWrite, Runnable afterWrite)
            implements Store {
        @Override
        public @Nullable Entry read(Key key) {
            beforeRead.run();
            Entry found = store.read(key);
            afterRead.run();
            return found;
        }

        @Override
        public Written write(Entry entry) {
            beforeWrite.run();
            Written written = store.write(entry);
            afterWrite.run();
            return written;
        }

        @Override
        public void remove(Key key) {
            store.remove(key);
        }

        @Override
        public Stamps stamps(InstantSource clock) {
            return store.stamps(clock);
        }

        @Override
        public long size() {
            return store.size();
        }

        @Override
        public void close() {
            store.close();
        }
    }

    static Stream<Throwable> whatAStoreMayThrow() {
        return Stream.of(
                new IllegalStateException("down"),
                new NoClassDefFoundError("driver"),
                new AssertionError("of a driver"),
                new StackOverflowError(),
                new IOException("undeclared"));
    }

    @ParameterizedTest
    @MethodSource("whatAStoreMayThrow")
    void aFarStoreThatFailsTakesNothingFromTheNearOne(Throwable failure) {
        Store tiers = near.inFrontOf(new Broken(failure));
        assertThatThrownBy(() -> tiers.write(entry("a", BORN))).isSameAs(failure);
        assertThat(tiers.read(key("a"))).isEqualTo(entry("a", BORN));
        assertThatThrownBy(() -> tiers.remove(key("a"))).isSameAs(failure);
        assertThat(near.read(key("a"))).isNull();
        assertThatThrownBy(() -> tiers.writeAll(List.of(entry("b", BORN)))).isSameAs(failure);
        assertThat(tiers.readAll(List.of(key("b"), key("c")))).containsOnlyKeys(key("b"));
        assertThatThrownBy(() -> tiers.readAll(List.of(key("c")))).isSameAs(failure);
        assertThatThrownBy(() -> tiers.read(key("c"))).isSameAs(failure);
        assertThatThrownBy(tiers::close).isSameAs(failure);
        assertThat(near.write(entry("d", BORN))).isEqualTo(Written.REJECTED);
    }

    @ParameterizedTest
    @MethodSource("whatAStoreMayThrow")
    void aNearStoreThatFailsTakesNothingFromTheFarOne(Throwable failure) {
        Store tiers = new Broken(failure).inFrontOf(far);
        assertThatThrownBy(() -> tiers.write(entry("a", BORN))).isSameAs(failure);
        assertThat(tiers.read(key("a"))).isEqualTo(entry("a", BORN));
        assertThat(tiers.readNewer(entry("a", BORN - 1))).isEqualTo(entry("a", BORN));
        assertThat(tiers.readAll(List.of(key("a"), key("b")))).containsOnlyKeys(key("a"));
        assertThatThrownBy(() -> tiers.read(key("b"))).isSameAs(failure);
        assertThatThrownBy(() -> tiers.remove(key("a"))).isSameAs(failure);
        assertThat(far.read(key("a"))).isNull();
        assertThatThrownBy(tiers::close).isSameAs(failure);
        assertThat(far.write(entry("d", BORN))).isEqualTo(Written.REJECTED);
    }

    @Test
    void ofTwoFailuresTheFirstIsToldAndHoldsTheOther() {
        Throwable one = new IllegalStateException("near");
        Throwable two = new NoClassDefFoundError("far");
        Store tiers = new Broken(one).inFrontOf(new Broken(two));
        assertThatThrownBy(() -> tiers.write(entry("a", BORN))).isSameAs(one).hasSuppressedException(two);
    }

    @Test
    void whatTheMachineCannotSurviveIsThrownWhateverIsNear() {
        OutOfMemoryError fatal = new OutOfMemoryError("of the driver");
        near.write(entry("a", BORN));
        Store tiers = near.inFrontOf(new Broken(fatal));
        assertThatThrownBy(() -> tiers.readAll(List.of(key("a"), key("b")))).isSameAs(fatal);
    }

    /** Fails at whatever it is asked. */
    private record Broken(Throwable failure) implements Store {
        @Override
        public Entry read(Key key) {
            throw Survivable.rethrow(failure);
        }

        @Override
        public Map<Key, Entry> readAll(Collection<Key> keys) {
            throw Survivable.rethrow(failure);
        }

        @Override
        public Written write(Entry entry) {
            throw Survivable.rethrow(failure);
        }

        @Override
        public void remove(Key key) {
            throw Survivable.rethrow(failure);
        }

        @Override
        public Stamps stamps(InstantSource clock) {
            return new MemoryStamps(clock);
        }

        @Override
        public long size() {
            return -1;
        }

        @Override
        public void close() {
            throw Survivable.rethrow(failure);
        }
    }
}
