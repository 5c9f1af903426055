package io.fragmentcache.internal.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.FragmentCache;
import io.fragmentcache.FragmentCacheBuilder;
import io.fragmentcache.freshness.Lifetime;
import io.fragmentcache.store.CaffeineStore;
import io.fragmentcache.store.Store;
import io.fragmentcache.thymeleaf.CacheDialect;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.IEngineConfiguration;
import org.thymeleaf.TemplateEngine;
import org.thymeleaf.cache.AlwaysValidCacheEntryValidity;
import org.thymeleaf.cache.ICacheEntryValidity;
import org.thymeleaf.cache.NonCacheableCacheEntryValidity;
import org.thymeleaf.context.IExpressionContext;
import org.thymeleaf.context.WebContext;
import org.thymeleaf.dialect.IDialect;
import org.thymeleaf.exceptions.TemplateProcessingException;
import org.thymeleaf.messageresolver.StandardMessageResolver;
import org.thymeleaf.spring6.SpringTemplateEngine;
import org.thymeleaf.templateresolver.AbstractConfigurableTemplateResolver;
import org.thymeleaf.templateresource.ITemplateResource;
import org.thymeleaf.templateresource.StringTemplateResource;

/** The same pages with the cache and without: what plain Thymeleaf prints is the oracle. */
final class Pages {
    private final Map<String, String> sources = new HashMap<>();
    private final Map<String, Object> model = new HashMap<>();
    private final Queue<Runnable> background = new ArrayDeque<>();
    private final TemplateEngine cached;
    private final TemplateEngine plain;
    private boolean reactive;
    private boolean cacheable = true;
    private Instant now = Instant.parse("2026-11-22T12:00:00Z");

    private Pages(boolean spel, Store store, UnaryOperator<FragmentCacheBuilder> configure) {
        cached = spel ? new SpringTemplateEngine() : new TemplateEngine();
        plain = spel ? new SpringTemplateEngine() : new TemplateEngine();
        cached.setTemplateResolver(new Sources(false));
        plain.setTemplateResolver(new Sources(true));
        messages(cached);
        messages(plain);
        cached.addDialect(new CacheDialect(configure
                .apply(FragmentCache.over(store)
                        .lifetime(Lifetime.of("5m").stale("1h").jitter(0))
                        .clock(() -> now)
                        .executor(background::add))
                .build()));
    }

    private static void messages(TemplateEngine engine) {
        StandardMessageResolver resolver = new StandardMessageResolver();
        resolver.addDefaultMessage("m", "message {0}");
        engine.setMessageResolver(resolver);
    }

    static Pages open() {
        return with(builder -> builder);
    }

    /** Over exchanges that are not those of servlets. */
    static Pages reactive() {
        Pages pages = open();
        pages.reactive = true;
        return pages;
    }

    /** Has the engines parse each template for each request. */
    Pages notCacheable() {
        cacheable = false;
        return this;
    }

    static Pages strict() {
        return with(builder -> builder.strict(true));
    }

    static Pages with(UnaryOperator<FragmentCacheBuilder> configure) {
        return new Pages(false, CaffeineStore.ofMegabytes(8), configure);
    }

    static Pages of(boolean spel, Store store) {
        return of(spel, store, builder -> builder);
    }

    static Pages of(boolean spel, Store store, UnaryOperator<FragmentCacheBuilder> configure) {
        return new Pages(spel, store, configure);
    }

    Pages template(String name, String source) {
        sources.put(name, source);
        return this;
    }

    Pages set(String name, Object value) {
        model.put(name, value);
        return this;
    }

    String shows(Visit visit) {
        return shows("page", visit);
    }

    String plain(Visit visit) {
        return plain("page", visit);
    }

    String shows(String page, Visit visit) {
        return cached.process(page, context(visit));
    }

    String plain(String page, Visit visit) {
        return plain.process(page, context(visit));
    }

    /** What is shown, or that it fails. */
    String outcome(String page, Visit visit) {
        return outcome(cached, page, visit);
    }

    /** What plain Thymeleaf shows, or that it fails. */
    String plainOutcome(String page, Visit visit) {
        return outcome(plain, page, visit);
    }

    private String outcome(TemplateEngine engine, String page, Visit visit) {
        try {
            return engine.process(page, context(visit));
        } catch (TemplateProcessingException fails) {
            return "fails";
        }
    }

    /** Lets the time of what is stored be over, so that it is stale. */
    void passTime() {
        now = now.plusSeconds(360);
    }

    void runBackground() {
        while (!background.isEmpty()) {
            background.remove().run();
        }
    }

    /** Has the engines parse again. */
    void clearTemplates() {
        cached.clearTemplateCache();
        plain.clearTemplateCache();
    }

    /** Adds to both engines. */
    Pages dialect(IDialect dialect) {
        cached.addDialect(dialect);
        plain.addDialect(dialect);
        return this;
    }

    /** Whoever asks in whatever order is shown what plain Thymeleaf prints for them: missed, hit, stale and regenerated. */
    void areRightFor(Visit... visits) {
        for (int round = 0; round < 2; round++) {
            for (Visit visit : visits) {
                assertThat(shows(visit)).isEqualTo(plain(visit));
            }
        }
        passTime();
        for (Visit visit : visits) {
            assertThat(shows(visit)).as("stale").isEqualTo(plain(visit));
        }
        runBackground();
        for (Visit visit : visits) {
            assertThat(shows(visit)).as("regenerated").isEqualTo(plain(visit));
        }
    }

    WebContext context(Visit visit) {
        return new WebContext(reactive ? new OtherExchange(visit.exchange()) : visit.exchange(), visit.locale, new HashMap<>(model));
    }

    /** For beans that begin a rendering of their own. */
    String nested(String template, IExpressionContext around, boolean isPlain) {
        WebContext own = new WebContext(((org.thymeleaf.context.IWebContext) around).getExchange(), around.getLocale());
        return (isPlain ? plain : cached).process(template, own);
    }

    private final class Sources extends AbstractConfigurableTemplateResolver {
        private final boolean stripped;

        Sources(boolean stripped) {
            this.stripped = stripped;
        }

        @Override
        protected ICacheEntryValidity computeValidity(
                IEngineConfiguration configuration, @Nullable String owner, String template, Map<String, Object> attributes) {
            return cacheable ? AlwaysValidCacheEntryValidity.INSTANCE : NonCacheableCacheEntryValidity.INSTANCE;
        }

        @Override
        protected @Nullable ITemplateResource computeTemplateResource(
                IEngineConfiguration configuration,
                @Nullable String owner,
                String template,
                String resource,
                @Nullable String encoding,
                Map<String, Object> attributes) {
            String source = sources.get(template);
            if (source == null) {
                return null;
            }
            return new StringTemplateResource(
                    stripped
                            ? source.replace("cache:each=", "th:each=")
                                    .replaceAll("<cache:fragment[^>]*>", "<th:block>")
                                    .replace("</cache:fragment>", "</th:block>")
                                    .replaceAll("cache:hole=\"(?=[^\"])", "th:with=\"")
                                    .replaceAll("\\s(?:data-)?cache[:-][\\w-]+(?:=\"[^\"]*\"|='[^']*')?", "")
                            : source);
        }
    }
}
