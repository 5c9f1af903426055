package io.fragmentcache;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;

/** All that goes along from the thread that asks for a regeneration to the one that does it. */
final class Carriers {
    private final List<ContextCarrier> carriers;

    Carriers(List<ContextCarrier> carriers) {
        this.carriers = List.copyOf(carriers);
    }

    /** This work, surrounded by what the calling thread knows now; the last carrier is the outermost. */
    Regenerator.Work carry(Regenerator.Work work) {
        List<UnaryOperator<Runnable>> captured = new ArrayList<>(carriers.size());
        for (ContextCarrier carrier : carriers) {
            captured.add(carrier.capture());
        }
        return () -> {
            AtomicBoolean done = new AtomicBoolean();
            Runnable job = () -> done.set(work.run());
            for (UnaryOperator<Runnable> around : captured) {
                job = around.apply(job);
            }
            job.run();
            return done.get();
        };
    }
}
