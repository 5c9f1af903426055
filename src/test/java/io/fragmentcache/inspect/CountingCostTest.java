package io.fragmentcache.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.fragmentcache.contract.SampleEntries;
import io.fragmentcache.freshness.Lifetime;
import io.fragmentcache.internal.usage.Usage;
import io.fragmentcache.key.Locator;
import io.fragmentcache.spi.Listener;
import io.fragmentcache.spi.LookedUp;
import io.fragmentcache.spi.Outcome;
import io.fragmentcache.store.Entry;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a hit costs to be counted, in bytes that the thread asks for: the same on every machine. */
class CountingCostTest {
    /** One hit in 31 is remembered with its key; the first of a fragment is. */
    private static final int SAMPLE = 31;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final Locator CARD = new Locator("page", "card");
    private static final Locator LIST = new Locator("page", "list");

    private final Usage usage = new Usage(() -> 1_000_000_000);
    private final NestedFragments nested = new NestedFragments(usage);
    private final Entry entry = SampleEntries.entry("k", 1);

    private LookedUp hit(@Nullable Locator parent) {
        return new LookedUp(
                CARD, entry.key(), Outcome.HIT, "fresh", entry, entry.version(), Lifetime.DEFAULT, parent, false);
    }

    private static long allocatedBy(LookedUp event, int times, Listener... counters) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < times; i++) {
            for (Listener counter : counters) {
                counter.lookedUp(event);
            }
        }
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }

    /** So that classes are loaded, and the caches beneath have made what they make once. */
    private void warmUp(LookedUp event) {
        nested.placed(entry.key(), entry.times().born(), entry.text().length(), List.of());
        allocatedBy(event, SAMPLE * 1_000, usage, nested);
    }

    @Test
    void aHitIsCountedWithoutAByteBetweenTwoThatAreRemembered() {
        for (LookedUp event : List.of(hit(null), hit(LIST))) {
            warmUp(event);
            // The last of the warm-up ended a round: the next is remembered, and the 30 after it are not.
            allocatedBy(event, 1, usage, nested);
            assertThat(allocatedBy(event, SAMPLE - 1, usage, nested)).isZero();
        }
    }

    @Test
    void aHitThatIsRememberedCostsSoLittleThatItIsAFewBytesForEach() {
        LookedUp event = hit(LIST);
        warmUp(event);

        assertThat(allocatedBy(event, SAMPLE * 100, usage, nested)).isLessThan(SAMPLE * 100 * 24);
    }
}
