package io.fragmentcache.thymeleaf;

import io.fragmentcache.Engine;
import io.fragmentcache.RequestScope;
import io.fragmentcache.Source;
import io.fragmentcache.key.Locator;
import io.fragmentcache.problem.Problem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.thymeleaf.IEngineConfiguration;

/**
 * Renders fragments that have a source before anyone asks for them: when an application starts, or after a deployment.
 *
 * <pre>{@code
 * dialect.warmUp(engine)
 *         .contextPath("/shop")
 *         .add("card :: card", Locale.GERMAN, catalog.allIds())
 *         .perSecond(50)
 *         .run();
 * }</pre>
 *
 * <p>Add inner fragments before those around them, which then reuse them. A fragment that is fresh already is made anew. Runs on the thread that calls
 * {@link #run()}; progress may be read by others.
 */
public final class WarmUp {
    private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);

    private record Wanted(Locator locator, Source source, Object identity, Locale locale) {}

    private final Engine engine;
    private final IEngineConfiguration configuration;
    private final String prefix;
    private final List<Wanted> wanted = new ArrayList<>();
    private final AtomicInteger done = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();
    private String contextPath = "";
    private int perSecond = Integer.MAX_VALUE;

    WarmUp(Engine engine, IEngineConfiguration configuration, String prefix) {
        this.engine = engine;
        this.configuration = configuration;
        this.prefix = prefix;
    }

    /** Where the application is mounted, for links: {@code /shop}; empty, the default, at the root. */
    public WarmUp contextPath(String path) {
        this.contextPath = path;
        return this;
    }

    /** At most so many renderings a second; as many as one thread can, unless said. */
    public WarmUp perSecond(int rate) {
        if (rate < 1) {
            throw Problem.rateTooSmall(rate);
        }
        this.perSecond = rate;
        return this;
    }

    /**
     * Adds one fragment for each of these.
     *
     * @param locator {@code template :: name}, of a fragment with a source
     * @param identities what its key holds, as its {@link Source} is asked
     */
    public WarmUp add(String locator, Locale locale, Collection<?> identities) {
        Locator parsed = Locator.parse(locator);
        Source source = engine.settings().sources().get(parsed);
        if (source == null) {
            throw Problem.noSource(locator);
        }
        identities.forEach(identity -> wanted.add(new Wanted(parsed, source, identity, locale)));
        return this;
    }

    /** Renders all; what fails is told to the log and the listener, and the rest goes on. */
    public void run() {
        for (Wanted each : wanted) {
            render(each);
            if (perSecond < Integer.MAX_VALUE) {
                LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1) / perSecond);
            }
        }
    }

    /** How many were added. */
    public int total() {
        return wanted.size();
    }

    /** How many were rendered, or failed. */
    public int done() {
        return done.get();
    }

    public int failed() {
        return failed.get();
    }

    private void render(Wanted each) {
        SourcedFragment sourced = new SourcedFragment(
                configuration,
                prefix,
                each.locator,
                each.identity,
                each.locale,
                each.source,
                DetachedExchange.at(contextPath, each.locale));
        try {
            RequestScope scope = engine.renewal();
            sourced.render(scope, each.source.variables(each.identity));
        } catch (RuntimeException e) {
            failed.incrementAndGet();
            LOG.warn("Warming up '{}' of {} failed.", each.locator, each.identity, e);
        } finally {
            done.incrementAndGet();
        }
    }
}
