package io.fragmentcache;

import java.time.Duration;
import java.util.function.Consumer;

/** What tests of other packages own of a cache, and applications do not. */
public final class Seams {
    private Seams() {}

    /** In place of a thread that waits. */
    public static FragmentCacheBuilder pause(FragmentCacheBuilder builder, Consumer<Duration> pause) {
        return builder.pause(pause::accept);
    }
}
