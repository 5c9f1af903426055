package io.fragmentcache.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.FragmentCacheBuilder;
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
    void theSettingsOfTheApplicationAreThoseOfTheStage(FragmentStage shop) {
        Visitor swiss = Visitor.named("Reto").cookie("currency", "CHF");
        shop.render(swiss, "card", Map.of()).missed("card x currency=CHF");
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
            templates.put("card", "<b shop:fragment='card' shop:key=\"'x'\" shop:vary='currency'>b</b>");
            templates.put("other", "<u>other</u>");
            TemplateEngine engine = new TemplateEngine();
            engine.setTemplateResolver(templates);
            // Under a prefix of its own, which the stage keeps.
            engine.addDialect("shop", new CacheDialect());
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
