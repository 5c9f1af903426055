package io.fragmentcache.ehcache;

import static io.fragmentcache.contract.SampleEntries.BORN;
import static io.fragmentcache.contract.SampleEntries.entry;
import static io.fragmentcache.contract.SampleEntries.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fragmentcache.FragmentCache;
import io.fragmentcache.contract.HeardLog;
import io.fragmentcache.freshness.Lifetime;
import io.fragmentcache.store.Store;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.ehcache.Cache;
import org.ehcache.StateTransitionException;
import org.ehcache.spi.loaderwriter.CacheWritingException;
import org.ehcache.spi.resilience.StoreAccessException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever Ehcache throws, pages are served; it is said once, and the store serves again. */
class EhcacheFailuresTest {
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    /** Off-heap rooms whose cache of entries fails while there is a failure. */
    private final EhcacheResources faulty = new EhcacheResources() {
        @Override
        public EhcacheCaches open() {
            EhcacheCaches room = EhcacheCaches.offHeap(10);
            return new EhcacheCaches(room.manager(), failing(room.entries()), null);
        }

        @Override
        public long megabytes() {
            return 10;
        }

        @Override
        public void wipe() {}

        @Override
        public String toString() {
            return "a room of the tests";
        }
    };

    static Stream<Throwable> whatEhcacheThrows() {
        return Stream.of(
                new StoreAccessException("the disk is gone"),
                new StateTransitionException(new IllegalStateException("closed")),
                new CacheWritingException("no"),
                new IllegalStateException("State is UNINITIALIZED"),
                new IllegalArgumentException("a length of -1"),
                new ArrayIndexOutOfBoundsException(7),
                new NullPointerException(),
                new AssertionError("a damaged index"),
                new OutOfMemoryError("Direct buffer memory"));
    }

    @ParameterizedTest
    @MethodSource("whatEhcacheThrows")
    void pagesAreServedAndKeptAgainWhenItIsOver(Throwable thrown) {
        try (HeardLog log = HeardLog.of(EhcacheStore.class);
                EhcacheStore store = EhcacheStore.open(faulty, () -> {});
                FragmentCache cache = FragmentCache.over(store).build()) {
            assertThat(text(cache, 0, "kept")).isEqualTo("kept");
            assertThat(text(cache, 0, "not asked for")).isEqualTo("kept");
            failure.set(thrown);
            assertThat(text(cache, 1, "rendered")).isEqualTo("rendered");
            assertThat(text(cache, 1, "rendered again")).isEqualTo("rendered again");
            assertThat(log.warnings())
                    .startsWith("The fragment store in a room of the tests fails; pages are rendered without it.");
            failure.set(null);
            AtomicInteger page = new AtomicInteger(5);
            assertThat(eventually(() -> {
                        String kept = text(cache, page.incrementAndGet(), "kept again");
                        return kept.equals(text(cache, page.get(), "rendered again"));
                    }))
                    .isTrue();
        }
    }

    @Test
    void afterThreeFailuresItIsEmptiedAndServesAgain() {
        try (HeardLog log = HeardLog.of(EhcacheStore.class);
                EhcacheStore store = EhcacheStore.open(faulty, () -> {})) {
            store.write(entry("a", BORN));
            failure.set(new IllegalStateException("damaged"));
            for (int i = 0; i < 3; i++) {
                assertThat(store.read(key("a"))).isNull();
            }
            failure.set(null);
            assertThat(eventually(() -> log.warnings().size() == 2)).isTrue();
            // Said a moment before it is let in.
            assertThat(eventually(() -> store.write(entry("b", BORN)) == Store.Written.STORED))
                    .isTrue();
            assertThat(store.read(key("a"))).isNull();
            assertThat(log.warnings())
                    .containsExactly(
                            "The fragment store in a room of the tests fails; pages are rendered without it.",
                            "The fragment store in a room of the tests was emptied, and is used again.");
        }
    }

    @Test
    void whatKeepsFailingIsLeftAloneUntilTheNextStart() {
        try (HeardLog log = HeardLog.of(EhcacheStore.class);
                EhcacheStore store = EhcacheStore.open(faulty, () -> {})) {
            failure.set(new IllegalStateException("damaged"));
            assertThat(eventually(() -> {
                        assertThat(store.read(key("a"))).isNull();
                        return log.warnings().size() == 8;
                    }))
                    .isTrue();
            assertThat(log.warnings().get(7))
                    .isEqualTo("The fragment store in a room of the tests keeps failing; it is not used until the next"
                            + " start.");
            failure.set(null);
            assertThat(store.write(entry("b", BORN))).isEqualTo(Store.Written.REJECTED);
            assertThat(log.warnings()).hasSize(8);
        }
    }

    /** Ehcache's own strategy would log each failure, and answer with a miss that nobody counts. */
    @Test
    void whatEhcacheWouldSwallowIsHandedOver() {
        StoreAccessException cause = new StoreAccessException("the disk is gone");
        assertThatThrownBy(() -> EhcacheCaches.rethrowing().getFailure("a", cause))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("Ehcache failed")
                .hasCause(cause);
    }

    private static String text(FragmentCache cache, Object key, String text) {
        return cache.text("page", key, Lifetime.of("10m"), () -> text);
    }

    @SuppressWarnings("unchecked")
    private Cache<String, byte[]> failing(Cache<String, byte[]> cache) {
        return (Cache<String, byte[]>) Proxy.newProxyInstance(
                Cache.class.getClassLoader(), new Class<?>[] {Cache.class}, (proxy, method, arguments) -> {
                    Throwable thrown = failure.get();
                    if (thrown instanceof StoreAccessException e) {
                        return EhcacheCaches.rethrowing().getFailure("a", e);
                    }
                    if (thrown != null) {
                        throw thrown;
                    }
                    try {
                        return method.invoke(cache, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private static boolean eventually(BooleanSupplier condition) {
        long deadline = System.nanoTime() + 20_000_000_000L;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            LockSupport.parkNanos(200_000);
        }
        return true;
    }
}
