package io.fragmentcache.thymeleaf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.fragmentcache.stage.Counter;
import io.fragmentcache.stage.MapTemplates;
import io.fragmentcache.stage.Stage;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.thymeleaf.EngineConfiguration;
import org.thymeleaf.TemplateEngine;
import org.thymeleaf.context.Context;
import org.thymeleaf.dialect.IDialect;
import org.thymeleaf.dialect.IPostProcessorDialect;
import org.thymeleaf.engine.AbstractTemplateHandler;
import org.thymeleaf.engine.DataDrivenTemplateIterator;
import org.thymeleaf.model.IOpenElementTag;
import org.thymeleaf.model.IText;
import org.thymeleaf.postprocessor.IPostProcessor;
import org.thymeleaf.postprocessor.PostProcessor;
import org.thymeleaf.standard.StandardDialect;
import org.thymeleaf.templatemode.TemplateMode;

/** Corners of Thymeleaf where a cache goes wrong unseen. */
class TrapTest {
    private final Counter count = new Counter();
    private final Stage shop = Stage.lifetime("5m fresh, 1h stale").with("count", count);

    @Test
    void theEngineKeepsItsShortCuts() {
        TemplateEngine engine = new TemplateEngine();
        engine.addDialect(new CacheDialect());
        EngineConfiguration configuration = (EngineConfiguration) engine.getConfiguration();

        for (TemplateMode mode : TemplateMode.values()) {
            assertThat(configuration.isModelReshapeable(mode)).as("%s", mode).isTrue();
        }
    }

    @Test
    void aDataDrivenIteratorIsAnErrorAndNotAnEmptyList() {
        shop.template(
                        "page",
                        "<ul cache:fragment=\"a\" cache:key=\"'k'\"><li th:each=\"r : ${rows}\" th:text=\"${r}\"></li></ul>")
                .with("rows", new DataDrivenTemplateIterator());

        assertThat(catchThrowable(() -> shop.render("page")))
                .rootCause()
                .hasMessage("The variable 'rows' is data-driven: inside a cached fragment it would print nothing."
                        + " Collect it into a list, or leave this part uncached.");
        assertThat(shop.stored()).isZero();
    }

    @Test
    void preprocessingIsExecutedByPagesOnlyNotByTheDigest() {
        shop.template(
                "page",
                "<p cache:fragment=\"a\" cache:key=\"'k'\"><b th:text=\"${'__${count.of('pre')}__' + 'x'}\"></b></p>");

        shop.render("page").shows("<p><b>x</b></p>");
        assertThat(count.get("pre")).isEqualTo(1);
        shop.render("page").hit("a k");
        assertThat(count.get("pre")).isEqualTo(1);
    }

    @Test
    void aPostProcessorSeesAFinishedFragmentAsOneTextThatIsRenderedOnce() {
        Seen seen = new Seen();
        shop.dialect(seen)
                .template(
                        "page",
                        "<div cache:fragment=\"a\" cache:key=\"'k'\"><p>1</p><p cache:hole=\"\">[(${count.of('hole')})]2</p></div>");

        String text = shop.render("page").shows("<div><p>1</p><p>2</p></div>").text();
        assertThat(shop.render("page").text()).isEqualTo(text);

        assertThat(seen.opened()).isZero();
        assertThat(seen.texts()).isEqualTo(2);
        assertThat(count.get("hole")).isEqualTo(2);
    }

    /** A dialect that reads all that leaves the engine. */
    private static final class Seen implements IPostProcessorDialect {
        private static final AtomicInteger TEXTS = new AtomicInteger();
        private static final AtomicInteger OPENED = new AtomicInteger();

        Seen() {
            TEXTS.set(0);
            OPENED.set(0);
        }

        int texts() {
            return TEXTS.get();
        }

        int opened() {
            return OPENED.get();
        }

        @Override
        public String getName() {
            return "seen";
        }

        @Override
        public int getDialectPostProcessorPrecedence() {
            return 1000;
        }

        @Override
        public Set<IPostProcessor> getPostProcessors() {
            return Set.of(new PostProcessor(TemplateMode.HTML, Handler.class, 1000));
        }

        public static final class Handler extends AbstractTemplateHandler {
            @Override
            public void handleText(IText text) {
                assertThat(text.getText()).hasSize(text.length());
                TEXTS.incrementAndGet();
                super.handleText(text);
            }

            @Override
            public void handleOpenElement(IOpenElementTag tag) {
                OPENED.incrementAndGet();
                super.handleOpenElement(tag);
            }
        }
    }

    @Test
    void oneDialectServesSeveralEnginesWithoutMixingTheirTemplates() {
        CacheDialect dialect = new CacheDialect();
        String first = "<p cache:fragment=\"a\" cache:key=\"'k'\">first</p>";

        assertThat(print(dialect, first)).isEqualTo("<p>first</p>");
        assertThat(print(dialect, first.replace("first", "second"))).isEqualTo("<p>second</p>");
        assertThat(print(dialect, first)).isEqualTo("<p>first</p>");
    }

    private static String print(IDialect dialect, String page) {
        TemplateEngine engine = new TemplateEngine();
        engine.setTemplateResolver(new MapTemplates().put("page", page));
        engine.addDialect(dialect);
        return engine.process("page", new Context());
    }

    @Test
    void aTemplateGivenAsAStringIsItsOwnTemplate() {
        TemplateEngine engine = new TemplateEngine();
        engine.addDialect(new CacheDialect());
        String page = "<p cache:fragment=\"a\" cache:key=\"'k'\" th:text=\"${x}\">t</p>";

        assertThat(engine.process(page, new Context(Locale.ENGLISH, Map.of("x", 1))))
                .isEqualTo("<p>1</p>");
        assertThat(engine.process(page, new Context(Locale.ENGLISH, Map.of("x", 2))))
                .isEqualTo("<p>1</p>");
        assertThat(engine.process(page + " ", new Context(Locale.ENGLISH, Map.of("x", 3))))
                .isEqualTo("<p>3</p> ");
    }

    @Test
    void anotherPrefixWorksToo() {
        TemplateEngine engine = new TemplateEngine();
        MapTemplates templates =
                new MapTemplates().put("page", "<p c:fragment=\"a\" c:key=\"'k'\" t:text=\"${x}\" xmlns:c=\"x\">t</p>");
        engine.setTemplateResolver(templates);
        engine.setDialectsByPrefix(Map.of("t", new StandardDialect(), "c", new CacheDialect()));

        assertThat(engine.process("page", new Context(Locale.ENGLISH, Map.of("x", 1))))
                .isEqualTo("<p>1</p>");
        assertThat(engine.process("page", new Context(Locale.ENGLISH, Map.of("x", 2))))
                .isEqualTo("<p>1</p>");
    }

    @Test
    void aTextThatIsTooLongIsShownAndNotStored() {
        shop.template("page", "<p cache:fragment=\"a\" cache:key=\"'k'\" th:text=\"${long}\"></p>")
                .with("long", "x".repeat((1 << 20) + 1));

        shop.render("page").missed("a k").refused("a");
        assertThat(shop.stored()).isZero();
    }

    @Test
    void insertSeesTheLoopVariableOfItsTagUnlikePlainThymeleaf() {
        shop.template(
                        "page",
                        "<i th:each=\"x : ${xs}\" cache:fragment=\"a\" cache:key=\"${x}\" th:insert=\"~{f :: f(${x})}\"></i>")
                .template("f", "<b th:fragment=\"f(z)\" th:text=\"${z}\"></b>")
                .with("xs", List.of(1, 2));

        shop.render("page").shows("<i><b>1</b></i><i><b>2</b></i>").missed("a 1", "a 2");
    }
}
