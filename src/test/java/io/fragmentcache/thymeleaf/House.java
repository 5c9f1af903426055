package io.fragmentcache.thymeleaf;

import io.fragmentcache.FragmentCache;
import io.fragmentcache.FragmentCacheBuilder;
import io.fragmentcache.freshness.Lifetime;
import io.fragmentcache.spi.Listener;
import io.fragmentcache.spi.LookedUp;
import io.fragmentcache.spi.NotStored;
import io.fragmentcache.store.CaffeineStore;
import io.fragmentcache.store.Store;
import java.io.StringWriter;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.IEngineConfiguration;
import org.thymeleaf.IThrottledTemplateProcessor;
import org.thymeleaf.TemplateEngine;
import org.thymeleaf.context.WebContext;
import org.thymeleaf.dialect.IDialect;
import org.thymeleaf.templateresolver.AbstractConfigurableTemplateResolver;
import org.thymeleaf.templateresource.ITemplateResource;
import org.thymeleaf.templateresource.StringTemplateResource;

/** A web application whose guests, time and background jobs the test owns. Templates ending in .txt are texts. */
final class House extends AbstractConfigurableTemplateResolver {
    private final Map<String, String> sources = new HashMap<>();
    private final Map<String, Object> variables = new HashMap<>();
    private final Queue<Runnable> background = new ArrayDeque<>();
    private final List<String> events = new ArrayList<>();
    private final TemplateEngine engine = new TemplateEngine();
    private final FragmentCache cache;
    private Instant now = Instant.parse("2026-11-22T12:00:00Z");

    private House(Store store, UnaryOperator<FragmentCacheBuilder> configure) {
        cache = configure
                .apply(FragmentCache.over(store)
                        .lifetime(Lifetime.of("5m").stale("1h").jitter(0))
                        .clock(() -> now)
                        .executor(background::add)
                        .listener(new Events()))
                .build();
        setCacheable(true);
        engine.setTemplateResolver(this);
        engine.addDialect(new CacheDialect(cache));
    }

    static House open() {
        return over(CaffeineStore.ofMegabytes(16));
    }

    static House strict() {
        return with(builder -> builder.strict(true));
    }

    static House with(UnaryOperator<FragmentCacheBuilder> configure) {
        return new House(CaffeineStore.ofMegabytes(16), configure);
    }

    /** Over entries that others may have written. */
    static House over(Store store) {
        return new House(store, builder -> builder);
    }

    House template(String name, String source) {
        sources.put(name, source);
        return this;
    }

    House set(String variable, Object value) {
        variables.put(variable, value);
        return this;
    }

    House dialect(IDialect dialect) {
        engine.addDialect(dialect);
        return this;
    }

    /** What this guest sees of the template {@code page}. */
    String shows(Guest guest) {
        return shows(guest, "page");
    }

    String shows(Guest guest, String template) {
        return engine.process(template, context(guest));
    }

    /** The same, asked for in pieces of so many characters. */
    String shows(Guest guest, int piece) {
        IThrottledTemplateProcessor processor = engine.processThrottled("page", context(guest));
        StringWriter out = new StringWriter();
        while (!processor.isFinished()) {
            processor.process(piece, out);
        }
        return out.toString();
    }

    House touch(String type, Object id) {
        cache.touch(type, id);
        return this;
    }

    House wait(String duration) {
        now = now.plus(Lifetime.of(duration).fresh());
        return this;
    }

    /** Runs what was left to do behind the readers. */
    void runBackground() {
        while (!background.isEmpty()) {
            background.remove().run();
        }
    }

    /** What the cache did since the last time this was asked. */
    List<String> events() {
        List<String> since = List.copyOf(events);
        events.clear();
        return since;
    }

    FragmentCache cache() {
        return cache;
    }

    private WebContext context(Guest guest) {
        return new WebContext(new GuestExchange(guest), guest.locale, new HashMap<>(variables));
    }

    @Override
    protected @Nullable ITemplateResource computeTemplateResource(
            IEngineConfiguration configuration,
            String owner,
            String template,
            String resource,
            String encoding,
            Map<String, Object> attributes) {
        String source = sources.get(template);
        return source == null ? null : new StringTemplateResource(source);
    }

    /** In few words: {@code MISS card}, {@code refused card: why}. */
    private final class Events implements Listener {
        @Override
        public void lookedUp(LookedUp event) {
            events.add(event.outcome() + " " + event.locator().name());
        }

        @Override
        public void notStored(NotStored event) {
            events.add("refused " + event.locator().name() + ": " + event.reason());
        }
    }
}
