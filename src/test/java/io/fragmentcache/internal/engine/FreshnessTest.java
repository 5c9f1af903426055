package io.fragmentcache.internal.engine;

import static io.fragmentcache.freshness.Freshness.Verdict.FRESH;
import static io.fragmentcache.freshness.Freshness.Verdict.STALE;
import static io.fragmentcache.freshness.Freshness.Verdict.UNUSABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.fragmentcache.freshness.Freshness;
import io.fragmentcache.freshness.Lifetime;
import io.fragmentcache.freshness.Randomness;
import io.fragmentcache.key.Key;
import io.fragmentcache.key.KeyBuilder;
import io.fragmentcache.key.KeyPrefix;
import io.fragmentcache.key.Locator;
import io.fragmentcache.key.Tag;
import io.fragmentcache.key.Version;
import io.fragmentcache.key.Versions;
import io.fragmentcache.store.Entry;
import io.fragmentcache.store.MemoryStamps;
import io.fragmentcache.store.Snapshots;
import io.fragmentcache.store.Stamps;
import io.fragmentcache.store.Times;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The verdict as a table. Times are seconds after the entry was written, which is at 1000. */
class FreshnessTest {
    private static final long SECOND = 1_000_000;
    private static final long WRITTEN = 1000 * SECOND;
    private static final Key KEY =
            new KeyBuilder(Versions.none(), KeyPrefix.of("", "test")).add("k").key();
    private static final Tag TEA = Tag.of("Item", "tea");
    private static final Tag OAT = Tag.of("Item", "oat");
    private static final Version SEVEN = Version.of(7L);
    private static final Lifetime PLAIN = Lifetime.of("60s").stale("30s").jitter(0);
    private static final Lifetime LENIENT = PLAIN.staleAfterTouch("10s");

    /** Fresh for 60 seconds, stale for 30, kept for 1000; born with its snapshots one second before it was written. */
    private static Entry entry(Version version) {
        return entry(version, new Times(at(-1), at(0), at(60), at(90), at(1000), 5));
    }

    private static Entry entry(Version version, Times times) {
        return new Entry(KEY, version, "text", Snapshots.of(Map.of(TEA, times.born(), OAT, times.born())), times);
    }

    private static long at(long second) {
        return WRITTEN + second * SECOND;
    }

    static Stream<Arguments> ages() {
        return Stream.of(
                arguments(at(0), FRESH, "fresh"),
                arguments(at(60) - 1, FRESH, "fresh"),
                arguments(at(60), STALE, "age"),
                arguments(at(90) - 1, STALE, "age"),
                arguments(at(90), UNUSABLE, "age"),
                arguments(at(5000), UNUSABLE, "age"),
                // The clock of another node is a little ahead: the entry is not older than new.
                arguments(at(-5), FRESH, "fresh"),
                // The clock was set back: nobody knows how old it is.
                arguments(at(-6), STALE, "written in the future"),
                arguments(at(-500), STALE, "written in the future"));
    }

    @ParameterizedTest
    @MethodSource("ages")
    void ageAloneDecidesWhereNothingChanged(long now, Freshness.Verdict verdict, String reason) {
        assertThat(Freshness.of(entry(SEVEN), SEVEN, PLAIN, stamps(), now, now))
                .isEqualTo(new Freshness(verdict, reason));
    }

    static Stream<Arguments> touches() {
        return Stream.of(
                // touched at, asked at, lifetime, verdict, reason
                arguments(at(-2), at(1), PLAIN, FRESH, "fresh"),
                arguments(at(-1), at(1), PLAIN, FRESH, "fresh"),
                arguments(at(-1) + 1, at(1), PLAIN, UNUSABLE, "touched Item:tea"),
                arguments(at(5), at(5), PLAIN, UNUSABLE, "touched Item:tea"),
                arguments(at(5), at(70), PLAIN, UNUSABLE, "touched Item:tea"),
                // A stamp ahead of the clock is not a window in which the old one may be shown.
                arguments(at(5) + 3, at(5), PLAIN, UNUSABLE, "touched Item:tea"),
                arguments(at(500), at(5), PLAIN, UNUSABLE, "touched Item:tea"),
                arguments(at(5), at(5), LENIENT, STALE, "touched Item:tea"),
                arguments(at(5) + 3, at(5), LENIENT, STALE, "touched Item:tea"),
                arguments(at(5), at(15) - 1, LENIENT, STALE, "touched Item:tea"),
                arguments(at(5), at(15), LENIENT, UNUSABLE, "touched Item:tea"),
                // The window does not outlast the entry's own time.
                arguments(at(85), at(89), LENIENT, STALE, "touched Item:tea"),
                arguments(at(85), at(90), LENIENT, UNUSABLE, "touched Item:tea"));
    }

    @ParameterizedTest
    @MethodSource("touches")
    void aTouchAfterTheSnapshotOutdates(
            long touched, long now, Lifetime lifetime, Freshness.Verdict verdict, String reason) {
        Stamps stamps = stamps(TEA, touched);

        assertThat(Freshness.of(entry(SEVEN), SEVEN, lifetime, stamps, now, now))
                .isEqualTo(new Freshness(verdict, reason));
    }

    static Stream<Arguments> versions() {
        return Stream.of(
                // entry, asked, first met at, asked at, lifetime, verdict, reason
                arguments(SEVEN, SEVEN, at(5), at(5), PLAIN, FRESH, "fresh"),
                arguments(SEVEN, Version.of(8L), at(5), at(5), PLAIN, UNUSABLE, "version 7→8"),
                arguments(SEVEN, Version.of(6L), at(5), at(5), PLAIN, FRESH, "fresh"),
                arguments(SEVEN, Version.of(6L), at(61), at(61), PLAIN, STALE, "age"),
                arguments(SEVEN, Version.of(8L), at(5), at(5), LENIENT, STALE, "version 7→8"),
                arguments(SEVEN, Version.of(8L), at(5), at(15) - 1, LENIENT, STALE, "version 7→8"),
                arguments(SEVEN, Version.of(8L), at(5), at(15), LENIENT, UNUSABLE, "version 7→8"),
                arguments(Version.of("a"), Version.of("b"), at(5), at(5), PLAIN, UNUSABLE, "version a→b"),
                arguments(Version.of("b"), Version.of("a"), at(5), at(5), PLAIN, UNUSABLE, "version b→a"),
                arguments(Version.of(7L, 2L), Version.of(7L, 1L), at(5), at(5), PLAIN, FRESH, "fresh"),
                arguments(Version.of(8L, 1L), Version.of(7L, 2L), at(5), at(5), PLAIN, UNUSABLE, "version 8,1→7,2"),
                arguments(SEVEN, Version.NONE, at(5), at(5), PLAIN, UNUSABLE, "version 7→-"),
                arguments(Version.NONE, SEVEN, at(5), at(5), PLAIN, UNUSABLE, "version -→7"));
    }

    @ParameterizedTest
    @MethodSource("versions")
    void anOlderVersionOutdatesAndANewerOneIsShown(
            Version stored,
            Version asked,
            long since,
            long now,
            Lifetime lifetime,
            Freshness.Verdict verdict,
            String reason) {
        assertThat(Freshness.of(entry(stored), asked, lifetime, stamps(), now, since))
                .isEqualTo(new Freshness(verdict, reason));
    }

    @Test
    void whatIsAbsentIsExpired() {
        assertThat(Freshness.of(null, SEVEN, PLAIN, stamps(), at(0), at(0)))
                .isEqualTo(new Freshness(UNUSABLE, "absent"));
    }

    @Test
    void anExpiredTagIsStrongerThanTheWindowAfterATouch() {
        MemoryStamps stamps = stamps();
        stamps.touch(List.of(TEA, TEA.expiry()));

        assertThat(Freshness.of(entry(SEVEN), SEVEN, LENIENT, stamps, at(1), at(1)))
                .isEqualTo(new Freshness(UNUSABLE, "expired Item:tea"));
    }

    @Test
    void theTouchThatCameFirstIsTheReason() {
        MemoryStamps stamps = stamps();
        stamps.touch(List.of(OAT));
        stamps.touch(List.of(TEA));

        assertThat(Freshness.of(entry(SEVEN), SEVEN, PLAIN, stamps, at(1), at(1))
                        .reason())
                .isEqualTo("touched Item:oat");
    }

    @Test
    void aTouchIsToldBeforeAVersion() {
        assertThat(Freshness.of(entry(SEVEN), Version.of(8L), PLAIN, stamps(TEA, at(2)), at(3), at(3))
                        .reason())
                .isEqualTo("touched Item:tea");
    }

    @Test
    void foreverNeverEndsByAge() {
        Entry forever = drawn(Lifetime.of("forever"), 0.999);
        long inAThousandYears = at(1000L * 365 * 86_400);

        assertThat(Freshness.of(forever, Version.NONE, Lifetime.of("forever"), stamps(), inAThousandYears, 0)
                        .verdict())
                .isEqualTo(FRESH);
        assertThat(Freshness.of(
                                forever,
                                Version.NONE,
                                Lifetime.of("forever"),
                                stamps(Tag.EVERYTHING, at(9)),
                                inAThousandYears,
                                0)
                        .verdict())
                .isEqualTo(UNUSABLE);
    }

    @Test
    void jitterIsDrawnOnceKeptInTheEntryAndNeverLengthens() {
        Lifetime lifetime = Lifetime.of("100s").stale("50s").jitter(0.2);
        List<Long> ends = new ArrayList<>();
        Random random = new Random(7);
        for (int i = 0; i < 1000; i++) {
            ends.add(drawn(lifetime, random.nextDouble()).times().freshUntil());
        }

        assertThat(ends).allMatch(end -> end > at(80) && end <= at(100)).doesNotHaveDuplicates();
        assertThat(drawn(lifetime, 0).times()).isEqualTo(new Times(at(-1), at(0), at(100), at(150), at(86_400), 5));
        assertThat(drawn(lifetime, 0.5).times()).isEqualTo(new Times(at(-1), at(0), at(90), at(140), at(86_400), 5));
    }

    /** As an open fragment writes it, with this draw for its jitter. */
    private static Entry drawn(Lifetime lifetime, double draw) {
        Fragment fragment = new Fragment(new Locator("t", "f"), KEY, Version.NONE, lifetime, Set.of(), Set::of);
        Doll doll = new Doll(null, fragment, new ReadPoint(at(-1), at(-1), at(-1), Stamps.NEVER), false);
        return doll.close(new Body.Text("text"), at(0), 5, new Fixed(draw).chance());
    }

    private record Fixed(double draw) {
        Randomness chance() {
            return new Randomness.Shared(new Random() {
                private static final long serialVersionUID = 1;

                @Override
                public double nextDouble() {
                    return draw;
                }
            });
        }
    }

    private static MemoryStamps stamps() {
        return new MemoryStamps(() -> Instant.ofEpochSecond(1001));
    }

    private static Stamps stamps(Tag tag, long touched) {
        return new OneTouch(tag, touched);
    }

    /** One tag was touched, at a stamp that the test chooses. */
    private record OneTouch(Tag touched, long stamp) implements Stamps {
        @Override
        public long of(Tag tag) {
            return tag.equals(touched) ? stamp : NEVER;
        }

        @Override
        public long latest() {
            return stamp;
        }

        @Override
        public long next() {
            throw new UnsupportedOperationException();
        }

        @Override
        public long touch(Collection<Tag> tags) {
            throw new UnsupportedOperationException();
        }
    }
}
