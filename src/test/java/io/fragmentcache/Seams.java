package io.fragmentcache;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** What tests of other packages own of a cache, and applications do not. */
public final class Seams {
    private Seams() {}

    /** In place of a thread that waits. */
    public static FragmentCacheBuilder pause(FragmentCacheBuilder builder, Consumer<Duration> pause) {
        return builder.pause(pause::accept);
    }

    /** In place of the time that a rendering takes, in microseconds. */
    public static FragmentCacheBuilder elapsed(FragmentCacheBuilder builder, LongSupplier elapsed) {
        return builder.elapsed(elapsed);
    }
}
