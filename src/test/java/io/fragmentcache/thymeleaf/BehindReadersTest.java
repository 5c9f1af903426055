package io.fragmentcache.thymeleaf;

import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.stage.Item;
import io.fragmentcache.stage.Stage;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.thymeleaf.context.Context;

/** Templates whose fragments are regenerated behind their readers, or rendered for many at once. */
class BehindReadersTest {
    private static final int READERS = 32;

    private final Item tea = Item.of("tea", "Tea");

    @Test
    void aFreshFragmentIsRegeneratedEarlyAndShownAsAHitMeanwhile() {
        Stage shop = Stage.lifetime("10m fresh, 10m stale, 0.9 early")
                .template("card", "<b cache:fragment=\"card\" cache:key=\"${item}\" th:text=\"${name}\">x</b>")
                .with("name", "old");
        shop.render("card", tea).missed("card tea");
        shop.with("name", "new")
                .wait("9m")
                .render("card", tea)
                .shows("<b>old</b>")
                .hit("card tea");
        shop.runBackground().regenerated("card tea");
        shop.render("card", tea).shows("<b>new</b>").hit("card tea");
    }

    @Test
    void aFragmentWithAHoleIsRenderedOnceForAllAndItsHoleForEach() throws InterruptedException {
        AtomicInteger renders = new AtomicInteger();
        CountDownLatch inside = new CountDownLatch(READERS);
        Supplier<String> slow = () -> {
            renders.incrementAndGet();
            return await(inside);
        };
        Stage shop = Stage.lifetime("10m fresh").template("card", """
                <div cache:fragment="card" cache:key="${item}"><i th:text="${slow.get()}">x</i><u cache:hole th:text="${visitor}">x</u></div>""");
        // The hole of no reader is filled before all have come: each of them asked for the fragment by then.
        Queue<String> shown = new ConcurrentLinkedQueue<>();
        Thread[] readers = new Thread[READERS];
        for (int i = 0; i < READERS; i++) {
            String visitor = "visitor " + i;
            readers[i] = new Thread(() -> {
                inside.countDown();
                Map<String, Object> variables = Map.of("item", tea, "slow", slow, "visitor", visitor);
                shown.add(shop.engine().process("card", new Context(java.util.Locale.ENGLISH, variables)));
            });
            readers[i].start();
        }
        for (Thread reader : readers) {
            reader.join();
        }
        assertThat(renders).hasValue(1);
        assertThat(shown)
                .hasSize(READERS)
                .doesNotHaveDuplicates()
                .allMatch(text -> text.matches("<div><i>slow</i><u>visitor \\d+</u></div>"));
    }

    private static String await(CountDownLatch latch) {
        try {
            latch.await();
            return "slow";
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
