package io.fragmentcache.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.contract.HeardLog;
import io.fragmentcache.spi.Listener;
import io.fragmentcache.spi.StoreFailed;
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
}
