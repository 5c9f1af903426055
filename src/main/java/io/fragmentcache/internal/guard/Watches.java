package io.fragmentcache.internal.guard;

import io.fragmentcache.internal.definition.ReadListener;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.thymeleaf.context.Contexts;
import org.thymeleaf.context.IEngineContext;
import org.thymeleaf.context.IWebContext;
import org.thymeleaf.web.IWebExchange;

/** All {@link Watch}es of the frameworks that are on the class path, as one. */
public final class Watches {
    private static final Logger LOG = LoggerFactory.getLogger(Watches.class);
    private static final List<Watch> FOUND = find();

    private Watches() {}

    static @Nullable Object variable(String name, @Nullable Object value, IWebContext context, ReadListener reads) {
        @Nullable Object seen = value;
        for (Watch watch : FOUND) {
            seen = watch.variable(name, seen, context, reads);
        }
        return seen;
    }

    /** Renders a fragment while all of them watch. */
    public static void during(ReadListener reads, IEngineContext live, Runnable rendering) {
        Detached detached =
                Contexts.isWebContext(live) && Contexts.getWebExchange(live) instanceof Detached kept ? kept : null;
        List<Runnable> ends = new ArrayList<>(FOUND.size());
        try {
            FOUND.forEach(watch -> ends.add(watch.begin(reads, live, detached)));
            rendering.run();
        } finally {
            ends.forEach(Runnable::run);
        }
    }

    public static @Nullable Object detached(String name, Object value) {
        for (Watch watch : FOUND) {
            Object own = watch.detached(name, value);
            if (own != null) {
                return own;
            }
        }
        return null;
    }

    static boolean rewriteForAll(String url, String rewritten, IWebExchange exchange) {
        return FOUND.stream().anyMatch(watch -> watch.rewritesForAll(url, rewritten, exchange));
    }

    private static List<Watch> find() {
        List<Watch> found = new ArrayList<>();
        Iterator<Watch> watches =
                ServiceLoader.load(Watch.class, Watch.class.getClassLoader()).iterator();
        while (true) {
            try {
                if (!watches.hasNext()) {
                    return List.copyOf(found);
                }
                found.add(watches.next());
            } catch (ServiceConfigurationError | LinkageError absent) {
                // Thrown while it is looked at, if what its class is made of is not there: the next one may be.
                // Newer JVMs do not wrap it.
                LOG.debug("Not watched: {}", absent.getMessage());
            }
        }
    }
}
