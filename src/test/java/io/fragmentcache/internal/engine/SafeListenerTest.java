package io.fragmentcache.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.contract.HeardLog;
import io.fragmentcache.key.Locator;
import io.fragmentcache.spi.Listener;
import io.fragmentcache.spi.RenderEnd;
import io.fragmentcache.spi.RenderStarted;
import io.fragmentcache.spi.StoreFailed;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SafeListenerTest {
    private static final long MINUTE = 60_000_000;

    @Test
    void failuresOfTheStoreAreAllCountedAndSaidOnceAMinute() {
        AtomicLong now = new AtomicLong();
        AtomicInteger counted = new AtomicInteger();
        Listener listener = new SafeListener(
                new Listener() {
                    @Override
                    public void storeFailed(StoreFailed event) {
                        counted.incrementAndGet();
                    }
                },
                now::get);
        try (HeardLog log = HeardLog.of("io.fragmentcache")) {
            for (int i = 0; i < 3; i++) {
                listener.storeFailed(new StoreFailed("read", new IllegalStateException("down")));
            }
            now.set(MINUTE);
            listener.storeFailed(new StoreFailed("write", new IllegalStateException("down")));
            assertThat(log.warnings())
                    .containsExactly(
                            "The fragment store failed to read; pages are rendered without it. Failures since this was"
                                    + " last said: 1.",
                            "The fragment store failed to write; pages are rendered without it. Failures since this was"
                                    + " last said: 3.");
        }
        assertThat(counted).hasValue(4);
    }

    @Test
    void theEndsOfARenderAreToldInReverseAndAFailingListenerKeepsNoneFromTheirs() {
        List<String> told = new ArrayList<>();
        SafeListener listener = new SafeListener(named("outer", told), () -> 0);
        listener.add(new Listener() {
            @Override
            public RenderEnd renderStarted(RenderStarted event) {
                throw new IllegalStateException("a listener that fails");
            }
        });
        listener.add(new Listener() {
            @Override
            public RenderEnd renderStarted(RenderStarted event) {
                return (stored, failure) -> {
                    throw new IllegalStateException("an end that fails");
                };
            }
        });
        listener.add(named("inner", told));
        try (HeardLog log = HeardLog.of("io.fragmentcache")) {
            listener.renderStarted(new RenderStarted(Locator.parse("a :: b"), false, null))
                    .ended(true, null);
            assertThat(log.warnings()).hasSize(2);
        }
        assertThat(told).containsExactly("outer", "inner", "inner ended true", "outer ended true");
        assertThat(new SafeListener(new Listener() {}, () -> 0)
                        .renderStarted(new RenderStarted(Locator.parse("a :: b"), false, null)))
                .isSameAs(RenderEnd.NONE);
    }

    private static Listener named(String name, List<String> told) {
        return new Listener() {
            @Override
            public RenderEnd renderStarted(RenderStarted event) {
                told.add(name);
                return (stored, failure) -> told.add(name + " ended " + stored);
            }
        };
    }
}
