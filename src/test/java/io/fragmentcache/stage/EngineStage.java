package io.fragmentcache.stage;

import io.fragmentcache.FragmentCache;
import io.fragmentcache.FragmentCacheBuilder;
import io.fragmentcache.Seams;
import io.fragmentcache.freshness.Lifetime;
import io.fragmentcache.internal.engine.Body;
import io.fragmentcache.internal.engine.Fragment;
import io.fragmentcache.internal.engine.Lookup;
import io.fragmentcache.internal.engine.RequestScope;
import io.fragmentcache.key.Key;
import io.fragmentcache.key.KeyBuilder;
import io.fragmentcache.key.KeyPrefix;
import io.fragmentcache.key.Locator;
import io.fragmentcache.key.Versions;
import io.fragmentcache.spi.Listener;
import io.fragmentcache.spi.LookedUp;
import io.fragmentcache.spi.Outcome;
import io.fragmentcache.spi.RenderFailed;
import io.fragmentcache.store.CaffeineStore;
import io.fragmentcache.store.Micros;
import io.fragmentcache.store.Store;
import java.time.Duration;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A cache without templates, whose time, chance and threads the test owns. */
public final class EngineStage {
    public static final Lifetime LIFETIME =
            Lifetime.of("10m").stale("10m").onError("1h").jitter(0);

    public final HandClock clock;
    public final HandExecutor executor = new HandExecutor();
    public final AtomicInteger lookups = new AtomicInteger();
    public final AtomicInteger failures = new AtomicInteger();
    public final AtomicInteger renders = new AtomicInteger();
    public final FragmentCache cache;
    public volatile @Nullable Throwable lastFailure;
    private volatile CountDownLatch looked = new CountDownLatch(0);

    public EngineStage() {
        this(builder -> builder);
    }

    public EngineStage(UnaryOperator<FragmentCacheBuilder> configure) {
        this(CaffeineStore.ofMegabytes(16), new HandClock(), configure);
    }

    public EngineStage(Store store, HandClock clock, UnaryOperator<FragmentCacheBuilder> configure) {
        this.clock = clock;
        this.cache = configure
                .apply(Seams.elapsed(FragmentCache.over(store), () -> Micros.of(clock.instant()))
                        .clock(clock)
                        .executor(executor)
                        .random(new Random(1))
                        .listener(new Listener() {
                            @Override
                            public void lookedUp(LookedUp event) {
                                lookups.incrementAndGet();
                                looked.countDown();
                            }

                            @Override
                            public void renderFailed(RenderFailed event) {
                                failures.incrementAndGet();
                                lastFailure = event.cause();
                            }
                        }))
                .build();
    }

    /** A body that returns this, after so many looked up from now on. */
    public Supplier<String> afterLookups(int many, String text) {
        CountDownLatch latch = new CountDownLatch(many);
        looked = latch;
        return () -> {
            await(latch);
            renders.incrementAndGet();
            return text;
        };
    }

    public Supplier<String> now(String text) {
        return () -> {
            renders.incrementAndGet();
            return text;
        };
    }

    public String text(Object key, Supplier<String> supplier) {
        return text(key, LIFETIME, supplier);
    }

    public String text(Object key, Lifetime lifetime, Supplier<String> supplier) {
        return cache.text("page", key, lifetime, supplier);
    }

    /** As a page asks that is served in this scope. */
    public String ask(Object key, Lifetime lifetime, @Nullable RequestScope scope, Body body) {
        Lookup lookup = cache.engine().lookup(fragment(key, lifetime), new Lookup.Place(null, scope));
        if (lookup.outcome() == Outcome.MISS) {
            return cache.engine().render(lookup, body).text();
        }
        if (lookup.due()) {
            cache.engine().regenerate(lookup, body);
        }
        return lookup.shown().text();
    }

    public static Fragment fragment(Object key, Lifetime lifetime) {
        KeyBuilder builder = new KeyBuilder(Versions.none(), KeyPrefix.of("", "page")).add(key);
        return new Fragment(
                new Locator("text", "page"), builder.key(), builder.version(), lifetime, Set.of(), builder::tags);
    }

    public static Key key(Object value) {
        return fragment(value, LIFETIME).key();
    }

    public EngineStage wait(String duration) {
        clock.move(Lifetime.of(duration).fresh());
        return this;
    }

    public EngineStage wait(Duration duration) {
        clock.move(duration);
        return this;
    }

    public EngineStage runBackground() {
        executor.runAll();
        return this;
    }

    public static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
