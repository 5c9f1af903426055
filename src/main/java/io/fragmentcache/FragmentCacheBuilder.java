package io.fragmentcache;

import io.fragmentcache.digest.Digest;
import io.fragmentcache.digest.DigestLock;
import io.fragmentcache.freshness.Lifetime;
import io.fragmentcache.freshness.Randomness;
import io.fragmentcache.internal.background.MdcPropagator;
import io.fragmentcache.internal.background.Propagators;
import io.fragmentcache.internal.background.Regenerator;
import io.fragmentcache.internal.background.Workers;
import io.fragmentcache.internal.engine.Backoffs;
import io.fragmentcache.internal.engine.Engine;
import io.fragmentcache.internal.engine.EngineContext;
import io.fragmentcache.internal.engine.Failures;
import io.fragmentcache.internal.engine.Hottest;
import io.fragmentcache.internal.engine.KnownFragments;
import io.fragmentcache.internal.engine.OwnTouches;
import io.fragmentcache.internal.engine.RecentlyNotStored;
import io.fragmentcache.internal.engine.RenderTimes;
import io.fragmentcache.internal.engine.Renderer;
import io.fragmentcache.internal.engine.SafeListener;
import io.fragmentcache.internal.engine.SafeStore;
import io.fragmentcache.internal.engine.Settings;
import io.fragmentcache.internal.engine.Signer;
import io.fragmentcache.internal.engine.SourcedRenders;
import io.fragmentcache.internal.engine.Timeouts;
import io.fragmentcache.key.Locator;
import io.fragmentcache.key.Parents;
import io.fragmentcache.key.Vary;
import io.fragmentcache.key.Versions;
import io.fragmentcache.problem.Problem;
import io.fragmentcache.spi.ContextPropagator;
import io.fragmentcache.spi.Listener;
import io.fragmentcache.spi.Source;
import io.fragmentcache.store.Micros;
import io.fragmentcache.store.Stamps;
import io.fragmentcache.store.Store;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.HashSet;
import java.util.function.Supplier;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/** Gathers what a {@link FragmentCache} needs. Not thread-safe; settled by {@link #build()}. */
public final class FragmentCacheBuilder {
    private static final int QUEUE_BOUND = 1_000;
    private static final int LARGEST_TEXT = 1 << 20;

    private final Store store;
    private final Map<String, Lifetime> profiles = new HashMap<>();
    private final Map<String, Vary> vary = new HashMap<>();
    private String namespace = "";
    private Lifetime lifetime = Lifetime.DEFAULT;
    private Versions versions = Versions.none();
    private final Map<Locator, Source> sources = new HashMap<>();
    private BiFunction<Locator, Digest, List<Digest>> previousDigests = (fragment, digest) -> List.of();
    private Parents parents = Parents.none();
    private final Set<String> personal = new HashSet<>();
    private final Map<String, Supplier<?>> always = new HashMap<>();
    private boolean strict;
    private InstantSource clock = Clock.systemUTC();
    private int workers = Workers.usualNumber();
    private @Nullable Executor executor;
    private @Nullable RandomGenerator random;
    private Listener listener = Listener.NONE;
    private Duration replicaLag = Duration.ZERO;
    private Timeouts patience = Timeouts.USUAL;
    private Signer seal = Signer.random();
    private final List<ContextPropagator> propagators =
            new ArrayList<>(List.of(new MdcPropagator(MDC.getMDCAdapter())));

    FragmentCacheBuilder(Store store) {
        this.store = store;
    }

    /** Of fragments that do not say. */
    public FragmentCacheBuilder lifetime(Lifetime lifetime) {
        this.lifetime = lifetime;
        return this;
    }

    /** A lifetime by name, for {@code cache:lifetime="news"}. */
    public FragmentCacheBuilder profile(String name, Lifetime lifetime) {
        if (profiles.putIfAbsent(name, lifetime) != null) {
            throw Problem.givenTwice("profile", name);
        }
        return this;
    }

    /** A request fact by name, for {@code cache:vary="currency"}. */
    public FragmentCacheBuilder vary(String name, Vary fact) {
        if (vary.putIfAbsent(name, fact) != null) {
            throw Problem.givenTwice("vary", name);
        }
        return this;
    }

    /** Identity and version of models that are neither {@code Versioned} nor JPA entities with a version. */
    public <T> FragmentCacheBuilder model(Class<T> type, Function<? super T, ?> id, Function<? super T, ?> version) {
        versions = versions.with(type, id, version);
        return this;
    }

    /**
     * What else changes when a model of this type does, for what no fragment has shown yet: a new review is in none, but
     * its product's list of reviews must be made anew.
     *
     * @param above gives a model, a tag, a collection of these, or null
     */
    public <T> FragmentCacheBuilder touches(Class<T> type, Function<? super T, ? extends @Nullable Object> above) {
        parents = parents.with(type, above);
        return this;
    }

    /**
     * Where the variables of a fragment come from when no request is there.
     *
     * @param locator {@code template :: name}
     */
    public FragmentCacheBuilder source(String locator, Source source) {
        if (sources.putIfAbsent(Locator.parse(locator), source) != null) {
            throw Problem.givenTwice("source", locator);
        }
        return this;
    }

    /**
     * After a deployment, lets the text of a template's earlier form be shown while the new one is made, where a store
     * outlived the deployment. What was earlier stands in the history of the lock file; nothing is guessed. Off unless
     * called: visitors see the old form of a page once more.
     */
    public FragmentCacheBuilder previousDigests(DigestLock lock) {
        this.previousDigests = lock::before;
        return this;
    }

    /**
     * Names model attributes that are one visitor's, such as {@code user} and {@code cart}. A fragment that reads one keeps
     * an entry for each value. What is a {@code Principal}, or stands in the session too, counts as personal by itself.
     */
    public FragmentCacheBuilder personal(String... attributes) {
        personal.addAll(List.of(attributes));
        return this;
    }

    /**
     * Adds a value to the key of every fragment: of what beans and getters read of a request without being seen, such as a
     * tenant in a thread-local. The supplier is asked on the thread that renders, at each look-up.
     *
     * @param value gives a plain value or null
     */
    public FragmentCacheBuilder always(String name, Supplier<?> value) {
        if (always.putIfAbsent(name, value) != null) {
            throw Problem.givenTwice("always", name);
        }
        return this;
    }

    /** Stands in front of every key, so that applications can share a store. */
    public FragmentCacheBuilder namespace(String name) {
        this.namespace = name;
        return this;
    }

    /** Makes an error of what is only warned of otherwise; for tests and development. */
    public FragmentCacheBuilder strict(boolean strict) {
        this.strict = strict;
        return this;
    }

    /** Where time comes from; the system's unless said. */
    public FragmentCacheBuilder clock(InstantSource clock) {
        this.clock = clock;
        return this;
    }

    /** Where regenerations run. The cache does not close it. Its own threads unless said. */
    public FragmentCacheBuilder executor(Executor executor) {
        this.executor = executor;
        return this;
    }

    /** Where chance comes from; only one thread at a time will use it. */
    public FragmentCacheBuilder random(RandomGenerator random) {
        this.random = random;
        return this;
    }

    public FragmentCacheBuilder listener(Listener listener) {
        this.listener = listener;
        return this;
    }

    /**
     * How long those who ask for what somebody else renders wait, before they render it themselves; 5 seconds unless said.
     */
    public FragmentCacheBuilder joinTimeout(Duration duration) {
        patience = patience.withJoiner(positive("joinTimeout", duration));
        return this;
    }

    /**
     * How long they wait where an old text is there that may not be shown any more, but could if rendering failed: then
     * they are shown it for once. Never what was expired, and never to the one who touched it. Unless said, they wait as
     * long as all others.
     */
    public FragmentCacheBuilder softTimeout(Duration duration) {
        patience = patience.withSoft(positive("softTimeout", duration));
        return this;
    }

    /**
     * How long a rendering may take before it is given up: nobody waits for it any more, another worker takes the place of
     * the one that hangs, and what it brings late is stored only if nothing newer is there. 30 seconds unless said.
     */
    public FragmentCacheBuilder renderTimeout(Duration duration) {
        patience = patience.withRender(positive("renderTimeout", duration));
        return this;
    }

    /**
     * For applications that read from replicas: the time after which all of them have what was written, a little more than
     * their lag. What is rendered sooner after a touch may show the row of before, so it is fresh only until that time is
     * over, and made anew once more behind its readers. Nothing unless said: it costs a rendering for each touched fragment.
     * Where the key holds an ordered version, that tells more, and nothing is needed here.
     */
    public FragmentCacheBuilder replicaLag(Duration window) {
        replicaLag = positive("replicaLag", window);
        return this;
    }

    /** Takes something along from the request to a regeneration behind it; may be given several times. */
    public FragmentCacheBuilder propagate(ContextPropagator propagator) {
        propagators.add(propagator);
        return this;
    }

    /**
     * Signs the cookie by which a browser that touched something is known, for a minute. Several nodes behind one address
     * need the same; one node needs none, it makes one at start.
     *
     * @param bytes at least 16, not to be guessed
     */
    public FragmentCacheBuilder secret(byte[] bytes) {
        seal = Signer.of(bytes);
        return this;
    }

    /** How many regenerations run at a time; half the processors, at least 2, unless said. */
    public FragmentCacheBuilder workers(int number) {
        if (number < 1) {
            throw Problem.noWorkers(number);
        }
        workers = number;
        return this;
    }

    /** How a thread waits for another process; of tests. */
    FragmentCacheBuilder pause(Timeouts.Pause pause) {
        patience = patience.withPause(pause);
        return this;
    }

    /** Microseconds by which renders are timed; of tests. */
    FragmentCacheBuilder elapsed(LongSupplier micros) {
        patience = patience.withElapsed(micros);
        return this;
    }

    private static Duration positive(String name, Duration duration) {
        if (duration.isNegative() || duration.isZero()) {
            throw Problem.durationOfNothing(name, duration.toString());
        }
        return duration;
    }

    public FragmentCache build() {
        SafeListener safeListener = new SafeListener(listener, patience.elapsed());
        SafeStore safeStore = new SafeStore(store, safeListener);
        Stamps stamps = store.stamps(clock);
        Settings settings =
                new Settings(namespace, lifetime, profiles, vary, versions, parents, sources, previousDigests, personal, always, strict);
        Workers own = executor == null ? Workers.start() : null;
        EngineContext context = new EngineContext(
                safeStore,
                stamps,
                clock,
                chance(),
                new Backoffs(),
                new Failures(clock),
                new RecentlyNotStored(clock),
                new RenderTimes(),
                new OwnTouches(),
                new SourcedRenders(),
                safeListener,
                patience,
                Micros.of(replicaLag),
                LARGEST_TEXT);
        Renderer renderer = new Renderer(context);
        Regenerator regenerator = new Regenerator(
                own == null ? Objects.requireNonNull(executor) : own.executor(),
                new Regenerator.Limits(workers, QUEUE_BOUND, Micros.of(patience.render()), patience.elapsed()),
                clock,
                renderer::giveUp);
        KnownFragments seen = new KnownFragments();
        Hottest hottest = new Hottest(safeStore, stamps, safeListener, settings);
        Engine engine =
                new Engine(context, renderer, regenerator, new Propagators(propagators), settings, seal, seen, hottest);
        return new FragmentCache(store, stamps, engine, regenerator, hottest, settings, safeListener, seen, own);
    }

    private Randomness chance() {
        return random == null ? new Randomness.OfEachThread() : new Randomness.Shared(random);
    }
}
