package io.fragmentcache;

import io.fragmentcache.key.Version;
import io.fragmentcache.store.Entry;
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

        /** Rendering threw: an unchecked exception or an error. */
        record Failed(Throwable cause) implements Landing {}

        /** It takes longer than a joiner waits. */
        record Late() implements Landing {}
    }

    private final Thread pilot = Thread.currentThread();
    private final Version version;
    private final Moment moment;
    private final CompletableFuture<Landing> landing = new CompletableFuture<>();

    Flight(Version version, Moment moment) {
        this.version = version;
        this.moment = moment;
    }

    Moment moment() {
        return moment;
    }

    /** Whether whoever asks now for this version may show what this flight will bring. */
    boolean serves(Fragment asked, long touched) {
        return touched <= moment.asOf() && version.orderTo(asked.version()) != Version.Order.OUTDATED;
    }

    /** Whether the asking thread is the one that renders: it must not wait for itself. */
    boolean isOwn() {
        return pilot == Thread.currentThread();
    }

    void land(Landing how) {
        landing.complete(how);
    }

    Landing await(long millis) {
        try {
            return landing.get(millis, TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            return new Landing.Late();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return new Landing.Late();
        } catch (ExecutionException impossible) {
            throw new AssertionError("a flight always lands", impossible);
        }
    }

    static @Nullable Entry entryOf(Landing landing) {
        return landing instanceof Landing.Shared shared ? shared.entry() : null;
    }
}
