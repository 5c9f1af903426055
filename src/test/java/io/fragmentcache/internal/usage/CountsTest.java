package io.fragmentcache.internal.usage;

import static io.fragmentcache.spi.Outcome.HIT;
import static io.fragmentcache.spi.Outcome.MISS;
import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.spi.Outcome;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CountsTest {
    private final Counts counts = new Counts(10, 4);

    /** Hits of each of the last steps. */
    private List<Long> hits(long now) {
        return Arrays.stream(counts.last(now)).map(row -> row[HIT.ordinal()]).toList();
    }

    @Test
    void eachStepHasItsOwn() {
        counts.add(HIT, 100);
        counts.add(HIT, 109);
        counts.add(MISS, 109);
        counts.add(HIT, 110);
        counts.add(HIT, 130);

        assertThat(hits(135)).containsExactly(2L, 1L, 0L, 1L);
        assertThat(counts.last(135)[0][MISS.ordinal()]).isEqualTo(1);
        assertThat(counts.total(HIT)).isEqualTo(4);
        assertThat(counts.total()).isEqualTo(5);
    }

    @Test
    void whatIsOldFallsOutAndTheTotalStays() {
        counts.add(HIT, 100);
        counts.add(HIT, 145);

        assertThat(hits(145)).containsExactly(0L, 0L, 0L, 1L);
        assertThat(hits(1_000)).containsExactly(0L, 0L, 0L, 0L);
        assertThat(counts.total(HIT)).isEqualTo(2);
    }

    @Test
    void aClockThatIsSetBackCountsForTheStepItLeft() {
        counts.add(HIT, 130);
        counts.add(HIT, 95);

        assertThat(hits(95)).containsExactly(0L, 0L, 0L, 2L);
    }

    @Test
    void theStepsOfARandomDayAddUp() {
        Random random = new Random(7);
        long now = 0;
        long[] expected = new long[1_000];
        for (int i = 0; i < 3_000; i++) {
            now += random.nextInt(4);
            counts.add(Outcome.STALE, now);
            expected[(int) (now / 10)]++;
            long[][] last = counts.last(now);
            for (int back = 0; back < 4 && now / 10 - back >= 0; back++) {
                assertThat(last[3 - back][Outcome.STALE.ordinal()]).isEqualTo(expected[(int) (now / 10) - back]);
            }
        }
    }
}
