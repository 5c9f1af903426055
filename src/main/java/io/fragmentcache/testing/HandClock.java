package io.fragmentcache.testing;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * A clock that a test moves by hand. Starts at 2026-11-22T12:00:00Z, on every machine.
 *
 * <p>Thread-safe for readers; one thread moves it.
 */
public final class HandClock implements InstantSource {
    private volatile Instant now = Instant.parse("2026-11-22T12:00:00Z");

    @Override
    public Instant instant() {
        return now;
    }

    /** Moves the clock by this duration; a negative duration moves it back. */
    public void move(Duration by) {
        now = now.plus(by);
    }
}
