package io.fragmentcache.stage;

import io.fragmentcache.FragmentCache;
import io.fragmentcache.FragmentCacheBuilder;
import io.fragmentcache.Seams;
import io.fragmentcache.freshness.Early;
import io.fragmentcache.freshness.Lifetime;
import io.fragmentcache.key.Key;
import io.fragmentcache.store.CaffeineStore;
import io.fragmentcache.store.Micros;
import io.fragmentcache.store.Store;
import io.fragmentcache.thymeleaf.CacheDialect;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.TemplateEngine;
import org.thymeleaf.context.Context;
import org.thymeleaf.context.IContext;
import org.thymeleaf.dialect.IDialect;
import org.thymeleaf.messageresolver.StandardMessageResolver;

/**
 * A small application whose time, chance and threads the test owns. Regenerations run in {@link #runBackground()}, on
 * the test's own thread.
 *
 * <pre>{@code
 * Stage shop = Stage.lifetime("5m fresh, 1h stale").template("list", "…");
 * shop.render("list", tea, oat).shows("…").missed("list", "item tea", "item oat");
 * shop.wait("6m").render("list", tea, oat).stale("list");
 * shop.runBackground().regenerated("list");
 * }</pre>
 */
public final class Stage {
    private final HandClock clock = new HandClock();
    private final HandExecutor executor = new HandExecutor();
    private final RecordedEvents heard = new RecordedEvents();
    private final MapTemplates templates = new MapTemplates();
    private final Map<String, @Nullable Object> variables = new HashMap<>();
    private final Store store;
    private final FragmentCache cache;
    private final CacheDialect dialect;
    private final TemplateEngine engine = new TemplateEngine();
    private Locale locale = Locale.ENGLISH;

    private Stage(Lifetime lifetime, Store store, UnaryOperator<FragmentCacheBuilder> configure) {
        this.store = store;
        cache = configure
                .apply(Seams.elapsed(FragmentCache.over(store), () -> Micros.of(clock.instant()))
                        .lifetime(lifetime)
                        .clock(clock)
                        .executor(executor)
                        // The clock may be moved far while something is rendered.
                        .renderTimeout(Duration.ofDays(365))
                        .random(new Random(1)))
                .build();
        cache.listen(heard);
        engine.setTemplateResolver(templates);
        engine.setMessageResolver(messageResolver());
        dialect = new CacheDialect(cache);
        engine.addDialect(dialect);
    }

    /** Without jitter unless said: {@code 5m fresh, 1h stale, 10s touched, 2h onError, 0.2 jitter}. */
    public static Stage lifetime(String words) {
        return over(CaffeineStore.ofMegabytes(64), words);
    }

    public static Stage over(Store store, String words) {
        return new Stage(parse(words), store, builder -> builder);
    }

    public static Stage over(Store store, String words, UnaryOperator<FragmentCacheBuilder> configure) {
        return new Stage(parse(words), store, configure);
    }

    public static Stage configured(String words, UnaryOperator<FragmentCacheBuilder> configure) {
        return new Stage(parse(words), CaffeineStore.ofMegabytes(64), configure);
    }

    private static Lifetime parse(String words) {
        Lifetime lifetime = Lifetime.DEFAULT.jitter(0);
        for (String part : words.split(",")) {
            String[] valueAndName = part.strip().split(" ");
            String value = valueAndName[0];
            lifetime = switch (valueAndName[1]) {
                case "fresh" -> lifetime.fresh(value);
                case "stale" -> lifetime.stale(value);
                case "early" -> lifetime.early(Early.after(Double.parseDouble(value)));
                case "stale-after-touch" -> lifetime.staleAfterTouch(value);
                case "onError" -> lifetime.onError(value);
                case "jitter" -> lifetime.jitter(Double.parseDouble(value));
                default -> throw new IllegalArgumentException(words);
            };
        }
        return lifetime;
    }

    public Stage template(String name, String source) {
        templates.put(name, source);
        engine.clearTemplateCache();
        return this;
    }

    /** Changes a template behind the engine's back. */
    public Stage editQuietly(String name, String source) {
        templates.put(name, source);
        return this;
    }

    /** Replaces a piece of a template, as an editor does. */
    public Stage edit(String name, String from, String to) {
        return template(name, templates.source(name).replace(from, to));
    }

    /** From now on each page parses its templates anew, as in development. */
    public Stage uncacheable() {
        templates.setCacheable(false);
        return this;
    }

    public Stage dialect(IDialect dialect) {
        engine.addDialect(dialect);
        return this;
    }

    public static StandardMessageResolver messageResolver() {
        StandardMessageResolver messages = new StandardMessageResolver();
        messages.addDefaultMessage("greeting", "Hello {0}, {1} times");
        messages.addDefaultMessage("t", "A title");
        return messages;
    }

    public Stage messages(StandardMessageResolver messages) {
        engine.setMessageResolver(messages);
        return this;
    }

    public Stage locale(Locale spoken) {
        this.locale = spoken;
        return this;
    }

    /** A variable of all pages from now on. */
    public Stage with(String name, @Nullable Object value) {
        variables.put(name, value);
        return this;
    }

    /** All variables that were given so far, these as {@code ${items}}, and the first of them as {@code ${item}}. */
    public IContext context(Item... items) {
        Map<String, Object> all = new HashMap<>(variables);
        all.put("items", List.of(items));
        if (items.length > 0) {
            all.put("item", items[0]);
        }
        return new Context(locale, all);
    }

    public Page render(String template, Item... items) {
        return render(template, context(items));
    }

    public Page render(String template, IContext context) {
        int mark = heard.mark();
        String text = engine.process(template, context);
        return new Page(text, heard.since(mark));
    }

    /** As somebody else does: whoever touches something himself is not shown what that outdates. */
    public Stage touch(Object... models) {
        cache.touch(models);
        cache.engine().requests().end();
        return this;
    }

    /** Moves the clock. */
    public Stage wait(String duration) {
        clock.move(Lifetime.of(duration).fresh());
        return this;
    }

    public Stage wait(Duration duration) {
        clock.move(duration);
        return this;
    }

    /** Runs all regenerations that wait. */
    public Happened runBackground() {
        int mark = heard.mark();
        executor.runAll();
        return new Happened(heard.since(mark));
    }

    /** What happens while this runs. */
    public Happened during(Runnable action) {
        int mark = heard.mark();
        action.run();
        return new Happened(heard.since(mark));
    }

    /** The keys of all that was asked for so far. */
    public List<Key> keys() {
        return heard.keys();
    }

    public Stage evictAll() {
        keys().forEach(store::remove);
        return this;
    }

    public long stored() {
        return store.size();
    }

    public Store store() {
        return store;
    }

    public FragmentCache cache() {
        return cache;
    }

    public CacheDialect cacheDialect() {
        return dialect;
    }

    public TemplateEngine engine() {
        return engine;
    }

    public HandExecutor executor() {
        return executor;
    }

    public HandClock clock() {
        return clock;
    }

    public RecordedEvents heard() {
        return heard;
    }
}
