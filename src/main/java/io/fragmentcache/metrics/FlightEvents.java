package io.fragmentcache.metrics;

import io.fragmentcache.spi.Listener;
import io.fragmentcache.spi.NotStored;
import io.fragmentcache.spi.Rendered;
import io.fragmentcache.spi.StoreFailed;
import io.fragmentcache.spi.Touched;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/**
 * Writes renders, touches and store failures as events of Java Flight Recorder: {@code fragmentcache.Render} and so on. Costs
 * nothing to speak of while no recording runs. Keys are not written: they may hold what visitors see.
 *
 * <pre>{@code
 * FragmentCache.over(store).listener(new FlightEvents()).build();
 * }</pre>
 */
public final class FlightEvents implements Listener {
    private static final String CATEGORY = "Fragment Cache";

    @Override
    public void rendered(Rendered event) {
        RenderEvent render = new RenderEvent();
        if (render.isEnabled()) {
            render.fragment = event.locator().toString();
            render.inBackground = event.inBackground();
            render.stored = event.stored();
            render.took = event.duration().toNanos();
            render.commit();
        }
    }

    @Override
    public void notStored(NotStored event) {
        NotStoredEvent refused = new NotStoredEvent();
        if (refused.isEnabled()) {
            refused.fragment = event.locator().toString();
            refused.reason = event.reason();
            refused.commit();
        }
    }

    @Override
    public void touched(Touched event) {
        TouchEvent touch = new TouchEvent();
        if (touch.isEnabled()) {
            touch.tags = event.tags().toString();
            touch.expired = event.expired();
            touch.commit();
        }
    }

    @Override
    public void storeFailed(StoreFailed event) {
        StoreFailureEvent failure = new StoreFailureEvent();
        if (failure.isEnabled()) {
            failure.operation = event.operation();
            failure.cause = event.cause().toString();
            failure.commit();
        }
    }

    @Name("fragmentcache.Render")
    @Label("Fragment Render")
    @Category(CATEGORY)
    @Description("A fragment was rendered")
    @StackTrace(false)
    @SuppressWarnings("UnusedVariable") // The flight recorder reads the fields.
    private static final class RenderEvent extends Event {
        @Label("Fragment")
        String fragment = "";

        @Label("In Background")
        boolean inBackground;

        @Label("Stored")
        boolean stored;

        @Label("Took")
        @Timespan(Timespan.NANOSECONDS)
        long took;
    }

    @Name("fragmentcache.NotStored")
    @Label("Fragment Not Stored")
    @Category(CATEGORY)
    @Description("A fragment was shown and not stored")
    @StackTrace(false)
    @SuppressWarnings("UnusedVariable") // The flight recorder reads the fields.
    private static final class NotStoredEvent extends Event {
        @Label("Fragment")
        String fragment = "";

        @Label("Reason")
        String reason = "";
    }

    @Name("fragmentcache.Touch")
    @Label("Touch")
    @Category(CATEGORY)
    @Description("Tags were touched or expired")
    @StackTrace(false)
    @SuppressWarnings("UnusedVariable") // The flight recorder reads the fields.
    private static final class TouchEvent extends Event {
        @Label("Tags")
        String tags = "";

        @Label("Expired")
        boolean expired;
    }

    @Name("fragmentcache.StoreFailure")
    @Label("Store Failure")
    @Category(CATEGORY)
    @Description("A call of the store failed")
    @StackTrace(false)
    @SuppressWarnings("UnusedVariable") // The flight recorder reads the fields.
    private static final class StoreFailureEvent extends Event {
        @Label("Operation")
        String operation = "";

        @Label("Cause")
        String cause = "";
    }
}
