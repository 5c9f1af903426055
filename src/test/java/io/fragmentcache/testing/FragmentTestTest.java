package io.fragmentcache.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.FragmentCache;
import io.fragmentcache.FragmentCacheBuilder;
import io.fragmentcache.freshness.Lifetime;
import io.fragmentcache.thymeleaf.CacheDialect;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.thymeleaf.ITemplateEngine;
import org.thymeleaf.TemplateEngine;

/** JUnit hands each test a stage of its own, over the engine and the settings of the application. */
@FragmentTest(engine = FragmentTestTest.ShopEngine.class, settings = FragmentTestTest.ShopSettings.class)
class FragmentTestTest {
    private FragmentStage fromSetUp;

    @BeforeEach
    void setUp(FragmentStage shop) {
        fromSetUp = shop;
    }

    @Test
    void theSetUpAndTheTestShareOneStage(FragmentStage shop) {
        assertThat(shop).isSameAs(fromSetUp);
        shop.render("card").missed("card");
    }

    @Test
    void theNextTestBeginsWithAnEmptyCache(FragmentStage shop) {
        shop.render("card").missed("card");
    }

    @Test
    void theSettingsOfTheApplicationsCacheAndOfTheTestAreThoseOfTheStage(FragmentStage shop) {
        Visitor swiss = Visitor.named("Reto").cookie("currency", "CHF").header("role", "guest");
        shop.render(swiss, "card", Map.of()).missed("card x currency=CHF role=guest");
        shop.advance("2m").render(swiss, "card", Map.of()).stale("card");
    }

    @Test
    void aTemplateOfTheTestStandsBeforeThatOfTheApplication(FragmentStage shop) {
        shop.template("card", "<i>mine</i>").render("card").shows("<i>mine</i>");
        shop.template("page", "<p th:insert=\"~{other}\"></p>").render("page").shows("<p><u>other</u></p>");
    }

    @Nested
    class Inside {
        @Test
        void nestedTestsShareTheAnnotationOfTheClassAround(FragmentStage shop) {
            shop.render("card").missed("card");
        }
    }

    /** The application's engine, whose own cache the stage leaves alone. */
    static final class ShopEngine implements Supplier<ITemplateEngine> {
        @Override
        public ITemplateEngine get() {
            StringTemplates templates = new StringTemplates();
            templates.put(
                    "card",
                    "<b shop:fragment='card' shop:key=\"'x'\" shop:vary='currency, role' shop:lifetime='news'>b</b>");
            templates.put("other", "<u>other</u>");
            TemplateEngine engine = new TemplateEngine();
            engine.setTemplateResolver(templates);
            // Under a prefix of its own, which the stage keeps.
            engine.addDialect(
                    "shop",
                    new CacheDialect(FragmentCache.inMemory()
                            .vary("role", request -> request.header("role"))
                            .profile("news", Lifetime.of("1m").stale("9m"))
                            .build()));
            return engine;
        }
    }

    /** The settings of the application's cache. */
    static final class ShopSettings implements CacheSettings {
        @Override
        public FragmentCacheBuilder apply(FragmentCacheBuilder cache) {
            return cache.vary("currency", request -> request.cookie("currency"));
        }
    }
}
