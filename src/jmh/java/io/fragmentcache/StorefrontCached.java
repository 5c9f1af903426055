package io.fragmentcache;

import io.fragmentcache.freshness.Lifetime;
import io.fragmentcache.thymeleaf.CacheDialect;
import org.thymeleaf.TemplateEngine;

/** The page with card, list and main remembered by this library. */
final class StorefrontCached {
    private final TemplateEngine engine = StorefrontEngines.engine();
    private final FragmentCache cache =
            FragmentCache.inMemory().lifetime(Lifetime.of("1h").stale("1h")).build();

    private final String template;

    /** @param template one of the ways to mark the page */
    StorefrontCached(String template) {
        this.template = template;
        engine.addDialect(new CacheDialect(cache));
    }

    void page(StorefrontCategory category, PageBuffer out) {
        StorefrontPage.render(engine, template, StorefrontPage.model(category), out);
    }

    void touch(Object... models) {
        cache.touch(models);
    }

    void close() {
        cache.close();
    }
}
