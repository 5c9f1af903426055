package io.fragmentcache.thymeleaf;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.junit.jupiter.api.Test;

/** Each body is evaluated once for each miss. */
class OnceTest {
    private static final int VISITORS = 32;

    private final Counter count = new Counter();
    private final Stage shop = Stage.lifetime("5m fresh, 1h stale").with("count", count);
    private final Item tea = Item.of("tea", "Tea");
    private final Item oat = Item.of("oat", "Oat");

    @Test
    void aMissEvaluatesKeyAndBodyOnceNestedIncluded() {
        shop.template("list", """
                <ul th:with="w=${count.of('with')}" cache:fragment="list" cache:key="${count.of('key') + 'k'}">[(${count.of('list')})]<li th:each="p : ${items}" th:if="${count.of('if') == ''}" cache:fragment="item" cache:key="${p}">[(${count.of('item')})]<b cache:fragment="deep" cache:key="${p.name}" th:text="${count.of('deep') + p.name}"></b></li></ul>""");

        shop.render("list", tea, oat)
                .shows("<ul><li><b>Tea</b></li><li><b>Oat</b></li></ul>")
                .missed("list k", "item tea", "deep Tea", "item oat", "deep Oat");

        assertCounts(1, 1, 2, 2, 2);
        assertThat(count.get("key")).isEqualTo(1);

        shop.render("list", tea, oat).hit("list k");

        assertCounts(2, 1, 2, 2, 2);
        assertThat(count.get("key")).isEqualTo(2);
    }

    private void assertCounts(int with, int list, int condition, int item, int deep) {
        assertThat(List.of(count.get("with"), count.get("list"), count.get("if"), count.get("item"), count.get("deep")))
                .containsExactly(with, list, condition, item, deep);
    }

    @Test
    void thatHoldsForEachFormOfATag() {
        shop.template("page", """
                        <cache:fragment name="a" key="'k'" th:text="${count.of('a')}">x</cache:fragment><p cache:fragment="b" cache:key="'k'" th:insert="~{f :: f(${count.of('b')})}"></p><p cache:fragment="c" cache:key="'k'" th:replace="~{f :: f(${count.of('c')})}"></p><p cache:fragment="d" cache:key="'k'" th:replace="${count.of('d') != ''} ? ~{f :: f('')} : _">[(${count.of('own')})]</p>""").template("f", "<i th:fragment=\"f(z)\">[(${count.of('f')})][(${z})]</i>");

        shop.render("page").missed("a k", "b k", "c k", "d k");
        shop.render("page").hit("a k", "b k", "c k", "d k");

        assertThat(List.of("a", "b", "c", "d", "own", "f"))
                .extracting(count::get)
                .containsExactly(1, 1, 1, 1, 1, 2);
    }

    @Test
    void aConditionNotToCacheEvaluatesOnceForEachPage() {
        shop.template("page", """
                <p cache:fragment="a" cache:key="${count.of('key')}" cache:if="${count.of('if') != ''}" th:text="${count.of('body')}"></p>""");

        shop.render("page").shows("<p></p>").missed();
        shop.render("page").shows("<p></p>").hit();

        assertThat(List.of("key", "if", "body")).extracting(count::get).containsExactly(0, 2, 2);
        assertThat(shop.stored()).isZero();
    }

    @Test
    void thirtyTwoVisitorsWhoMissTogetherRenderOnce() throws Exception {
        CountDownLatch asked = new CountDownLatch(VISITORS);
        CountDownLatch open = new CountDownLatch(1);
        shop.with("gate", new Gate(asked, open)).template("page", """
                <p cache:fragment="a" cache:key="${gate.ask('k')}">[(${count.of('body')})][(${gate.pass('text')})]</p>""");
        ExecutorService visitors = Executors.newFixedThreadPool(VISITORS);
        try {
            List<Future<String>> pages = new ArrayList<>();
            for (int i = 0; i < VISITORS; i++) {
                pages.add(visitors.submit(() -> shop.render("page").text()));
            }
            // The one who renders is held inside the body until all others have evaluated their keys.
            assertThat(asked.await(30, TimeUnit.SECONDS)).isTrue();
            open.countDown();

            for (Future<String> page : pages) {
                assertThat(page.get(30, TimeUnit.SECONDS)).isEqualTo("<p>text</p>");
            }
        } finally {
            visitors.shutdownNow();
        }
        assertThat(count.get("body")).isEqualTo(1);
        assertThat(shop.heard().since(0, "RENDERED")).containsExactly("a k");
    }

    /** Lets a test hold a template where it is. */
    public record Gate(CountDownLatch asked, CountDownLatch open) {
        public String ask(String text) {
            asked.countDown();
            return text;
        }

        public String pass(String text) throws InterruptedException {
            if (!open.await(30, TimeUnit.SECONDS)) {
                throw new IllegalStateException("nobody opened the gate");
            }
            return text;
        }
    }
}
