package io.fragmentcache.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.FragmentCache;
import io.fragmentcache.freshness.Lifetime;
import io.fragmentcache.key.Key;
import io.fragmentcache.key.KeyBuilder;
import io.fragmentcache.key.KeyPrefix;
import io.fragmentcache.key.Locator;
import io.fragmentcache.key.Versioned;
import io.fragmentcache.key.Versions;
import io.fragmentcache.spi.Outcome;
import io.fragmentcache.store.CaffeineStore;
import io.fragmentcache.store.Entry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Timeout;

/**
 * Three threads that render, wait for each other, touch and fail. Here the machine chooses their order; {@code .ci/fray}
 * has Fray choose it, which stops threads at each lock, wait and atomic access, and finds threads that wait for ever.
 */
@Timeout(60)
public class ThreadSchedulesTest {
    private static final int ORDERS = 100;
    private static final int PRODUCTS = 2;
    private static final String DOWN = "down";
    private static final Lifetime LIFETIME = Lifetime.of("1h").jitter(0);

    private final AtomicIntegerArray data = new AtomicIntegerArray(PRODUCTS);

    /** What was changed and touched. */
    private final AtomicIntegerArray told = new AtomicIntegerArray(PRODUCTS);

    private final AtomicInteger renders = new AtomicInteger();

    private final FragmentCache cache = FragmentCache.over(CaffeineStore.ofMegabytes(1))
            .executor(Runnable::run)
            .joinTimeout(Duration.ofHours(1))
            .build();

    private record Product(int number) implements Versioned {
        @Override
        public Object cacheId() {
            return number;
        }

        @Override
        public Object cacheVersion() {
            return 1;
        }
    }

    @RepeatedTest(ORDERS)
    public void whoAsksTogetherWaitsForOneRendering() {
        together(() -> shows(0), () -> shows(0), () -> shows(0));
        assertThat(renders).hasValue(1);
    }

    @RepeatedTest(ORDERS)
    public void nothingIsShownThatIsOlderThanATouchBefore() {
        together(
                () -> {
                    shows(0);
                    shows(0);
                },
                () -> {
                    changes(0);
                    shows(0);
                },
                () -> {
                    shows(0);
                    changes(0);
                    shows(0);
                });
        shows(0);
    }

    @RepeatedTest(ORDERS)
    public void whoWaitsForARenderingThatFailsGoesOn() {
        together(() -> mayFail(() -> text(0)), () -> mayFail(this::fails), () -> {
            changes(0);
            // Where rendering fails, the text from before may be shown.
            mayFail(() -> text(0));
        });
    }

    @RepeatedTest(ORDERS)
    public void twoLoopsThatMissTheSameRowsInAnotherOrderDoNotWaitForEachOther() {
        together(
                () -> showsAll(0, 1),
                () -> {
                    changes(0);
                    showsAll(1, 0);
                },
                () -> {
                    changes(1);
                    showsAll(0, 1);
                });
        showsAll(0, 1);
    }

    private void together(Runnable... jobs) {
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        List<Thread> threads = new ArrayList<>();
        for (Runnable job : jobs) {
            Thread thread = new Thread(() -> {
                try {
                    job.run();
                } catch (Throwable e) {
                    thrown.compareAndSet(null, e);
                }
            });
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                throw new AssertionError("the test was given up", e);
            }
        }
        if (thrown.get() != null) {
            throw new AssertionError("one of the threads failed", thrown.get());
        }
        assertThat(cache.engine().inspection().rendersInFlight()).isZero();
    }

    private void shows(int product) {
        int before = told.get(product);
        isOfNow(product, before, text(product));
    }

    private String text(int product) {
        return cache.text("page", new Product(product), LIFETIME, () -> {
            renders.incrementAndGet();
            return Integer.toString(data.get(product));
        });
    }

    private void isOfNow(int product, int before, String text) {
        assertThat(Integer.parseInt(text)).isBetween(before, data.get(product));
    }

    private void changes(int product) {
        int now = data.incrementAndGet(product);
        cache.touch(new Product(product));
        told.accumulateAndGet(product, now, Math::max);
    }

    private void fails() {
        cache.text("page", new Product(0), LIFETIME, () -> {
            throw new IllegalStateException(DOWN);
        });
    }

    /** A failure is shared with those who would have shared the text. */
    private static void mayFail(Runnable job) {
        try {
            job.run();
        } catch (IllegalStateException down) {
            assertThat(down).hasMessage(DOWN);
        }
    }

    /** A loop whose rows are looked up together, and stored together. */
    private void showsAll(int... order) {
        int[] before = {told.get(0), told.get(1)};
        Entry[] rows = new Entry[PRODUCTS];
        Engine engine = cache.engine();
        Batch batch = engine.batch();
        try (batch) {
            Map<Key, Entry> found = engine.readAll(List.of(row(0).key(), row(1).key()));
            for (int product : order) {
                Fragment row = row(product);
                Lookup lookup = engine.lookup(row, Lookup.Place.NOWHERE, found.get(row.key()));
                rows[product] = lookup.outcome() == Outcome.MISS
                        ? engine.render(lookup, doll -> new Body.Text(Integer.toString(data.get(product))), batch)
                        : lookup.shown();
            }
        }
        for (int product : order) {
            isOfNow(product, before[product], batch.kept(rows[product]).text());
        }
    }

    private static Fragment row(int product) {
        KeyBuilder key = new KeyBuilder(Versions.none(), KeyPrefix.of("", "row")).add(new Product(product));
        return new Fragment(new Locator("text", "row"), key.key(), key.version(), LIFETIME, Set.of(), key::tags);
    }
}
