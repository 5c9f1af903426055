package io.fragmentcache.internal.memory;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** Lets one of many alike be said in a minute, and counts the others. Thread-safe. */
public final class LogThrottle {
    private static final long MINUTE = 60_000_000;

    private final LongSupplier elapsed;
    private final AtomicLong again = new AtomicLong(Long.MIN_VALUE);
    private final AtomicLong unsaid = new AtomicLong();

    /** @param elapsed microseconds */
    public LogThrottle(LongSupplier elapsed) {
        this.elapsed = elapsed;
    }

    /** How many there were since the last one that was said, this one among them; 0 where it is not to be said. */
    public long many() {
        long many = unsaid.incrementAndGet();
        long now = elapsed.getAsLong();
        long from = again.get();
        if (now < from || !again.compareAndSet(from, now + MINUTE)) {
            return 0;
        }
        unsaid.addAndGet(-many);
        return many;
    }
}
