package io.fragmentcache;

import io.fragmentcache.advice.Advice;
import io.fragmentcache.advice.Advisor;
import io.fragmentcache.freshness.Explanation;
import io.fragmentcache.freshness.Lifetime;
import io.fragmentcache.internal.Internal;
import io.fragmentcache.internal.engine.Body;
import io.fragmentcache.internal.engine.Engine;
import io.fragmentcache.internal.engine.Explanations;
import io.fragmentcache.internal.engine.Fragment;
import io.fragmentcache.internal.engine.Lookup;
import io.fragmentcache.internal.engine.Settings;
import io.fragmentcache.key.KeyBuilder;
import io.fragmentcache.key.KeyPrefix;
import io.fragmentcache.key.Locator;
import io.fragmentcache.key.Tag;
import io.fragmentcache.spi.Backlog;
import io.fragmentcache.spi.Listener;
import io.fragmentcache.store.CaffeineStore;
import io.fragmentcache.store.Store;
import io.fragmentcache.store.StoreStats;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Caches rendered HTML until its template changes, its data changes, or it expires.
 *
 * <pre>{@code
 * var cache = FragmentCache.over(CaffeineStore.ofMegabytes(64))
 *         .lifetime(Lifetime.of("10m").stale("1h").jitter(0.2))
 *         .build();
 * engine.addDialect(new CacheDialect(cache));
 *
 * cache.touch(product); // after the commit: outdates what shows it, and what is around that
 * }</pre>
 *
 * <p>Thread-safe. One instance serves one application; {@link #close()} it when the application ends.
 */
public final class FragmentCache implements AutoCloseable {
    private static final long MEMORY_MEGABYTES = 64;

    private final Engine engine;

    FragmentCache(Engine engine) {
        this.engine = engine;
    }

    /**
     * Starts a cache over this store.
     *
     * @param store belongs to the cache from {@code build()} on, which closes it
     */
    public static FragmentCacheBuilder over(Store store) {
        return new FragmentCacheBuilder(store);
    }

    /** Starts a cache of 64 megabytes in memory. */
    public static FragmentCacheBuilder inMemory() {
        return over(CaffeineStore.ofMegabytes(MEMORY_MEGABYTES));
    }

    /**
     * Outdates every fragment that shows one of these models, and every fragment around those, on all threads from now
     * on. Call it after the commit. Before the commit another request could read the old data and store it as new. The
     * cost does not depend on the number of fragments.
     *
     * <p>The visitor who touches is not shown what that outdated, even if others may see it for a while ({@code
     * staleAfterTouch} of a {@link Lifetime}): neither in this thread, nor, with the filter, in the same browser for a
     * minute. Touch in the thread that serves the visitor. Only if rendering fails is the old HTML shown to all.
     *
     * <p>A model needs an identity, and nothing else: it may have no version, or be a reference that was never loaded.
     * Inside a transaction the touch waits for the commit, if {@link FragmentCacheBuilder#deferTouches} was set.
     *
     * <p>Declared parents (see {@link io.fragmentcache.key.Touches}) are touched too, with the same stamp.
     *
     * @param models anything that may stand in a {@code cache:key}; a {@link Tag} or a collection too
     * @throws io.fragmentcache.problem.Problem if one has no identity: then none of them is touched
     */
    public void touch(Object... models) {
        engine.touch(Arrays.asList(models));
    }

    /**
     * Touches a model by type and id, without loading it. Declared parents are not touched, since they are read of the
     * model.
     *
     * @param type the simple name of its class, or of its entity, as tags spell it: {@code Product}
     * @param id its identity, as in the key
     */
    public void touch(String type, Object id) {
        engine.touch(List.of(Tag.of(type, id)));
    }

    /**
     * Touches the lists of these types: every fragment with {@code cache:lists="Product"} is outdated for
     * {@code Product.class}, and no card of a single product is. Call it after the commit of a change that Hibernate's
     * events do not report, such as a bulk update in JPQL or SQL.
     *
     * <p>A {@link io.fragmentcache.key.Versioned} type that overrides {@code cacheType()} is touched by
     * {@code touch(Tag.members("name"))}.
     *
     * @param types classes of models, as in {@code cache:lists}; lists of their superclasses that are models are touched too
     */
    public void touchLists(Class<?>... types) {
        Set<Tag> lists = new LinkedHashSet<>();
        for (Class<?> type : types) {
            lists.addAll(engine.settings().versions().membersOf(type));
        }
        engine.touch(lists);
    }

    /** Outdates every fragment of this cache. */
    public void touchEverything() {
        engine.touch(List.of(Tag.EVERYTHING));
    }

    /**
     * Makes every fragment with this tag unusable: it is not shown again, not even when rendering fails.
     *
     * @param tag one model, {@code Tag.of("Product", 42)}, or a name of {@code cache:tags}, {@code Tag.of("catalog")}
     */
    public void expire(Tag tag) {
        engine.expire(tag);
    }

    /**
     * Returns text that is expensive to make, cached as fragments are. The call belongs to the request of its thread: a
     * preview calls the supplier without the cache, an unsafe method stores nothing, and a fragment whose render calls
     * this method depends on the text.
     *
     * <p>With the filter, the data counts as read since the request began. Without a request, load the data inside the
     * supplier. Otherwise a touch between the load and this call is lost.
     *
     * @param name what kind of text it is; letters, digits, {@code -}, {@code _} and {@code .}
     * @param key which one: a model, a plain value, or a list of these
     * @param supplier makes it; called at most once for requests at the same time, and again in the background when it
     *     is stale; what it throws is thrown by this method, if no old text may be shown
     * @return the text of the supplier, or the cached one
     */
    public String text(String name, Object key, Lifetime lifetime, Supplier<String> supplier) {
        Settings settings = engine.settings();
        KeyBuilder builder = new KeyBuilder(settings.versions(), KeyPrefix.of(settings.namespace(), name)).add(key);
        Fragment fragment = new Fragment(
                new Locator("text", name), builder.key(), builder.version(), lifetime, Set.of(), builder::tags);
        Body body = doll -> new Body.Text(supplier.get());
        Lookup lookup = engine.lookup(fragment, engine.here());
        return switch (lookup.outcome()) {
            case BYPASS -> supplier.get();
            case MISS -> engine.render(lookup, body).text();
            case HIT, STALE -> {
                if (lookup.due()) {
                    engine.regenerate(lookup, body);
                }
                yield lookup.shown().text();
            }
        };
    }

    /**
     * Explains why a fragment would be shown or not: once for each language that it was requested in, and if it varies,
     * once for each set of request facts that was requested recently.
     *
     * <p>The version that {@code cache:version} gives is taken as it was requested last.
     *
     * <p>If the fragment reads facts beside its model, such as {@code session.plan}, the explanation is for the facts with
     * which it was rendered last.
     *
     * <p>Texts may stand for models and other values. They are compared with the readable form of keys that were requested
     * since the start, so {@code "Product:42"} or {@code "42"} finds the fragment of that product in every language.
     *
     * @param locator {@code template :: name}
     * @param key the values of its {@code cache:key}, or all of them as texts
     * @return empty if the fragment was not requested since the start
     * @throws io.fragmentcache.problem.Problem if the locator cannot be read
     */
    public List<Explanation> explain(String locator, Object... key) {
        return explanations().of(Locator.parse(locator), key);
    }

    /** Returns what answers {@link #explain}, for endpoints of this library. */
    @Internal
    public Explanations explanations() {
        return new Explanations(engine.inspection(), engine.settings().versions());
    }

    /**
     * Adds a listener, for tools that get a cache that is built already. One that was added before is not added twice.
     *
     * @param more receives each event from now on, on the thread where it happens; it cannot be removed
     */
    public void listen(Listener more) {
        engine.listen(more);
    }

    /** Describes each store in a line for people. */
    public List<String> describeStores() {
        return engine.describeStores();
    }

    /** Returns what each store holds, the nearest first. */
    public List<StoreStats> stats() {
        return engine.stats();
    }

    /**
     * Returns what would make pages faster, the most expensive first: fragments that do not pay, keys that never repeat,
     * touches that reach too far. The first call begins to count and returns nothing; an inspector or the Spring Boot
     * endpoint begins it when it starts. Counting adds work to each look-up.
     */
    public List<Advice> advice() {
        return Advisor.of(engine.inspection().usage());
    }

    /** Returns the engine, for dialects and filters of this library. */
    public Engine engine() {
        return engine;
    }

    /** Returns the state of the background queue. */
    public Backlog backlog() {
        return engine.backlog();
    }

    /**
     * Pauses regenerations, and waits for those that run, 4 seconds at most. Until {@link #resume()} pages are served as
     * before: stale fragments are shown as long as their lifetime allows, and requests render what may not be shown. Call
     * it before something that regenerations use, such as a database, is stopped for a while.
     */
    public void pause() {
        engine.pause();
    }

    /** Resumes regenerations after {@link #pause()}. Has no effect on a cache that is not paused. */
    public void resume() {
        engine.resume();
    }

    /**
     * Accepts no more regenerations. Waits 4 seconds for running ones, interrupts the rest, and closes the store after 5
     * seconds at the latest. By then the threads of the cache have ended, except a thread that hangs and ignores its
     * interrupt.
     */
    @Override
    public void close() {
        engine.close();
    }
}
