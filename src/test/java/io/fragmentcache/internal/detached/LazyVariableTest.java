package io.fragmentcache.internal.detached;

import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.FragmentCache;
import io.fragmentcache.freshness.Lifetime;
import io.fragmentcache.store.CaffeineStore;
import io.fragmentcache.thymeleaf.CacheDialect;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.thymeleaf.TemplateEngine;
import org.thymeleaf.context.Context;
import org.thymeleaf.context.LazyContextVariable;
import org.thymeleaf.templateresolver.StringTemplateResolver;

/** A lazy variable that cannot be loaded, outside of web applications. */
class LazyVariableTest {
    private static final String PAGE = "<p cache:fragment=\"f\" cache:key=\"'k'\">[[${shown}]]</p>";

    private final Queue<Runnable> background = new ArrayDeque<>();
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-29T12:00:00Z"));
    private final TemplateEngine engine = new TemplateEngine();

    LazyVariableTest() {
        StringTemplateResolver resolver = new StringTemplateResolver();
        resolver.setCacheable(true);
        engine.setTemplateResolver(resolver);
        engine.addDialect(new CacheDialect(FragmentCache.over(CaffeineStore.ofMegabytes(1))
                .lifetime(Lifetime.of("5m").stale("1h").jitter(0))
                .clock(now::get)
                .executor(background::add)
                .build()));
    }

    private String shows(String shown) {
        Context context = new Context(Locale.ENGLISH);
        context.setVariable("shown", shown);
        context.setVariable("broken", new LazyContextVariable<Object>() {
            @Override
            protected Object loadValue() {
                throw new IllegalStateException("no database");
            }
        });
        return engine.process(PAGE, context);
    }

    @Test
    void aStaleTextIsShownAndRegeneratedWhereTheFragmentDoesNotReadIt() {
        assertThat(shows("old")).isEqualTo("<p>old</p>");
        now.updateAndGet(before -> before.plusSeconds(360));
        assertThat(shows("new")).as("stale").isEqualTo("<p>old</p>");
        while (!background.isEmpty()) {
            background.remove().run();
        }
        assertThat(shows("other")).as("regenerated").isEqualTo("<p>new</p>");
    }
}
