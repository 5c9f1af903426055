package io.fragmentcache.internal.background;

import io.fragmentcache.internal.Survivable;
import io.fragmentcache.spi.ContextPropagator;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All that goes along from the thread that asks for a regeneration to the one that does it. */
public final class Propagators {
    private static final Logger LOG = LoggerFactory.getLogger("io.fragmentcache");

    private final List<ContextPropagator> propagators;

    public Propagators(List<ContextPropagator> propagators) {
        this.propagators = List.copyOf(propagators);
    }

    /** This work, surrounded by what the calling thread knows now; the last carrier is the outermost. */
    public Work propagate(Work work) {
        List<UnaryOperator<Runnable>> captured = new ArrayList<>(propagators.size());
        try {
            for (ContextPropagator carrier : propagators) {
                captured.add(carrier.capture());
            }
        } catch (Throwable e) {
            Survivable.check(e);
            LOG.warn("A carrier of the fragment cache failed; its fragment stays as it is.", e);
            return () -> false;
        }
        return () -> run(work, captured);
    }

    /** Whether a variable must not leave the calling thread; also where a carrier cannot tell. */
    public boolean confine(Object value) {
        try {
            for (ContextPropagator propagator : propagators) {
                if (propagator.confines(value)) {
                    return true;
                }
            }
            return false;
        } catch (Throwable e) {
            Survivable.check(e);
            LOG.warn("A carrier of the fragment cache failed; a variable is left to its own thread.", e);
            return true;
        }
    }

    private static boolean run(Work work, List<UnaryOperator<Runnable>> captured) {
        AtomicBoolean done = new AtomicBoolean();
        Runnable job = () -> done.set(work.run());
        try {
            for (UnaryOperator<Runnable> around : captured) {
                job = around.apply(job);
            }
            job.run();
        } catch (Throwable e) {
            Survivable.check(e);
            LOG.warn("A carrier of the fragment cache failed around a regeneration.", e);
        }
        return done.get();
    }
}
