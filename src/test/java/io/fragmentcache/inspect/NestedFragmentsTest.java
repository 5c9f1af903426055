package io.fragmentcache.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.FragmentCache;
import io.fragmentcache.internal.usage.Usage;
import io.fragmentcache.stage.MapTemplates;
import io.fragmentcache.thymeleaf.CacheDialect;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.thymeleaf.TemplateEngine;
import org.thymeleaf.context.Context;

/** What the inspector keeps of the fragments in other texts does not fill the heap, whatever visitors send. */
class NestedFragmentsTest {
    private static final int LONGEST = 32 << 20;

    @Test
    void keysOfEightKilobytesAreWeighedAndLetGo() {
        NestedFragments nested = new NestedFragments(new Usage(() -> 1_000_000_000));
        try (FragmentCache cache = FragmentCache.inMemory().build()) {
            cache.engine().inspection().watch(nested);
            TemplateEngine engine = new TemplateEngine();
            engine.setTemplateResolver(new MapTemplates().put("page", """
                    <div cache:fragment="outer" cache:key="${q}"><p cache:fragment="inner" cache:key="${q}">x</p></div>"""));
            engine.addDialect(new CacheDialect(cache));
            String large = "x".repeat(8_000);
            for (int i = 0; i < 6_000; i++) {
                engine.process("page", new Context(Locale.ENGLISH, Map.of("q", large + i)));
            }
        }
        assertThat(nested.size()).isBetween(LONGEST / 2L, (long) LONGEST);
    }
}
