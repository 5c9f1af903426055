package io.fragmentcache.thymeleaf;

import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.key.Tag;
import io.fragmentcache.stage.Counter;
import io.fragmentcache.stage.Item;
import io.fragmentcache.stage.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Several who ask for one key at a time. Each test holds the one who renders inside the body. */
class FlightTest {
    private static final int VISITORS = 32;

    private final ExecutorService visitors = Executors.newCachedThreadPool();
    private final Hold hold = new Hold();
    private final Counter count = new Counter();
    private final Stage shop =
            Stage.lifetime("5m fresh, 1h stale").with("hold", hold).with("count", count);
    private final Item tea = Item.of("tea", "Tea");
    private final Item chai = tea.renamed("Chai");

    @AfterEach
    void stop() {
        visitors.shutdownNow();
    }

    /** Stops whoever renders until the test lets go; before it is armed it stops nobody. */
    public static final class Hold {
        private volatile CountDownLatch inside = new CountDownLatch(0);
        private volatile CountDownLatch open = new CountDownLatch(0);

        void arm() {
            inside = new CountDownLatch(1);
            open = new CountDownLatch(1);
        }

        public String here() throws InterruptedException {
            // Read before the test hears of it, which then arms the next one.
            CountDownLatch mine = open;
            inside.countDown();
            if (!mine.await(30, TimeUnit.SECONDS)) {
                throw new IllegalStateException("nobody let go");
            }
            return "";
        }

        void awaitInside() throws InterruptedException {
            assertThat(inside.await(30, TimeUnit.SECONDS)).isTrue();
        }

        void letGo() {
            open.countDown();
        }
    }

    /** Why there is nothing fresh. */
    enum Path {
        COLD,
        EXPIRED,
        VERSION,
        TOUCHED,
        EVICTED
    }

    @ParameterizedTest
    @EnumSource
    void allWhoComeWhileOneRendersShowWhatItBrings(Path path) throws Exception {
        shop.template(
                "page",
                "<p cache:fragment=\"a\" cache:key=\"${item}\">[(${count.of('body')})][[${item.name}]][(${hold.here()})]</p>");
        Item asked = path == Path.VERSION ? chai : tea;
        prepare(path);
        int before = count.get("body");
        hold.arm();
        List<Future<String>> pages = new ArrayList<>();
        List<Thread> waiting = new ArrayList<>();
        pages.add(ask(asked, waiting));
        hold.awaitInside();
        for (int i = 1; i < VISITORS; i++) {
            pages.add(ask(asked, waiting));
        }
        awaitWaiting(waiting, VISITORS);
        hold.letGo();

        for (Future<String> page : pages) {
            assertThat(page.get(30, TimeUnit.SECONDS)).isEqualTo("<p>" + asked.name() + "</p>");
        }
        assertThat(count.get("body")).isEqualTo(before + 1);
    }

    private void prepare(Path path) {
        if (path == Path.COLD) {
            return;
        }
        shop.render("page", tea);
        switch (path) {
            case EXPIRED -> shop.wait("2h");
            case TOUCHED -> shop.touch(tea);
            case EVICTED -> shop.render("page", tea);
            default -> {}
        }
        if (path == Path.EVICTED) {
            shop.evictAll();
        }
    }

    @Test
    void whoComesAfterATouchIsNotShownAFlightThatBeganBefore() throws Exception {
        shop.template(
                "page",
                "<p cache:fragment=\"a\" cache:key=\"${item.id}\" cache:tags=\"'Item:' + ${item.id}\">[[${item.name}]][(${hold.here()})]</p>");
        hold.arm();
        List<Thread> waiting = new ArrayList<>();
        Future<String> before = ask(tea, waiting);
        hold.awaitInside();
        CountDownLatch first = hold.open;
        shop.touch(tea);
        hold.arm();
        Future<String> after = ask(chai, waiting);
        // The second generation renders beside the first, and neither waits for the other.
        hold.awaitInside();
        hold.letGo();
        assertThat(after.get(30, TimeUnit.SECONDS)).isEqualTo("<p>Chai</p>");
        first.countDown();

        // The first one ended last: it neither overwrites the newer text nor is shown after it.
        assertThat(before.get(30, TimeUnit.SECONDS)).isEqualTo("<p>Chai</p>");
        shop.render("page", chai).shows("<p>Chai</p>").hit("a tea");
    }

    @Test
    void aTouchAfterAJoinerCameDoesNotHideTheOneFromBefore() throws Exception {
        shop.template(
                "page",
                "<div cache:fragment=\"o\" cache:key=\"1\"><p cache:fragment=\"a\" cache:key=\"${item.id}\" cache:tags=\"'Item:' + ${item.id}\" th:text=\"${item.name}\"></p>[(${hold.here()})]</div>");
        hold.arm();
        List<Thread> waiting = new ArrayList<>();
        Future<String> before = ask(tea, waiting);
        hold.awaitInside();
        shop.touch(tea);
        // The outer one does not know its tags yet, so this one joins.
        Future<String> joiner = ask(chai, waiting);
        awaitWaiting(waiting, 2);
        shop.touch(tea);
        hold.letGo();

        assertThat(before.get(30, TimeUnit.SECONDS)).isEqualTo("<div><p>Tea</p></div>");
        assertThat(joiner.get(30, TimeUnit.SECONDS)).isEqualTo("<div><p>Chai</p></div>");
    }

    @Test
    void touchingEverythingWhileOneRendersOutdatesWhatItStores() throws Exception {
        shop.template("page", "<p cache:fragment=\"a\" cache:key=\"1\">[(${hold.here()})]x</p>");
        hold.arm();
        Future<String> page = ask(tea, new ArrayList<>());
        hold.awaitInside();
        shop.cache().touchEverything();
        hold.letGo();
        page.get(30, TimeUnit.SECONDS);

        shop.render("page").missed("a 1").because("MISS", "a 1", "touched *");
    }

    @Test
    void theFailureOfOneIsThatOfAllWhoWaitAndTheNextTriesAgain() throws Exception {
        AtomicReference<Boolean> failing = new AtomicReference<>(true);
        shop.with("failing", failing)
                .template(
                        "page",
                        "<p cache:fragment=\"a\" cache:key=\"1\">[(${count.of('body')})][(${hold.here()})]<b th:text=\"${failing.get() ? count.nothing() : 'x'}\"></b></p>");
        hold.arm();
        List<Thread> waiting = new ArrayList<>();
        List<Future<String>> pages = new ArrayList<>();
        pages.add(ask(tea, waiting));
        hold.awaitInside();
        for (int i = 1; i < VISITORS; i++) {
            pages.add(ask(tea, waiting));
        }
        awaitWaiting(waiting, VISITORS);
        hold.letGo();

        for (Future<String> page : pages) {
            assertThat(page)
                    .failsWithin(30, TimeUnit.SECONDS)
                    .withThrowableThat()
                    .withMessageContaining("nothing");
        }
        assertThat(count.get("body")).isEqualTo(1);
        failing.set(false);
        shop.render("page").shows("<p><b>x</b></p>").rendered("a 1");
    }

    @Test
    void aLateRegenerationDoesNotOverwriteWhatWasTouchedAndRenderedSince() {
        shop.template(
                "page",
                "<p cache:fragment=\"a\" cache:key=\"${item.id}\" cache:tags=\"'Item:' + ${item.id}\" th:text=\"${item.name}\"></p>");
        shop.render("page", tea);
        shop.wait("6m").render("page", tea).stale("a tea");
        shop.touch(Tag.of("Item", "tea"))
                .render("page", chai)
                .shows("<p>Chai</p>")
                .missed("a tea");

        shop.runBackground();

        shop.render("page", chai).shows("<p>Chai</p>").hit("a tea");
    }

    private Future<String> ask(Item item, List<Thread> waiting) throws InterruptedException {
        CountDownLatch started = new CountDownLatch(1);
        Future<String> page = visitors.submit(() -> {
            synchronized (waiting) {
                waiting.add(Thread.currentThread());
            }
            started.countDown();
            return shop.engine().process("page", shop.context(item));
        });
        assertThat(started.await(30, TimeUnit.SECONDS)).isTrue();
        return page;
    }

    /** Until all of them wait for one of them. */
    private static void awaitWaiting(List<Thread> threads, int number) {
        assertThat(threads).hasSize(number);
        for (Thread thread : threads) {
            while (thread.getState() != Thread.State.TIMED_WAITING) {
                Thread.onSpinWait();
            }
        }
    }
}
