package io.fragmentcache.internal.background;

import io.fragmentcache.spi.ContextPropagator;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.spi.MDCAdapter;

/** Takes the diagnostic context of the log along, and gives the thread back the one that it had. */
public final class MdcPropagator implements ContextPropagator {
    private final MDCAdapter mdc;

    public MdcPropagator(MDCAdapter mdc) {
        this.mdc = mdc;
    }

    @Override
    public UnaryOperator<Runnable> capture() {
        Map<String, String> captured = mdc.getCopyOfContextMap();
        return job -> () -> {
            Map<String, String> before = mdc.getCopyOfContextMap();
            set(captured);
            try {
                job.run();
            } finally {
                set(before);
            }
        };
    }

    private void set(@Nullable Map<String, String> context) {
        if (context == null) {
            mdc.clear();
        } else {
            mdc.setContextMap(context);
        }
    }
}
