package io.fragmentcache.internal.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fragmentcache.spi.Listener;
import io.fragmentcache.spi.LookedUp;
import io.fragmentcache.stage.Guest;
import io.fragmentcache.stage.WebStage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What one request makes is not shown in another: rows A1 to A9 and A13 of the list of faults of 0.1, each a kind. */
class FaultsOfVisitorsTest {
    private final Guest zoe =
            Guest.withoutName().session("user", "Zoe").session("plan", "gold").principal("zoe");
    private final Guest jose =
            Guest.withoutName().session("user", "Jose").session("plan", "paid").principal("jose");
    private final Guest stranger = Guest.withoutName();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<p cache:fragment=\"f\" cache:key=\"${session.user} ?: 'nobody'\">Hello [[${session.user}]]</p>",
                "<p cache:fragment=\"f\" cache:key=\"'k'\"><b th:if=\"${session.user}\">in</b> [[${session.user}]]</p>",
                "<p cache:fragment=\"o\" cache:key=\"'k'\"><b cache:fragment=\"i\" cache:key=\"'k'\">[[${session.user}]]</b>[[${session.plan}]]</p>"
            })
    void a1ALoginBetweenTwoStepsIsNeverShownToOthers(String page) {
        for (int step = 0; step < 30; step++) {
            WebStage pages = WebStage.open().template("page", page);
            Guest racing = Guest.withoutName();
            racing.changesAt = step;
            racing.change = () -> racing.session("user", "Zoe").session("plan", "gold");
            pages.shows(racing);
            assertThat(pages.shows(stranger)).as("step " + step).isEqualTo(pages.plain(stranger));
            assertThat(pages.shows(zoe)).as("step " + step).isEqualTo(pages.plain(zoe));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "${session.plan == 'free' ? 'free' : 'paid'}",
                "${#strings.toLowerCase(session.plan)}",
                "${#strings.substring(session.plan, 0, 1)}",
                "${session.plan} ?: 'paid'"
            })
    void a2ValuesThatAreEqualForOneVisitorOnly(String key) {
        WebStage.open()
                .template("page", "<p cache:fragment=\"f\" cache:key=\"" + key + "\">[[${session.plan}]]</p>")
                .areRightFor(
                        jose,
                        zoe,
                        Guest.withoutName().session("plan", "PAID"),
                        Guest.withoutName().session("plan", "gone"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "${param.q}",
                "${#ctx.getExchange().getRequest().getParameterMap().get('q')[1]}",
                "${#strings.arrayJoin(param.q, ',')}",
                "${param.q.length}"
            })
    void a3AllValuesOfAParameterCount(String expression) {
        WebStage pages = WebStage.with(builder -> builder.vary("q", request -> request.parameter("q")))
                .template(
                        "page",
                        "<p cache:fragment=\"f\" cache:key=\"'k'\" cache:vary=\"q\" th:text=\"" + expression
                                + "\"></p>");
        Guest evil = Guest.withoutName().parameter("q", "tea", "EVIL");
        Guest good = Guest.withoutName().parameter("q", "tea", "oat");
        for (Guest visit : new Guest[] {evil, good, evil, good}) {
            String plain;
            try {
                plain = pages.plain(visit);
            } catch (RuntimeException unreadable) {
                return;
            }
            assertThat(pages.shows(visit)).isEqualTo(plain);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[[${#ctx.getExchange().getRequest().getServerName()}]]",
                "[[${#ctx.getExchange().getRequest().getRequestURL()}]]",
                "[[${#ctx.getExchange().getRequest().getRequestPath()}]]",
                "[[${#ctx.getExchange().getRequest().getRequestURI()}]]",
                "[[@{/cart}]]",
                "<a th:href=\"@{/cart(id=1)}\">x</a>",
                "[[${#ctx.getExchange().getSession().exists()}]]",
                "[[${#execInfo.templateName}]]",
                "[[${#ctx.getExchange().getPrincipal()?.getName()}]]"
            })
    void a4HostPathAndPrefixAreFacts(String body) {
        Guest evil = Guest.withoutName().session("a", 1);
        evil.host = "evil.example";
        evil.uri = "/evil/other;jsessionid=1";
        evil.contextPath = "/evil";
        WebStage pages = WebStage.of(true, io.fragmentcache.store.CaffeineStore.ofMegabytes(1))
                .template("page", "<p cache:fragment=\"f\" cache:key=\"'k'\">" + body + "</p>");
        pages.areRightFor(evil, stranger, zoe);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<b th:replace=\"${header}\"></b>",
                "<b th:insert=\"${header}\"></b>",
                "<i th:each=\"n : ${ {1, 2} }\"><b th:insert=\"${header}\"></b></i>",
                "<b th:insert=\"~{third :: third(${header})}\"></b>"
            })
    void a5HandedFragmentsJoinWithTheirArguments(String body) {
        WebStage pages = WebStage.open()
                .template("parts", "<u th:fragment=\"header(x)\">[[${x}]]</u>")
                .template("third", "<s th:fragment=\"third(h)\"><b th:replace=\"${h}\"></b></s>")
                .template(
                        "layout",
                        "<div th:fragment=\"layout(header)\" cache:fragment=\"f\" cache:key=\"'k'\">" + body + "</div>")
                .template("page", "<p th:insert=\"~{layout :: layout(~{parts :: header(${session.user})})}\"></p>");
        pages.areRightFor(zoe, jose, Guest.withoutName().session("user", "x='p y=q'"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"~{t :: f(x='%s')}", "~{t :: g(%s)}", "~{whole(x='%s')}", "~{middle :: m(x='%s')}"})
    void a6ParametersByEveryWay(String include) {
        WebStage pages = WebStage.strict()
                .template(
                        "t",
                        "<div th:fragment=\"f\"><b cache:fragment=\"a\" cache:key=\"'k'\" th:text=\"${x}\">-</b></div>"
                                + "<div th:fragment=\"g(x)\"><b cache:fragment=\"b\" cache:key=\"'k'\" th:text=\"${x}\">-</b></div>")
                .template("whole", "<b cache:fragment=\"c\" cache:key=\"'k'\" th:text=\"${x}\">-</b>")
                .template("middle", "<div th:fragment=\"m\"><i th:insert=\"~{t :: f}\"></i></div>")
                .template(
                        "page",
                        "<p th:insert=\"" + include.formatted("1") + "\"></p><p th:insert=\"" + include.formatted("2")
                                + "\"></p>");
        pages.areRightFor(stranger, zoe);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '§', textBlock = """
            active='home' § active='shop' § [[${active}]]
            active=${session.user} § active=${session.plan} § [[${active}]]
            active=${#ctx.getExchange().getPrincipal()?.getName()} § active=1 § [[${active}]]
            level=1 § level=${1 + 1} § [[${level}]] [[${active}]]
            """)
    void a7WhatTagsOfAnotherTemplateSet(String one, String two, String body) {
        WebStage pages = WebStage.of(true, io.fragmentcache.store.CaffeineStore.ofMegabytes(1))
                .template("t", "<div th:fragment=\"f\" cache:fragment=\"f\" cache:key=\"'k'\">" + body + "</div>")
                .template(
                        "page",
                        "<p th:with=\"" + one + "\"><i th:insert=\"~{t :: f}\"></i></p><p th:with=\"" + two
                                + "\"><i th:insert=\"~{t :: f}\"></i></p>");
        pages.areRightFor(zoe, jose, stranger);
    }

    @Test
    void a7ATemplateThatIncludesItself() {
        WebStage.strict()
                .template(
                        "tree",
                        "<b th:fragment=\"f(level)\" cache:fragment=\"f\" cache:key=\"'k'\">[[${level}]]"
                                + "<i th:if=\"${level lt 3}\" th:insert=\"~{tree :: f(${level + 1})}\"></i></b>")
                .template("page", "<p th:insert=\"~{tree :: f(1)}\"></p>")
                .areRightFor(stranger, zoe);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<b th:fragment=\"f(x)\" cache:fragment=\"f\" cache:key=\"'k'\" th:text=\"${x}\"></b><p th:insert=\"~{:: f(x='1')}\"></p>",
                "<p th:insert=\"~{:: f(x='1')}\"></p><b th:fragment=\"f(x)\" cache:fragment=\"f\" cache:key=\"'k'\" th:text=\"${x}\"></b>",
                "<i th:with=\"x=null\"><b th:fragment=\"f(x)\" cache:fragment=\"f\" cache:key=\"'k'\" th:text=\"${x}\"></b></i><p th:insert=\"~{:: f('2')}\"></p>"
            })
    void a8ALookUpWithoutAVariableIsNotOneWithIt(String page) {
        WebStage.strict().template("page", page).areRightFor(stranger, zoe);
    }

    @Test
    void a9APersonalAttributeIsGoneBehindReaders() {
        WebStage pages = WebStage.with(builder -> builder.personal("notice"))
                .template("page", "<p cache:fragment=\"f\" cache:key=\"'k'\">[[${flag} ? ${notice} : '-']]</p>");
        pages.set("notice", "saved by zoe").set("flag", false);
        pages.areRightFor(zoe);
        pages.set("flag", true);
        pages.shows(zoe);
        pages.set("notice", "none");
        assertThat(pages.shows(jose)).doesNotContain("zoe");
    }

    @Test
    void a13TheErrorOfOneVisitorIsNotThatOfOthers() {
        WebStage pages = WebStage.open()
                .template(
                        "page",
                        "<p cache:fragment=\"f\" cache:key=\"'k'\"><b th:text=\"${#strings.substring('abcdef', 0, param.n[0].length())}\"></b></p>");
        Guest bad = Guest.withoutName().parameter("n", "too long for it");
        for (int i = 0; i < 4; i++) {
            assertThatThrownBy(() -> pages.shows(bad)).isInstanceOf(RuntimeException.class);
        }
        Guest good = Guest.withoutName().parameter("n", "xy");
        assertThat(pages.shows(good)).isEqualTo("<p><b>ab</b></p>");
    }

    private static final String[] OF_ONE = {
        "param.name", "session.name", "#ctx.getExchange().getRequest().getHeaderValue('Name')"
    };

    /** Alone, inside another, around another, in an include, in rows, and where it is read by a condition only. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "<p cache:fragment=\"f\" cache:key=\"'k'\">[[${bean.of(VALUE)}]]</p>",
                "<div cache:fragment=\"o\" cache:key=\"'o'\"><p cache:fragment=\"f\" cache:key=\"'k'\">[[${bean.of(VALUE)}]]</p></div>",
                "<div cache:fragment=\"o\" cache:key=\"'o'\">[[${bean.of(VALUE)}]]<p cache:fragment=\"f\" cache:key=\"'k'\">x</p></div>",
                "<div cache:fragment=\"o\" cache:key=\"'o'\"><i th:with=\"who=${VALUE}\"><p th:insert=\"~{part :: p}\"></p></i></div>",
                "<ul><li cache:each=\"i : ${rows}\" cache:fragment=\"row\" cache:key=\"${i}\">[[${i}]][[${bean.of(VALUE)}]]</li></ul>",
                "<p cache:fragment=\"f\" cache:key=\"'k'\"><b th:if=\"${bean.of(VALUE) != null}\">x</b></p>"
            })
    void a13EachVisitorIsToldTheirOwnErrorWhateverTheyBringItBy(String page) {
        for (String value : OF_ONE) {
            WebStage pages = WebStage.open()
                    .set("bean", new Picky())
                    .set("rows", List.of(1, 2))
                    .template("part", "<p>[[${bean.of(who)}]]</p>")
                    .template("page", page.replace("VALUE", value));
            Guest fine = visitor("fine");
            for (int round = 0; round < 3; round++) {
                for (String name : List.of("bad ann", "bad bob", "bad cid")) {
                    assertThatThrownBy(() -> pages.shows(visitor(name)))
                            .as(value)
                            .rootCause()
                            .hasMessageContaining("no " + name);
                }
                assertThat(pages.shows(fine)).as(value).isEqualTo(pages.plain(fine));
                pages.passTime();
            }
        }
    }

    private static Guest visitor(String name) {
        return Guest.withoutName().parameter("name", name).session("name", name).header("Name", name);
    }

    /** While one visitor's page is being rendered others ask for the same. What is read comes before it waits, or after. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "<p cache:fragment=\"f\" cache:key=\"'k'\">[[${gate.pass()}]][[${bean.of(session.name)}]]</p>",
                "<p cache:fragment=\"f\" cache:key=\"'k'\">[[${session.name}]][[${gate.pass()}]][[${bean.of(session.name)}]]</p>",
                "<div cache:fragment=\"o\" cache:key=\"'o'\">[[${gate.pass()}]]<p cache:fragment=\"f\" cache:key=\"'k'\">[[${bean.of(session.name)}]]</p></div>"
            })
    void a13NorIsItToldToThoseWhoWaitForTheSameRendering(String page) throws Exception {
        Gate gate = new Gate();
        WebStage pages =
                WebStage.open().set("bean", new Picky()).set("gate", gate).template("page", page);
        pages.cache().listen(gate);
        List<String> names = List.of("bad ann", "bad bob", "fine");
        ExecutorService visitors = Executors.newFixedThreadPool(names.size());
        try {
            List<Future<String>> shown = new ArrayList<>();
            for (String name : names) {
                shown.add(visitors.submit(() -> pages.shows(visitor(name))));
            }
            for (int i = 0; i < 2; i++) {
                Future<String> bad = shown.get(i);
                assertThatThrownBy(bad::get).rootCause().hasMessage("no " + names.get(i));
            }
            assertThat(shown.get(2).get()).contains("fine").doesNotContain("bad");
        } finally {
            visitors.shutdownNow();
        }
    }

    /** Knows the names of some visitors only, and repeats those that it does not know. */
    public static final class Picky {
        public String of(Object name) {
            String text = name instanceof String[] values ? values[0] : String.valueOf(name);
            if (text.contains("bad")) {
                throw new IllegalArgumentException("no " + text.replaceAll("[\\[\\]]", ""));
            }
            return text;
        }
    }

    /** Lets a rendering go on when three have asked. */
    public static final class Gate implements Listener {
        private final CountDownLatch asked = new CountDownLatch(3);

        @Override
        public void lookedUp(LookedUp event) {
            asked.countDown();
        }

        public String pass() throws InterruptedException {
            asked.await();
            return "";
        }
    }

    @Test
    void aMutableValueOfTheSessionIsComparedAtTheEnd() {
        List<String> cart = new java.util.ArrayList<>();
        Guest ann = Guest.withoutName().session("cart", cart);
        WebStage pages = WebStage.open()
                .set("adds", new Adds(cart))
                .template(
                        "page",
                        "<p cache:fragment=\"f\" cache:key=\"'k'\">[[${session.cart.size()}]][[${adds.one()}]][[${session.cart.size()}]]</p>");
        pages.shows(ann);
        assertThat(pages.shows(Guest.withoutName().session("cart", new java.util.ArrayList<>())))
                .startsWith("<p>00");
    }

    /** Puts something into a cart while a fragment is rendered. */
    public static final class Adds {
        private final List<String> cart;

        Adds(List<String> cart) {
            this.cart = cart;
        }

        public String one() {
            if (cart.isEmpty()) {
                cart.add("tea");
            }
            return "";
        }
    }
}
