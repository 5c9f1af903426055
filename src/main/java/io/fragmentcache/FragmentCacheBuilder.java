package io.fragmentcache;

import io.fragmentcache.digest.Digest;
import io.fragmentcache.digest.DigestLock;
import io.fragmentcache.freshness.Lifetime;
import io.fragmentcache.internal.background.MdcPropagator;
import io.fragmentcache.internal.background.Workers;
import io.fragmentcache.internal.engine.Engine;
import io.fragmentcache.internal.engine.Seams;
import io.fragmentcache.internal.engine.Settings;
import io.fragmentcache.internal.memory.Signer;
import io.fragmentcache.internal.memory.Timeouts;
import io.fragmentcache.key.Locator;
import io.fragmentcache.key.Parents;
import io.fragmentcache.key.Vary;
import io.fragmentcache.key.Versions;
import io.fragmentcache.problem.Problem;
import io.fragmentcache.spi.ContextPropagator;
import io.fragmentcache.spi.Listener;
import io.fragmentcache.spi.Source;
import io.fragmentcache.store.Store;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Configures a {@link FragmentCache}.
 *
 * <p>Each method refuses null. A setting that exists once refuses a second call, so that none is lost silently.
 * Not thread-safe.
 */
public final class FragmentCacheBuilder {
    private final Store store;
    private final Set<String> given = new HashSet<>();
    private final Map<String, Lifetime> profiles = new HashMap<>();
    private final Map<String, Vary> vary = new HashMap<>();
    private final Map<Locator, Source> sources = new HashMap<>();
    private final List<ContextPropagator> propagators =
            new ArrayList<>(List.of(new MdcPropagator(MDC.getMDCAdapter())));
    private String namespace = "";
    private Lifetime lifetime = Lifetime.DEFAULT;
    private Versions versions = Versions.none();
    private Parents parents = Parents.none();
    private final Set<String> personal = new HashSet<>();
    private final Map<String, Supplier<?>> always = new HashMap<>();
    private Consumer<Runnable> deferTouches = Runnable::run;
    private BiFunction<Locator, Digest, List<Digest>> previousDigests = (fragment, digest) -> List.of();
    private ZoneId zone = ZoneId.systemDefault();
    private boolean strict;
    private InstantSource clock = Clock.systemUTC();
    private int workers = Workers.usualNumber();
    private @Nullable Executor executor;
    private @Nullable RandomGenerator random;
    private Listener listener = Listener.NONE;
    private Duration replicaLag = Duration.ZERO;
    private Timeouts timeouts = Timeouts.USUAL;
    private Signer signer = Signer.random();

    FragmentCacheBuilder(Store store) {
        this.store = notNull(store, "over", "store");
    }

    /**
     * Takes over the settings of another cache: lifetime, profiles, vary, models, touches, sources, previous digests,
     * namespace, zone and strictness. Not its store, clock, executor, random generator, listeners, time-outs, secret and
     * deferral of touches. {@code FragmentStage} calls it for tests of an application.
     *
     * <p>Call this first: it replaces what was set before.
     *
     * @param other stays as it is, and may be in use
     */
    public FragmentCacheBuilder like(FragmentCache other) {
        Settings settings = notNull(other, "like", "other").engine().settings();
        namespace = settings.namespace();
        lifetime = settings.lifetime();
        versions = settings.versions();
        parents = settings.parents();
        previousDigests = settings.previousDigests();
        strict = settings.strict();
        zone = settings.zone();
        replace(profiles, settings.profiles());
        replace(vary, settings.vary());
        replace(sources, settings.sources());
        return this;
    }

    /**
     * Sets the lifetime of fragments that do not declare one. Defaults to {@link Lifetime#DEFAULT}.
     *
     * @throws Problem if it was set before
     */
    public FragmentCacheBuilder lifetime(Lifetime lifetime) {
        once("lifetime");
        this.lifetime = notNull(lifetime, "lifetime", "lifetime");
        return this;
    }

    /**
     * Names a lifetime, for {@code cache:lifetime="news"}.
     *
     * @param name what a tag writes; unknown names are an error of the tag
     * @throws Problem if the name was used before
     */
    public FragmentCacheBuilder profile(String name, Lifetime lifetime) {
        notNull(lifetime, "profile", "lifetime");
        if (profiles.putIfAbsent(notNull(name, "profile", "name"), lifetime) != null) {
            throw Problem.givenTwice("profile", name);
        }
        return this;
    }

    /**
     * Names a request fact, for {@code cache:vary="currency"}.
     *
     * @param name what a tag writes; unknown names are an error of the tag
     * @param fact called at each look-up of a fragment that varies by it, on the thread of the request; thread-safe
     * @throws Problem if the name was used before
     */
    public FragmentCacheBuilder vary(String name, Vary fact) {
        notNull(fact, "vary", "fact");
        if (vary.putIfAbsent(notNull(name, "vary", "name"), fact) != null) {
            throw Problem.givenTwice("vary", name);
        }
        return this;
    }

    /**
     * Tells identity and version of models that are neither {@code Versioned} nor JPA entities with a version.
     *
     * @param id gives a plain value, which is the same for the same model and different for any other of the type
     * @param version gives a plain value that differs whenever the model has changed. With a number or an instant that
     *     grows, the cache also knows which of two states is newer
     */
    public <T> FragmentCacheBuilder model(Class<T> type, Function<? super T, ?> id, Function<? super T, ?> version) {
        notNull(type, "model", "type");
        versions = versions.with(type, notNull(id, "model", "id"), notNull(version, "model", "version"));
        return this;
    }

    /**
     * Tells identity and version of a type that stands for another one: rows of a query, by record or by interface, that
     * stand for entities.
     *
     * <pre>{@code
     * .model("Product", ProductRow.class, ProductRow::id, ProductRow::version)
     * }</pre>
     *
     * @param name the name of the other type in tags: a touch of {@code Product:42} outdates what shows the row, which has an
     *     entry of its own
     */
    public <T> FragmentCacheBuilder model(
            String name, Class<T> type, Function<? super T, ?> id, Function<? super T, ?> version) {
        notNull(name, "model", "name");
        versions = versions.with(
                name, notNull(type, "model", "type"), notNull(id, "model", "id"), notNull(version, "model", "version"));
        return this;
    }

    /**
     * Tells what else a touch of a model outdates. A touch reaches only fragments that have shown the model: no fragment
     * has shown a new review yet, so declare the product that it belongs to.
     *
     * @param above gives a model, a tag, a collection of these, or null
     */
    public <T> FragmentCacheBuilder touches(Class<T> type, Function<? super T, ? extends @Nullable Object> above) {
        parents = parents.with(notNull(type, "touches", "type"), notNull(above, "touches", "above"));
        return this;
    }

    /**
     * Holds touches back until the changes behind them can be seen by others. A touch inside a transaction comes too early:
     * another request may then read the old row and store it as new. Defaults to applying each touch immediately.
     *
     * <pre>{@code
     * .deferTouches(touch -> {
     *     if (transaction.isActive()) {
     *         transaction.afterCommit(touch);
     *     } else {
     *         touch.run();
     *     }
     * })
     * }</pre>
     *
     * @param afterCommit receives each touch, on the thread that touches, and runs it once: after the commit on the same
     *     thread, immediately without a transaction, and never after a rollback
     * @throws Problem if it was set already
     */
    public FragmentCacheBuilder deferTouches(Consumer<Runnable> afterCommit) {
        once("deferTouches");
        deferTouches = notNull(afterCommit, "deferTouches", "afterCommit");
        return this;
    }

    /**
     * Sets what loads the variables of a fragment without a request: for a regeneration with fresh data, for a render right
     * after a touch, and for warm-ups.
     *
     * @param locator {@code template :: name}
     * @throws Problem if the fragment has a source already
     */
    public FragmentCacheBuilder source(String locator, Source source) {
        notNull(source, "source", "source");
        if (sources.putIfAbsent(Locator.parse(notNull(locator, "source", "locator")), source) != null) {
            throw Problem.givenTwice("source", locator);
        }
        return this;
    }

    /**
     * Shows the HTML of a template's earlier form once more after a deployment, while the new form is rendered in the
     * background. Needs a store that outlives the deployment. Off by default: visitors wait for the new form.
     *
     * @param lock the approved {@code digests.lock} of the running application; its history has the earlier digests
     */
    public FragmentCacheBuilder previousDigests(DigestLock lock) {
        this.previousDigests = notNull(lock, "previousDigests", "lock")::before;
        return this;
    }

    /**
     * Names model attributes that belong to one visitor, such as {@code user} and {@code cart}. A fragment that reads one
     * keeps an entry for each value. A {@code Principal}, and an object that is in the session too, count as personal
     * without being named.
     *
     * @param attributes names as templates write them; added to those of earlier calls
     */
    public FragmentCacheBuilder personal(String... attributes) {
        for (String attribute : notNull(attributes, "personal", "attributes")) {
            personal.add(notNull(attribute, "personal", "attribute"));
        }
        return this;
    }

    /**
     * Adds a value to the key of every fragment. Use it for what beans and getters read without the cache seeing it, such
     * as a tenant in a thread-local.
     *
     * @param name what logs and {@link FragmentCache#explain} call the value
     * @param value gives a plain value or null; called at each look-up, on the thread that renders; thread-safe
     * @throws Problem if the name was used before
     */
    public FragmentCacheBuilder always(String name, Supplier<?> value) {
        if (always.putIfAbsent(notNull(name, "always", "name"), notNull(value, "always", "value")) != null) {
            throw Problem.givenTwice("always", name);
        }
        return this;
    }

    /**
     * Sets the beginning of every key, so that applications can share a store. Defaults to the empty string.
     *
     * @param name the same on all nodes of one application, and different for each application
     */
    public FragmentCacheBuilder namespace(String name) {
        this.namespace = notNull(name, "namespace", "name");
        return this;
    }

    /**
     * Sets the time zone of {@code cache:until}: of a {@code LocalDate} or {@code LocalDateTime}, and of {@code midnight}.
     * Defaults to the system's zone.
     *
     * @throws Problem if it was set before
     */
    public FragmentCacheBuilder zone(ZoneId zone) {
        once("zone");
        this.zone = notNull(zone, "zone", "zone");
        return this;
    }

    /**
     * Turns the warnings of the cache into errors, for tests and development. Defaults to false.
     *
     * @param strict whether a mistake in a template throws a {@code TemplateProcessingException}; otherwise the log has it
     *     once
     */
    public FragmentCacheBuilder strict(boolean strict) {
        this.strict = strict;
        return this;
    }

    /**
     * Sets the source of the time. Defaults to the system's clock.
     *
     * @throws Problem if it was set before
     */
    public FragmentCacheBuilder clock(InstantSource clock) {
        once("clock");
        this.clock = notNull(clock, "clock", "clock");
        return this;
    }

    /**
     * Sets where regenerations run. Defaults to threads of the cache, virtual threads if the JVM has them.
     *
     * @param executor not closed by the cache
     * @throws Problem if it was set before
     */
    public FragmentCacheBuilder executor(Executor executor) {
        once("executor");
        this.executor = notNull(executor, "executor", "executor");
        return this;
    }

    /**
     * Sets the random generator for jitter and early regeneration. The cache serializes access to it. Defaults to one
     * generator for each thread.
     *
     * @throws Problem if it was set before
     */
    public FragmentCacheBuilder random(RandomGenerator random) {
        once("random");
        this.random = notNull(random, "random", "random");
        return this;
    }

    /**
     * Sets the listener that receives all events from the start. {@link FragmentCache#listen} adds others. Defaults to
     * none.
     *
     * @throws Problem if it was set before
     */
    public FragmentCacheBuilder listener(Listener listener) {
        once("listener");
        this.listener = notNull(listener, "listener", "listener");
        return this;
    }

    /**
     * Sets how long a request waits for another thread's render before it renders the fragment itself. Defaults to 5
     * seconds.
     *
     * @throws Problem if it is zero or negative
     */
    public FragmentCacheBuilder joinTimeout(Duration duration) {
        timeouts = timeouts.withJoiner(positive("joinTimeout", duration));
        return this;
    }

    /**
     * Sets how long a request waits for another thread's render if there is an old entry that may be shown when rendering
     * fails: after that it is shown once. An expired entry is never shown, nor is an outdated one to the visitor who
     * touched it. Defaults to {@link #joinTimeout}.
     *
     * @throws Problem if it is zero or negative
     */
    public FragmentCacheBuilder softTimeout(Duration duration) {
        timeouts = timeouts.withSoft(positive("softTimeout", duration));
        return this;
    }

    /**
     * Sets how long a render may take before it is abandoned: no request waits for it any more, another worker replaces the
     * one that hangs, and its late result is stored only if no newer entry exists. Defaults to 30 seconds.
     *
     * @throws Problem if it is zero or negative
     */
    public FragmentCacheBuilder renderTimeout(Duration duration) {
        timeouts = timeouts.withRender(positive("renderTimeout", duration));
        return this;
    }

    /**
     * Sets the time after which all replicas have what was written, for applications that read from replicas: a little
     * more than their lag. What is rendered sooner after a touch may show the row of before, so it is fresh only until
     * that time is over, and then regenerated once more in the background. This costs one render for each touched
     * fragment. Not needed for models with an ordered version. Defaults to zero: no replicas.
     *
     * @throws Problem if it is zero or negative
     */
    public FragmentCacheBuilder replicaLag(Duration window) {
        replicaLag = positive("replicaLag", window);
        return this;
    }

    /**
     * Propagates context, such as a tenant or a trace, from the request to background renders. May be called several
     * times. SLF4J's MDC is propagated by default.
     *
     * @param propagator called on the thread of the request; must not propagate the identity of the visitor
     */
    public FragmentCacheBuilder propagate(ContextPropagator propagator) {
        propagators.add(notNull(propagator, "propagate", "propagator"));
        return this;
    }

    /**
     * Sets the secret that signs the cookie by which a browser that touched something is known for a minute, and the
     * addresses of holes that are fetched apart. Several nodes behind one address need the same secret. Defaults to a
     * random one, made at the start.
     *
     * @param bytes at least 16, not to be guessed
     * @throws Problem if it is too short, or was set before
     */
    public FragmentCacheBuilder secret(byte[] bytes) {
        once("secret");
        signer = Signer.of(notNull(bytes, "secret", "bytes"));
        return this;
    }

    /**
     * Sets how many regenerations run at a time. Defaults to half the processors, at least 2.
     *
     * @throws Problem if it is less than 1
     */
    public FragmentCacheBuilder workers(int number) {
        if (number < 1) {
            throw Problem.noWorkers(number);
        }
        workers = number;
        return this;
    }

    /** How a thread waits for another process; for tests. */
    FragmentCacheBuilder pause(Timeouts.Pause pause) {
        timeouts = timeouts.withPause(pause);
        return this;
    }

    /** Microseconds by which renders are timed; for tests. */
    FragmentCacheBuilder elapsed(LongSupplier micros) {
        timeouts = timeouts.withElapsed(micros);
        return this;
    }

    /** Builds the cache. It owns the store from now on, and closes it. Call this method once. */
    public FragmentCache build() {
        Settings settings = new Settings(
                namespace,
                lifetime,
                profiles,
                vary,
                versions,
                parents,
                deferTouches,
                sources,
                previousDigests,
                personal,
                always,
                zone,
                strict);
        Seams seams = new Seams(clock, executor, workers, random, listener, timeouts, replicaLag, signer, propagators);
        return new FragmentCache(Engine.open(store, settings, seams));
    }

    private static <K, V> void replace(Map<K, V> before, Map<K, V> with) {
        before.clear();
        before.putAll(with);
    }

    private void once(String method) {
        if (!given.add(method)) {
            throw Problem.setTwice(method);
        }
    }

    private static <T> T notNull(@Nullable T value, String method, String name) {
        if (value == null) {
            throw Problem.nullArgument(method, name);
        }
        return value;
    }

    private static Duration positive(String method, @Nullable Duration duration) {
        Duration known = notNull(duration, method, "duration");
        if (known.isNegative() || known.isZero()) {
            throw Problem.durationOfNothing(method, known.toString());
        }
        return known;
    }
}
