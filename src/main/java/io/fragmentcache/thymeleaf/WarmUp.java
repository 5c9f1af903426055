package io.fragmentcache.thymeleaf;

import io.fragmentcache.digest.DigestLock;
import io.fragmentcache.internal.detached.DetachedExchange;
import io.fragmentcache.internal.detached.SourcedFragment;
import io.fragmentcache.internal.engine.Engine;
import io.fragmentcache.internal.engine.RequestScope;
import io.fragmentcache.internal.engine.Subject;
import io.fragmentcache.internal.template.Bodies;
import io.fragmentcache.key.Locator;
import io.fragmentcache.problem.Problem;
import io.fragmentcache.spi.Source;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.thymeleaf.IEngineConfiguration;

/**
 * Renders fragments that have a source before the first request: when an application starts, or after a deployment.
 *
 * <pre>{@code
 * try (WarmUp warmUp = dialect.warmUp(engine)) {
 *     warmUp.contextPath("/shop")
 *             .hottest()
 *             .add("card :: card", Locale.GERMAN, catalog.allIds())
 *             .perSecond(50)
 *             .run();
 * }
 * }</pre>
 *
 * <p>Fragments are rendered in the order in which they were added, each once. Add inner fragments before the outer ones,
 * which then reuse them. For a fragment that is fresh already, only its source is called. So over a store that outlived
 * the process, only what the deployment changed is rendered. The jitter of these entries is at least 0.5: they are
 * rendered together and should not be due together.
 *
 * <p>Built by one thread, and run by it. Others may read the progress, and {@link #close()} it.
 */
public final class WarmUp implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Engine engine;
    private final IEngineConfiguration configuration;
    private final Bodies bodies;
    private final Set<Subject> subjects = new LinkedHashSet<>();
    private final AtomicInteger done = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();
    private volatile boolean closed;
    private final Map<String, @Nullable Object> facts = new HashMap<>();
    private String contextPath = "";
    private Duration pause = Duration.ZERO;

    WarmUp(Engine engine, IEngineConfiguration configuration, Bodies bodies) {
        this.engine = engine;
        this.configuration = configuration;
        this.bodies = bodies;
    }

    /**
     * Sets the path of the application, for links.
     *
     * @param path as servlets give it, {@code /shop}. Defaults to the empty string, the root
     */
    public WarmUp contextPath(String path) {
        this.contextPath = path;
        return this;
    }

    /**
     * Sets a fact of future requests: fragments that read it are rendered for this value. A fragment that reads a fact
     * without a value is rendered by its first request.
     *
     * @param name as errors and logs name it: {@code session.plan}, {@code cookie.currency}
     * @param value null for requests without the fact
     */
    public WarmUp fact(String name, @Nullable Object value) {
        facts.put(name, value);
        return this;
    }

    /**
     * Limits how many sources are called in a second. Defaults to as many as one thread can call.
     *
     * @throws Problem if it is less than 1
     */
    public WarmUp perSecond(int rate) {
        if (rate < 1) {
            throw Problem.rateTooSmall(rate);
        }
        this.pause = SECOND.dividedBy(rate);
        return this;
    }

    /**
     * Adds one fragment for each of these.
     *
     * @param locator {@code template :: name}, of a fragment with a source
     * @param locale the language in which they are rendered; call this once for each language
     * @param identities what the key holds: {@link Source#variables} receives each
     * @throws Problem if the locator cannot be read, or the fragment has no source
     */
    public WarmUp add(String locator, Locale locale, Collection<?> identities) {
        Locator parsed = Locator.parse(locator);
        if (!hasSource(parsed)) {
            throw Problem.noSource(locator);
        }
        identities.forEach(identity -> subjects.add(new Subject(parsed, locale, identity)));
        return this;
    }

    /**
     * Adds the fragments with the most look-ups before the cache was closed the last time, the hottest first, up to 1 000.
     * The store keeps their list, by key values and not by digests, so it survives a deployment. A store that loses its
     * entries with the process has no list. Fragments without a source are left out, and so are fragments whose key holds
     * other values than plain ones.
     */
    public WarmUp hottest() {
        engine.warmUps().hottest().stream()
                .filter(subject -> hasSource(subject.locator()))
                .forEach(subjects::add);
        return this;
    }

    /**
     * Adds the fragments of the lock file that have a source. Fragments with the fewest includes come first, so that outer
     * fragments reuse them.
     *
     * @param identities returns all key values of a fragment; not called for a fragment whose key is written in its
     *     template, such as {@code cache:key="'all'"}
     */
    public WarmUp approved(DigestLock lock, Locale locale, Function<Locator, ? extends Collection<?>> identities) {
        List<Map.Entry<String, DigestLock.Entry>> entries =
                new ArrayList<>(lock.fragments().entrySet());
        entries.sort(Comparator.comparingInt(entry -> entry.getValue().parts().size()));
        for (Map.Entry<String, DigestLock.Entry> entry : entries) {
            Locator locator = Locator.parse(entry.getKey());
            if (hasSource(locator)) {
                Collection<?> all = entry.getValue().literalKey().isPresent()
                        ? List.of(entry.getValue().literalKey().get())
                        : identities.apply(locator);
                add(entry.getKey(), locale, all);
            }
        }
        return this;
    }

    /**
     * Renders every added fragment that is not fresh. A failure is logged and passed to the listener, and the other fragments
     * are rendered. Ends early if this warm-up or the cache is closed, or the thread is interrupted.
     */
    public void run() {
        for (Subject subject : subjects) {
            if (closed || engine.warmUps().isClosed()) {
                return;
            }
            render(subject);
            if (!pause.isZero() && !engine.warmUps().pause(pause)) {
                return;
            }
        }
    }

    /** Lets {@link #run()} end after the current fragment. */
    @Override
    public void close() {
        closed = true;
    }

    /** Returns how many fragments were added. */
    public int total() {
        return subjects.size();
    }

    /** Returns how many were rendered, were fresh already, or failed. */
    public int done() {
        return done.get();
    }

    /** Returns how many failed. */
    public int failed() {
        return failed.get();
    }

    /** Returns how many are left. */
    public int left() {
        return total() - done();
    }

    private void render(Subject subject) {
        Source source = source(subject.locator());
        SourcedFragment sourced = new SourcedFragment(
                configuration,
                bodies,
                subject.locator(),
                subject.identity(),
                subject.locale(),
                source,
                Set.of(),
                DetachedExchange.at(contextPath, subject.locale(), facts));
        RequestScope scope = engine.warmUps().begin();
        try {
            sourced.render(scope, source.variables(subject.identity()));
        } catch (RuntimeException e) {
            failed.incrementAndGet();
            LOG.warn("Warming up '{}' of {} failed.", subject.locator(), subject.identity(), e);
        } finally {
            done.incrementAndGet();
        }
    }

    private boolean hasSource(Locator locator) {
        return engine.settings().sources().containsKey(locator);
    }

    private Source source(Locator locator) {
        Source source = engine.settings().sources().get(locator);
        if (source == null) {
            throw Problem.noSource(locator.toString());
        }
        return source;
    }
}
