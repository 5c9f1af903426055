package io.fragmentcache;

import io.fragmentcache.key.Locator;
import io.fragmentcache.key.Parents;
import io.fragmentcache.key.Vary;
import io.fragmentcache.key.Versions;
import io.fragmentcache.problem.Problem;
import io.fragmentcache.store.Stamps;
import io.fragmentcache.store.Store;
import java.time.Clock;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Gathers what a {@link FragmentCache} needs. Not thread-safe; settled by {@link #build()}. */
public final class FragmentCacheBuilder {
    private static final int QUEUE_BOUND = 1_000;
    private static final int LARGEST_TEXT = 1 << 20;
    private static final long JOINER_WAITS_MILLIS = 5_000;
    private static final long CLOSE_WAITS_SECONDS = 5;

    private final Store store;
    private final Map<String, Lifetime> profiles = new HashMap<>();
    private final Map<String, Vary> vary = new HashMap<>();
    private String namespace = "";
    private Lifetime lifetime = Lifetime.DEFAULT;
    private Versions versions = Versions.none();
    private final Map<Locator, Source> sources = new HashMap<>();
    private Parents parents = Parents.none();
    private boolean strict;
    private InstantSource clock = Clock.systemUTC();
    private @Nullable Executor executor;
    private @Nullable RandomGenerator random;
    private Listener listener = Listener.NONE;

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
    public <T> FragmentCacheBuilder versions(Class<T> type, Function<? super T, ?> id, Function<? super T, ?> version) {
        versions = versions.with(type, id, version);
        return this;
    }

    /**
     * What else changes when a model of this type does, for what no fragment has shown yet: a new review is in none, but
     * its product's list of reviews must be made anew.
     *
     * @param above gives a model, a tag, a collection of these, or null
     */
    public <T> FragmentCacheBuilder parents(Class<T> type, Function<? super T, ? extends @Nullable Object> above) {
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

    public FragmentCache build() {
        Listener safeListener = new SafeListener(listener);
        SafeStore safeStore = new SafeStore(store, safeListener);
        Stamps stamps = store.stamps(clock);
        Settings settings = new Settings(namespace, lifetime, profiles, vary, versions, parents, sources, strict);
        int workers = Workers.usualNumber();
        ExecutorService own = executor == null ? Workers.start(workers) : null;
        Executor used = own == null ? java.util.Objects.requireNonNull(executor) : own;
        Regenerator regenerator = new Regenerator(used, workers, QUEUE_BOUND);
        Backoffs backoffs = new Backoffs();
        Renderer renderer = new Renderer(new Renderer.Parts(
                safeStore, stamps, clock, chance(), backoffs, safeListener, JOINER_WAITS_MILLIS, LARGEST_TEXT));
        Seen seen = new Seen();
        Engine engine =
                new Engine(safeStore, stamps, clock, renderer, regenerator, backoffs, safeListener, settings, seen);
        return new FragmentCache(
                store, safeStore, stamps, clock, engine, regenerator, settings, safeListener, seen, stop(own));
    }

    private Chance chance() {
        return random == null ? new Chance.OfEachThread() : new Chance.Shared(random);
    }

    private static Runnable stop(@Nullable ExecutorService own) {
        if (own == null) {
            return () -> {};
        }
        return () -> {
            own.shutdown();
            try {
                if (!own.awaitTermination(CLOSE_WAITS_SECONDS, TimeUnit.SECONDS)) {
                    own.shutdownNow();
                }
            } catch (InterruptedException e) {
                own.shutdownNow();
                Thread.currentThread().interrupt();
            }
        };
    }
}
