package io.fragmentcache.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fragmentcache.contract.Together;
import io.fragmentcache.key.Tag;
import io.fragmentcache.problem.Problem;
import io.fragmentcache.stage.HandClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

class MemoryStampsTest {
    private static final Tag TEA = Tag.of("Product", 1);
    private static final Tag OAT = Tag.of("Product", 2);

    private final HandClock clock = new HandClock();
    private final MemoryStamps stamps = new MemoryStamps(clock);

    @Test
    void aTagThatWasNeverTouchedHasNoStamp() {
        assertThat(stamps.of(TEA)).isEqualTo(Stamps.NEVER);
        assertThat(stamps.latest()).isEqualTo(Stamps.NEVER);
        stamps.touch(List.of(OAT));
        assertThat(stamps.of(TEA)).isEqualTo(Stamps.NEVER);
    }

    @Test
    void tagsTouchedTogetherHaveOneStamp() {
        long stamp = stamps.touch(List.of(TEA, OAT));
        assertThat(stamps.of(TEA)).isEqualTo(stamp).isEqualTo(stamps.of(OAT)).isEqualTo(stamps.latest());
        assertThat(stamp).isEqualTo(Micros.of(clock.instant()));
    }

    @Test
    void stampsRiseWhenTheClockStandsStillOrGoesBack() {
        long first = stamps.touch(List.of(TEA));
        long second = stamps.next();
        clock.move(Duration.ofHours(-1));
        long third = stamps.touch(List.of(OAT));
        clock.move(Duration.ofHours(2));
        long fourth = stamps.next();
        assertThat(List.of(first, second, third, fourth)).isSorted().doesNotHaveDuplicates();
        assertThat(fourth).isEqualTo(Micros.of(clock.instant()));
    }

    @Test
    void aTouchOfNoTagChangesNothingThatIsShown() {
        Snapshots snapshots = Snapshots.of(Map.of(TEA, stamps.next()));
        stamps.touch(List.of());
        assertThat(snapshots.touched(stamps)).isEmpty();
    }

    @Test
    void aStampThatWasLetGoNeverMakesAnOldEntryFresh() {
        MemoryStamps few = new MemoryStamps(clock, 10);
        List<Snapshots> before = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            Tag tag = Tag.of("Product", i);
            before.add(Snapshots.of(Map.of(tag, few.next())));
        }
        for (int i = 0; i < 100; i++) {
            few.touch(List.of(Tag.of("Product", i)));
            for (int j = 0; j <= i; j++) {
                assertThat(before.get(j).touched(few)).isPresent();
            }
        }
        assertThat(Snapshots.of(Map.of(TEA, few.next())).touched(few)).isEmpty();
    }

    @Test
    void anUntouchedTagCountsAsTouchedWhenOlderStampsWereLetGo() {
        MemoryStamps few = new MemoryStamps(clock, 2);
        Snapshots untouched = Snapshots.of(Map.of(TEA, few.next()));
        for (int i = 0; i < 3; i++) {
            few.touch(List.of(Tag.of("x" + i)));
        }
        assertThat(untouched.touched(few)).isPresent();
    }

    @Test
    void whatWasTouchedAfterAStampIsToldAndEverythingWhereSomeOfItWasLetGo() {
        MemoryStamps stamps = new MemoryStamps(clock, 4);
        stamps.touch(List.of(Tag.of("a"), Tag.of("b")));
        long before = stamps.touch(List.of(Tag.of("c")));
        assertThat(stamps.touchedAfter(before)).isEmpty();
        stamps.touch(List.of(Tag.of("b"), Tag.of("d")));
        assertThat(stamps.touchedAfter(before)).containsExactlyInAnyOrder(Tag.of("b"), Tag.of("d"));
        stamps.touch(List.of(Tag.of("e"), Tag.of("f"), Tag.of("g")));
        assertThat(stamps.touchedAfter(before)).containsExactly(Tag.EVERYTHING);
    }

    @Test
    void manyTagsTouchedAtOnceMayBeMoreThanTheBound() {
        MemoryStamps few = new MemoryStamps(clock, 2);
        Snapshots before = Snapshots.of(Map.of(TEA, few.next()));
        few.touch(List.of(TEA, OAT, Tag.of("Product", 3)));
        assertThat(before.touched(few)).isPresent();
        assertThat(Snapshots.of(Map.of(TEA, few.next())).touched(few)).isEmpty();
    }

    @Test
    void atLeastOneStampMustBeHeld() {
        assertThatThrownBy(() -> new MemoryStamps(clock, 0))
                .isInstanceOf(Problem.class)
                .hasMessage("MemoryStamps(clock, 0) remembers no touch. Give the number of tags that are touched while"
                        + " entries live, at least 1; the default is 200 000.");
    }

    @Test
    void noNumberIsGivenTwiceToManyThreads() throws Exception {
        Set<Long> given = ConcurrentHashMap.newKeySet();
        Together.run(thread -> {
            long last = 0;
            for (int i = 0; i < 20_000; i++) {
                long next = i % 7 == 0 ? stamps.touch(List.of(TEA)) : stamps.next();
                assertThat(next).isGreaterThan(last);
                assertThat(given.add(next)).isTrue();
                last = next;
            }
        });
        assertThat(stamps.of(TEA)).isEqualTo(stamps.latest());
    }

    /** Oracle: what a touch that returned outdated is outdated for whoever looks afterwards. */
    @Test
    void whateverTheScheduleATouchThatReturnedIsSeenByAll() throws Exception {
        long seed = System.nanoTime();
        MemoryStamps few = new MemoryStamps(clock, 50);
        Map<Tag, Long> touched = new ConcurrentHashMap<>();
        Together.run(thread -> {
            Random random = new Random(seed + thread);
            List<Map.Entry<Tag, Snapshots>> made = new ArrayList<>();
            for (int i = 0; i < 2_000; i++) {
                Tag tag = Tag.of("Product", random.nextInt(200));
                switch (random.nextInt(3)) {
                    case 0 -> made.add(Map.entry(tag, Snapshots.of(Map.of(tag, few.next()))));
                    case 1 -> touched.merge(tag, few.touch(List.of(tag)), Math::max);
                    default -> {
                        Set<Tag> seen = new HashSet<>();
                        for (Map.Entry<Tag, Snapshots> each :
                                made.subList(Math.max(0, made.size() - 20), made.size())) {
                            long known = touched.getOrDefault(each.getKey(), Stamps.NEVER);
                            long[] snapshot = {0};
                            each.getValue().forEach((name, stamp) -> snapshot[0] = stamp);
                            if (known > snapshot[0] && seen.add(each.getKey())) {
                                assertThat(each.getValue().touched(few))
                                        .as("seed %d", seed)
                                        .isPresent();
                            }
                        }
                    }
                }
            }
        });
    }
}
