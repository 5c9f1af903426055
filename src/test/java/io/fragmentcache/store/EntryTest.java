package io.fragmentcache.store;

import static io.fragmentcache.contract.SampleEntries.entry;
import static io.fragmentcache.contract.SampleEntries.full;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fragmentcache.key.Tag;
import io.fragmentcache.key.Version;
import io.fragmentcache.problem.Problem;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EntryTest {
    @Test
    void aTextBeyondAsciiWeighsItsCharactersAndTheBytesThatPagesAreMadeOf() {
        int none = entry("a", 1, "").weight();
        assertThat(entry("a", 1, "é".repeat(100)).weight()).isEqualTo(none + 100 + 200 + 16);
        assertThat(entry("a", 1, "€".repeat(100)).weight()).isEqualTo(none + 200 + 300 + 16);
    }

    /** A store of 64 MB that counted 387 bytes for objects of 600 filled a heap of 128 MB. */
    @ParameterizedTest
    @MethodSource("entries")
    void anEntryWeighsWhatItsObjectsTakeInTheHeap(Entry entry) {
        entry.finished().digest();
        entry.finished().toUtf8();
        long taken = new HeapBytes(SHARED).of(entry) + NODES;
        assertThat(entry.weight()).isBetween((int) taken, (int) (taken * 1.35));
    }

    /** Of the map that holds the entry: a node of Caffeine, one of the map inside, and its place in the table. */
    private static final long NODES = 40 + 32 + 8;

    private static final Object[] SHARED = {Tag.EVERYTHING, Snapshots.EVERYTHING, Version.NONE};

    @Test
    void anEntryTakes248BytesInTheStoreBesideItsKeyAndItsCharacters() {
        Entry like = entry("a", 1, "12345678");
        long hour = Duration.ofHours(1).toNanos() / 1_000;
        Times times = new Times(1, 2_000, hour, 2 * hour, 24 * hour, 2_000);
        Entry small = new Entry(like.key(), like.version(), like.finished(), like.snapshots(), times);
        long key = new HeapBytes().of(small.key());
        assertThat(new HeapBytes(SHARED).of(small) + NODES - key - 8).isEqualTo(248);
    }

    @Test
    void anEntryThatReplacesAnotherSharesItsKey() {
        CaffeineStore store = CaffeineStore.ofMegabytes(1);
        Entry old = entry("a", 1);
        store.write(old);
        store.write(entry("a", 2));
        Entry kept = Objects.requireNonNull(store.read(old.key()));
        assertThat(kept).isEqualTo(entry("a", 2));
        assertThat(kept.key()).isSameAs(old.key());
    }

    @ParameterizedTest
    @MethodSource("times")
    void timesComeBackAsTheyWereWhateverTheirDistance(Times times) {
        Entry like = entry("a", 1);
        Entry entry = new Entry(like.key(), like.version(), like.finished(), like.snapshots(), times, Set.of("locale"));
        assertThat(entry.times()).isEqualTo(times);
        assertThat(List.of(
                        entry.born(),
                        entry.written(),
                        entry.freshUntil(),
                        entry.staleUntil(),
                        entry.keepUntil(),
                        entry.cost()))
                .containsExactly(
                        times.born(),
                        times.written(),
                        times.freshUntil(),
                        times.staleUntil(),
                        times.keepUntil(),
                        times.cost());
        assertThat(entry.facts()).containsExactly("locale");
        assertThat(entry)
                .isEqualTo(new Entry(
                        like.key(), like.version(), like.finished(), like.snapshots(), times, Set.of("locale")))
                .isNotEqualTo(like);
    }

    static Stream<Times> times() {
        long most = (1L << 32) - 1;
        long days = (1L << 42) - 1;
        long kept = (1L << 44) - 1;
        long written = 1_000 + most;
        return Stream.of(
                new Times(1_000, 1_000, 1_000, 1_000, 1_000, 0),
                new Times(1_000, written, written + days, written + 2 * days, written + 2 * days + kept, most),
                new Times(1_000, written + 1, written + 2, written + 3, written + 4, 5),
                new Times(1_000, 1_010, 1_020, 1_030, 1_040, most + 1),
                new Times(1_000, 1_010, 1_010 + days + 1, 1_010 + days + 2, 1_010 + days + 3, 5),
                new Times(1_000, 1_010, 1_020, 1_020 + days + 1, 1_020 + days + 2, 5),
                new Times(1_000, 1_010, 1_020, 1_030, 1_030 + kept + 1, 5),
                new Times(1_000, 900, 1_020, 1_030, 1_040, 5),
                new Times(1_000, 1_010, 1_005, 1_030, 1_040, 5),
                new Times(1_000, 1_010, 1_020, 1_030, 1_040, -5),
                new Times(1_000, 1_010, Micros.FOREVER, Micros.FOREVER, Micros.FOREVER, 5),
                new Times(Long.MIN_VALUE, Long.MAX_VALUE, Long.MIN_VALUE, 0, Long.MAX_VALUE, Long.MIN_VALUE));
    }

    static Stream<Entry> entries() {
        Entry like = entry("a", 1, "");
        Map<Tag, Long> tags = new HashMap<>();
        for (int i = 0; i < 30; i++) {
            tags.put(Tag.of("Product", i), 1L + i);
        }
        FinishedText inner = FinishedText.of("<li>Tea</li>", List.of());
        FinishedText.Builder list = new FinishedText.Builder().add("<ul>");
        for (int i = 0; i < 20; i++) {
            list.add(FinishedText.of("<li>Tea number " + i + "</li>", List.of()), 0);
        }
        return Stream.of(
                like,
                entry("a", 1, "<p>some small text</p>"),
                entry(42, 1, "<p>" + "long ".repeat(1_000) + "</p>"),
                entry("k".repeat(8_000), 1),
                entry("a", 1, "caf\u00e9 ".repeat(500)),
                entry("a", 1, "\u20ac".repeat(500)),
                new Entry(like.key(), Version.of(1L, "v2"), "text", Snapshots.of(tags), like.times()),
                new Entry(like.key(), Version.NONE, inner, like.snapshots(), like.times()),
                new Entry(like.key(), Version.NONE, list.build(), like.snapshots(), like.times()),
                new Entry(
                        like.key(),
                        Version.NONE,
                        inner,
                        like.snapshots(),
                        like.times(),
                        Set.of("session.user", "locale", "param.q")),
                new Entry(
                        like.key(),
                        Version.of(7L),
                        inner,
                        Snapshots.of(Map.of(Tag.of("Product", 7), 5L, Tag.of("Product"), 5L, Tag.EVERYTHING, 5L)),
                        new Times(1, 1, Micros.FOREVER, Micros.FOREVER, Micros.FOREVER, 1)),
                full("a", 100));
    }

    @Test
    void holesVersionsAndTagsWeighToo() {
        Entry full = full("a", 100);
        assertThat(full.weight()).isGreaterThan(entry("a", 100, full.text()).weight() + 200);
    }

    @Test
    void nothingOfAnyLengthIsWeightless() {
        String large = "x".repeat(20_000);
        Entry like = entry("a", 1, "");
        assertThat(new Entry(like.key(), Version.of(large), "", like.snapshots(), like.times()).weight())
                .isGreaterThan(20_000);
        assertThat(new Entry(like.key(), Version.NONE, "", Snapshots.of(Map.of(Tag.of(large), 1L)), like.times())
                        .weight())
                .isGreaterThan(20_000);
        for (Hole hole : List.of(
                new Hole(0, large, "h", Map.of()),
                new Hole(0, "t", large, Map.of()),
                new Hole(0, "t", "h", Map.of(large, 1)),
                new Hole(0, "t", "h", Map.of("id", large)),
                new Hole(0, "t", "h", Map.of("id", URI.create("/" + large))))) {
            assertThat(new Entry(like.key(), Version.NONE, "", List.of(hole), like.snapshots(), like.times()).weight())
                    .isGreaterThan(20_000);
        }
        assertThat(entry(large, 1).weight()).isGreaterThan(20_000);
    }

    @Test
    void holesAreCopiedOnTheWayIn() {
        List<Hole> holes = new ArrayList<>(full("a", 100).holes());
        Entry entry = new Entry(
                full("a", 100).key(),
                full("a", 100).version(),
                full("a", 100).text(),
                holes,
                full("a", 100).snapshots(),
                full("a", 100).times());
        holes.clear();
        assertThat(entry.holes()).hasSize(2);
    }

    @Test
    void onlyALaterBirthIsNewer() {
        assertThat(entry("a", 2).isNewerThan(entry("a", 1))).isTrue();
        assertThat(entry("a", 1).isNewerThan(entry("a", 1))).isFalse();
        assertThat(entry("a", 1).isNewerThan(entry("a", 2))).isFalse();
    }

    @Test
    void timesOutOfOrderAreAnError() {
        assertThatThrownBy(() -> new Times(1, 2, 30, 20, 40, 0))
                .isInstanceOf(Problem.class)
                .hasMessage(
                        "Times are out of order: fresh until 30, stale until 20, kept until 40. Each must be as late"
                                + " as the one before, or later.");
        assertThatThrownBy(() -> new Times(1, 2, 30, 40, 39, 0)).isInstanceOf(Problem.class);
    }

    @Test
    void microsecondsAreCountedBothWays() {
        Instant instant = Instant.parse("1969-12-31T23:59:59.999999Z");
        assertThat(Micros.of(instant)).isEqualTo(-1);
        assertThat(Micros.toInstant(-1)).isEqualTo(instant);
        assertThat(Micros.of(Duration.ofNanos(1_500))).isEqualTo(1);
        assertThat(Micros.toDuration(1_500_001)).isEqualTo(Duration.ofNanos(1_500_001_000));
        assertThat(Micros.of(Duration.ofSeconds(Long.MAX_VALUE))).isEqualTo(Micros.FOREVER);
    }
}
