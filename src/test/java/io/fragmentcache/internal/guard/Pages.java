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
import org.thymeleaf.context.IExpressionContext;
import org.thymeleaf.context.WebContext;
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
    private Instant now = Instant.parse("2026-11-22T12:00:00Z");

    private Pages(boolean spel, Store store, UnaryOperator<FragmentCacheBuilder> configure) {
        cached = spel ? new SpringTemplateEngine() : new TemplateEngine();
        plain = spel ? new SpringTemplateEngine() : new TemplateEngine();
        cached.setTemplateResolver(new Sources(false));
        plain.setTemplateResolver(new Sources(true));
        cached.addDialect(new CacheDialect(configure
                .apply(FragmentCache.over(store)
                        .lifetime(Lifetime.of("5m").stale("1h").jitter(0))
                        .clock(() -> now)
                        .executor(background::add))
                .build()));
    }

    static Pages open() {
        return with(builder -> builder);
    }

    static Pages strict() {
        return with(builder -> builder.strict(true));
    }

    static Pages with(UnaryOperator<FragmentCacheBuilder> configure) {
        return new Pages(false, CaffeineStore.ofMegabytes(8), configure);
    }

    static Pages of(boolean spel, Store store) {
        return new Pages(spel, store, builder -> builder);
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
        return cached.process("page", context(visit));
    }

    String plain(Visit visit) {
        return plain.process("page", context(visit));
    }

    /** Whoever asks in whatever order is shown what plain Thymeleaf prints for them: missed, hit, stale and regenerated. */
    void areRightFor(Visit... visits) {
        for (int round = 0; round < 2; round++) {
            for (Visit visit : visits) {
                assertThat(shows(visit)).isEqualTo(plain(visit));
            }
        }
        now = now.plusSeconds(360);
        for (Visit visit : visits) {
            assertThat(shows(visit)).as("stale").isEqualTo(plain(visit));
        }
        while (!background.isEmpty()) {
            background.remove().run();
        }
        for (Visit visit : visits) {
            assertThat(shows(visit)).as("regenerated").isEqualTo(plain(visit));
        }
    }

    WebContext context(Visit visit) {
        return new WebContext(visit.exchange(), visit.locale, new HashMap<>(model));
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
            setCacheable(true);
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
                    stripped ? source.replaceAll("\\scache:[\\w-]+(?:=\"[^\"]*\")?", "") : source);
        }
    }
}
