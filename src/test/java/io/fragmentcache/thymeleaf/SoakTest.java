package io.fragmentcache.thymeleaf;

import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.FragmentCache;
import io.fragmentcache.freshness.Lifetime;
import io.fragmentcache.internal.engine.Body;
import io.fragmentcache.internal.engine.Engine;
import io.fragmentcache.internal.engine.Fragment;
import io.fragmentcache.internal.engine.Lookup;
import io.fragmentcache.key.KeyBuilder;
import io.fragmentcache.key.KeyPrefix;
import io.fragmentcache.key.Locator;
import io.fragmentcache.key.Versions;
import io.fragmentcache.store.CaffeineStore;
import io.fragmentcache.store.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.thymeleaf.TemplateEngine;
import org.thymeleaf.context.Context;
import org.thymeleaf.templateresolver.StringTemplateResolver;

/**
 * What any visitor can make up does not fill the heap: languages, templates given as strings, and keys of 8 KB that are
 * refused or fail. Runs where {@code -Dfragmentcache.soak=1000000} asks for it, with {@code -Xmx128m}.
 */
@Timeout(value = 60, unit = TimeUnit.MINUTES)
@EnabledIfSystemProperty(named = "fragmentcache.soak", matches = "\\d+")
class SoakTest {
    private static final int ROUNDS = Integer.getInteger("fragmentcache.soak", 0);
    private static final long MEGABYTE = 1 << 20;

    private static final int STORE_MEGABYTES = 64;

    /** More than have room. */
    private static final int SMALL_TEXTS_OF_A_MEGABYTE = 2_000;

    /** Says of each rendering that it failed, with its stack. */
    private static final Logger QUIET = Logger.getLogger("io.fragmentcache");

    private final Store store = CaffeineStore.ofMegabytes(STORE_MEGABYTES);
    private final FragmentCache cache = FragmentCache.over(store).build();

    /** The store is full from the beginning, so that what grows is not what it holds. */
    @BeforeEach
    void fill() {
        QUIET.setLevel(Level.OFF);
        for (int i = 0; i < STORE_MEGABYTES * SMALL_TEXTS_OF_A_MEGABYTE; i++) {
            String text = "<p>text of " + i + "</p>";
            cache.text("filling", i, Lifetime.of("1d"), () -> text);
        }
    }

    @AfterEach
    void speakAgain() {
        QUIET.setLevel(null);
        cache.close();
    }

    @Test
    void languagesDoNotFillTheHeap() {
        TemplateEngine engine = engine();
        String page =
                "<p cache:fragment='f' cache:key=\"'k'\">text</p><p cache:fragment='g' cache:key=\"'k'\">text</p>";
        flat(ROUNDS, i -> engine.process(page, new Context(Locale.forLanguageTag("en-x-a" + Integer.toString(i, 36)))));
    }

    @Test
    void templatesGivenAsStringsDoNotFillTheHeap() {
        TemplateEngine engine = engine();
        flat(
                ROUNDS / 10,
                i -> engine.process(
                        "<p cache:fragment='f' cache:key=\"'k'\">text of " + i + "</p>", new Context(Locale.ENGLISH)));
    }

    @Test
    void keysOfEightKilobytesThatAreRefusedOrFailDoNotFillTheHeap() {
        Engine engine = cache.engine();
        String large = "x".repeat(8_000);
        flat(ROUNDS, i -> {
            Lookup missed = engine.lookup(fragment(large + i), Lookup.Place.NOWHERE);
            Body refused = doll -> {
                doll.refuse("for one only");
                return new Body.Text("secret");
            };
            Body failing = doll -> {
                throw new IllegalStateException("down");
            };
            try {
                engine.render(missed, i % 2 == 0 ? refused : failing);
            } catch (IllegalStateException down) {
                assertThat(down).hasMessage("down");
            }
        });
    }

    private static Fragment fragment(String key) {
        KeyBuilder builder = new KeyBuilder(Versions.none(), KeyPrefix.of("", "soak")).add(key);
        return new Fragment(
                new Locator("text", "soak"),
                builder.key(),
                builder.version(),
                Lifetime.DEFAULT,
                Set.of(),
                builder::tags);
    }

    private TemplateEngine engine() {
        TemplateEngine engine = new TemplateEngine();
        engine.setTemplateResolver(new StringTemplateResolver());
        engine.addDialect(new CacheDialect(cache));
        return engine;
    }

    /** After the first tenth the heap may not grow by more than an eighth of what a heap of 128 MB has. */
    private static void flat(int rounds, IntConsumer round) {
        List<Long> curve = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            round.accept(i);
            if ((i + 1) % Math.max(1, rounds / 10) == 0) {
                curve.add(used());
            }
        }
        System.getLogger("soak").log(System.Logger.Level.INFO, () -> "MB by tenths: " + curve);
        assertThat(curve.get(9)).as("%s", curve).isLessThan(curve.get(0) + 16);
    }

    private static long used() {
        Runtime runtime = Runtime.getRuntime();
        System.gc();
        return (runtime.totalMemory() - runtime.freeMemory()) / MEGABYTE;
    }
}
