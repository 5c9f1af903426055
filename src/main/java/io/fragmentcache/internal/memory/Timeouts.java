package io.fragmentcache.internal.memory;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How long is waited for whom.
 *
 * @param joiner how long a request waits for the render of another thread before it renders itself
 * @param soft by those of them for whom an old text is there that may be shown if rendering fails; null where they wait as
 *     long as others
 * @param render for a rendering, before it is given up for lost
 * @param pause how a thread waits for another process
 * @param elapsed microseconds by which renders are timed, since whenever: a clock that is set must not give all of them up
 */
public record Timeouts(Duration joiner, @Nullable Duration soft, Duration render, Pause pause, LongSupplier elapsed) {
    /** Lets a thread wait; a test lets time pass instead. */
    @FunctionalInterface
    public interface Pause {
        void of(Duration duration) throws InterruptedException;
    }

    public static final Timeouts USUAL = new Timeouts(
            Duration.ofSeconds(5),
            null,
            Duration.ofSeconds(30),
            duration -> Thread.sleep(duration.toMillis()),
            () -> System.nanoTime() / 1_000);

    public Timeouts withJoiner(Duration duration) {
        return new Timeouts(duration, soft, render, pause, elapsed);
    }

    public Timeouts withSoft(Duration duration) {
        return new Timeouts(joiner, duration, render, pause, elapsed);
    }

    public Timeouts withRender(Duration duration) {
        return new Timeouts(joiner, soft, duration, pause, elapsed);
    }

    public Timeouts withPause(Pause how) {
        return new Timeouts(joiner, soft, render, how, elapsed);
    }

    public Timeouts withElapsed(LongSupplier how) {
        return new Timeouts(joiner, soft, render, pause, how);
    }

    /** @param hasOld whether an old text may stand in for the one that is waited for */
    public Duration ofJoiner(boolean hasOld) {
        return hasOld && soft != null && soft.compareTo(joiner) < 0 ? soft : joiner;
    }

    /** Whether the old text is shown after that, rather than rendered by the one who waited. */
    public boolean showsOld(boolean hasOld) {
        return hasOld && soft != null;
    }
}
