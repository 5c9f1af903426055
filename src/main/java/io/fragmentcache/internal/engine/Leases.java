package io.fragmentcache.internal.engine;

import io.fragmentcache.store.Entry;
import io.fragmentcache.store.Lease;
import io.fragmentcache.store.Micros;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Agrees with other processes on who renders a key, where the store can. It only saves work: who gets no answer renders.
 * Thread-safe.
 */
final class Leases {
    /** How the waiting for one's turn ended. */
    sealed interface Turn {
        /** Render, then give this back. */
        record Mine(Lease lease) implements Turn {}

        /** Another process rendered this. */
        record Brought(Entry entry) implements Turn {}

        /** Another process still renders. */
        record Late() implements Turn {}
    }

    /** Below this, a render costs less than the asking. */
    private static final long DEAR = 50_000;

    private static final int TIMES_THE_COST = 8;
    private static final long SHORTEST = 1_000_000;
    private static final long LONGEST = 30_000_000;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(25);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(100);

    private final EngineContext context;

    Leases(EngineContext context) {
        this.context = context;
    }

    /** Whether a fragment takes so long to render that visitors wait for another process that does. */
    boolean areWorthIt(Fragment fragment) {
        return context.renderTimes().of(fragment.locator()) >= DEAR;
    }

    /** For what can be left to another process. */
    Optional<Lease> ask(Fragment fragment) {
        return context.store().lease(fragment.key(), term(fragment));
    }

    /**
     * For what must be shown: waits for another process as long as its lease could last, but not longer than said.
     *
     * @param look reads what the other may have stored
     */
    Turn await(Fragment fragment, Supplier<@Nullable Entry> look, Duration patience) {
        Duration left = min(term(fragment), patience);
        Optional<Lease> lease = ask(fragment);
        if (lease.isPresent()) {
            return new Turn.Mine(lease.get());
        }
        for (Duration pause = FIRST_PAUSE; left.compareTo(Duration.ZERO) > 0; pause = twice(pause)) {
            Duration now = min(pause, left);
            left = left.minus(now);
            try {
                context.timeouts().pause().of(now);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return new Turn.Late();
            }
            lease = ask(fragment);
            // Looked at after asking: the other one stores first, and then gives back.
            Entry brought = look.get();
            if (brought != null) {
                lease.ifPresent(Lease::close);
                return new Turn.Brought(brought);
            }
            if (lease.isPresent()) {
                return new Turn.Mine(lease.get());
            }
        }
        return new Turn.Late();
    }

    private Duration term(Fragment fragment) {
        long cost = context.renderTimes().of(fragment.locator());
        return Micros.toDuration(Math.max(SHORTEST, Math.min(LONGEST, TIMES_THE_COST * cost)));
    }

    private static Duration twice(Duration pause) {
        return min(pause.multipliedBy(2), LONGEST_PAUSE);
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
