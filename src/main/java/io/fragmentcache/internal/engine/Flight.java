package io.fragmentcache.internal.engine;

import io.fragmentcache.key.Version;
import io.fragmentcache.store.Entry;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** One rendering under way, which others who ask for the same key may join. */
final class Flight {
    /** How a flight ended. */
    sealed interface Landing {
        /** An entry that all may show. */
        record Shared(Entry entry) implements Landing {}

        /** What was rendered is for its own asker only. */
        record Refused() implements Landing {}

        /** Rendering threw. */
        record Failed(Throwable cause) implements Landing {}

        /** It was given up: it takes longer than any rendering may. */
        record Lost() implements Landing {}

        /** It takes longer than a joiner waits. */
        record Late() implements Landing {}
    }

    private final Thread pilot = Thread.currentThread();
    private final Fragment fragment;
    private final ReadPoint moment;
    private final long started;
    private @Nullable Doll doll;
    private final CompletableFuture<Landing> landing = new CompletableFuture<>();

    Flight(Fragment fragment, ReadPoint moment, long started) {
        this.fragment = fragment;
        this.moment = moment;
        this.started = started;
    }

    /** Says what is rendered; its own thread asks {@link #isRefused}. */
    void renders(Doll open) {
        doll = open;
    }

    /** Whether the rendering was refused to be shared, by what it read before it ended. */
    boolean isRefused() {
        Doll open = doll;
        return open != null && !open.refusals().isEmpty();
    }

    /** Whether it has landed, and waits to be stored. */
    boolean hasLanded() {
        return landing.isDone();
    }

    Fragment fragment() {
        return fragment;
    }

    ReadPoint moment() {
        return moment;
    }

    /** Microseconds since whenever. */
    long started() {
        return started;
    }

    /** Whether it brings the version that is asked for, or a later one. */
    boolean brings(Version asked) {
        return fragment.version().orderTo(asked) != Version.Order.OUTDATED;
    }

    /** Whether the asking thread is the one that renders: it must not wait for itself. */
    boolean isOwn() {
        return pilot == Thread.currentThread();
    }

    /** False where it had landed already: it was given up. */
    boolean land(Landing how) {
        return landing.complete(how);
    }

    Landing await(Duration patience) {
        try {
            return landing.get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            return new Landing.Late();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return new Landing.Late();
        } catch (ExecutionException impossible) {
            throw new AssertionError("a flight always lands", impossible);
        }
    }
}
