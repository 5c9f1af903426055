package io.fragmentcache.thymeleaf;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.fragmentcache.FragmentCache;
import io.fragmentcache.stage.Item;
import io.fragmentcache.stage.MapTemplates;
import java.io.Writer;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.thymeleaf.TemplateEngine;
import org.thymeleaf.context.Context;

/**
 * How many bytes a page asks for, as the interpreter does it: the JIT compiler only takes some away. Bounds are a tenth
 * above what was measured, so that a copy more of the HTML, or an object more a row, is seen.
 */
class AllocatedBytesTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int CARDS = 50;
    private static final int WARM_UPS = 40;

    private static final String CARD = """
            <li%s><h3 th:text="${i.name}">x</h3><p>%s</p><b th:text="${i.name}">x</b>%s</li>""";
    private static final String PAGE = """
            <html><body><h1>Shop</h1><main%s><ul%s>%s</ul></main></body></html>""";

    private final FragmentCache cache = FragmentCache.inMemory().build();
    private final TemplateEngine engine = new TemplateEngine();
    private Item[] items = IntStream.range(0, CARDS)
            .mapToObj(i -> Item.of(String.valueOf(i), "n" + i))
            .toArray(Item[]::new);

    AllocatedBytesTest() {
        String story = "A long story. ".repeat(60);
        String rows = CARD.formatted(" th:each=\"i : ${items}\"", story, "");
        String cards =
                CARD.formatted(" cache:each=\"i : ${items}\" cache:fragment=\"card\" cache:key=\"${i}\"", story, "");
        String withHoles =
                CARD.formatted(" th:each=\"i : ${items}\"", story, "<i cache:hole th:text=\"${token}\">x</i>");
        engine.setTemplateResolver(new MapTemplates()
                .put("layout", PAGE.formatted("", "", ""))
                .put("plain", PAGE.formatted("", "", rows))
                .put(
                        "cached",
                        PAGE.formatted(
                                " cache:fragment=\"main\" cache:key=\"'home'\"",
                                " cache:fragment=\"list\" cache:key=\"'all'\"",
                                cards))
                .put("holes", PAGE.formatted(" cache:fragment=\"main\" cache:key=\"'h'\"", "", withHoles)));
        engine.addDialect(new CacheDialect(cache));
    }

    @AfterEach
    void close() {
        cache.close();
    }

    private long allocatedBy(String template, Runnable before) {
        for (int i = 0; i < WARM_UPS; i++) {
            before.run();
            render(template);
        }
        before.run();
        long bytes = THREADS.getCurrentThreadAllocatedBytes();
        render(template);
        return THREADS.getCurrentThreadAllocatedBytes() - bytes;
    }

    private void render(String template) {
        Context context = new Context();
        context.setVariable("items", items);
        context.setVariable("token", "t");
        engine.process(template, context, Writer.nullWriter());
    }

    private void touchOne() {
        items[7] = items[7].renamed("new");
        cache.touch(items[7]);
    }

    private void touchAll() {
        items = List.of(items).stream().map(item -> item.renamed("new")).toArray(Item[]::new);
        for (Item item : items) {
            cache.touch(item);
        }
    }

    @Test
    void aHitAsksForFewBytes() {
        long hit = allocatedBy("cached", () -> {}) - allocatedBy("layout", () -> {});
        assertThat(hit).isLessThan(2_200);
    }

    @Test
    void aChangeOfOneCardOfFiftyCopiesNoOther() {
        long one = allocatedBy("cached", this::touchOne) - allocatedBy("layout", () -> {});
        assertThat(one).isLessThan(190_000);
    }

    @Test
    void aMissAsksForLittleMoreThanItsRenderingAndItsHtml() {
        long all = allocatedBy("cached", this::touchAll);
        long plain = allocatedBy("plain", () -> {});
        // 15 KB on JDK 17, 17 KB on JDK 25.
        assertThat((all - plain) / (CARDS + 2)).isLessThan(17_500);
    }

    @Test
    void aHoleAsksForLittleMoreThanItsRendering() {
        long holes = allocatedBy("holes", () -> {});
        long none = allocatedBy("cached", () -> {});
        assertThat((holes - none) / CARDS).isLessThan(2_050);
    }
}
