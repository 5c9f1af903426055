package io.fragmentcache.internal.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fragmentcache.internal.guard.CounterexampleTest.User;
import io.fragmentcache.stage.Guest;
import io.fragmentcache.stage.WebStage;
import io.fragmentcache.store.CaffeineStore;
import io.fragmentcache.store.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import nz.net.ultraq.thymeleaf.layoutdialect.LayoutDialect;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.thymeleaf.context.IExpressionContext;
import org.thymeleaf.dialect.AbstractDialect;
import org.thymeleaf.dialect.IExpressionObjectDialect;
import org.thymeleaf.expression.IExpressionObjectFactory;

/** More of the counterexamples, by their numbers: races between look-ups, what cannot be watched, and what must still hit. */
class CounterexampleMoreTest {
    private final Guest ann =
            Guest.withoutName().session("user", new User(1, "Ann", "gold")).session("plan", "gold");
    private final Guest bob =
            Guest.withoutName().session("user", new User(2, "Bob", "paid")).session("plan", "paid");
    private final Guest nobody = Guest.withoutName();
    private final Count count = new Count();

    /** Counts how often a body is rendered. */
    public static final class Count {
        private int times;

        public String up() {
            times++;
            return "";
        }
    }

    /** Does something in the midst of a rendering, once. */
    public static final class Hook {
        private Runnable what = () -> {};

        public String go() {
            Runnable now = what;
            what = () -> {};
            now.run();
            return "";
        }
    }

    @Test
    void c03WhatIsLearnedMeanwhileIsNotInTheKeyOfAnEarlierLookUp() {
        Hook hook = new Hook();
        WebStage pages = WebStage.open()
                .set("hook", hook)
                .template(
                        "page",
                        "<p cache:fragment=\"f\" cache:key=\"'k'\">[[${hook.go()}]][[${session.containsKey('plan') ? session.plan : ''}]]</p>");
        // While Ann's text is rendered, Bob's look-up and rendering teach the fragment that it reads the plan.
        hook.what = () -> assertThat(pages.shows(bob)).isEqualTo("<p>paid</p>");
        assertThat(pages.shows(ann)).isEqualTo("<p>gold</p>");
        assertThat(pages.shows(nobody)).isEqualTo("<p></p>");
        assertThat(pages.shows(bob)).isEqualTo("<p>paid</p>");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void c04WhoJoinsAFlightIsNotHandedWhatItReadOutsideOfItsKey(boolean fails) throws InterruptedException {
        CountDownLatch rendering = new CountDownLatch(1);
        CountDownLatch joined = new CountDownLatch(1);
        Hook hook = new Hook();
        hook.what = () -> {
            rendering.countDown();
            await(joined);
        };
        String read = fails ? "${session.plan == 'gold' ? missing.fails : session.plan}" : "${session.plan}";
        WebStage pages = WebStage.open()
                .set("hook", hook)
                .template("page", "<p cache:fragment=\"f\" cache:key=\"'k'\">[[${hook.go()}]][[" + read + "]]</p>");
        AtomicReference<String> first = new AtomicReference<>();
        AtomicReference<String> second = new AtomicReference<>();
        Thread one = new Thread(() -> first.set(pages.outcome("page", ann)));
        one.start();
        await(rendering);
        Thread two = new Thread(() -> second.set(pages.outcome("page", bob)));
        two.start();
        while (two.getState() == Thread.State.RUNNABLE || two.getState() == Thread.State.NEW) {
            Thread.onSpinWait();
        }
        joined.countDown();
        one.join();
        two.join();
        assertThat(second.get()).isEqualTo("<p>paid</p>");
        assertThat(first.get()).isEqualTo(fails ? "fails" : "<p>gold</p>");
        assertThat(pages.outcome("page", nobody)).isEqualTo("<p></p>");
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[[${#ctx.getExchange().getRequest().getHeaderValue('H')}]]",
                "[[${#ctx.getExchange().getRequest().getCookieValue('c')}]]",
                "[[${session.plan}]]",
                "[[${param.q}]]",
                "[[${#ctx.getExchange().getSession().getAttributeValue('plan')}]]",
                "<a th:href=\"@{/x}\">x</a>"
            })
    void c11WhatAnExchangeThatIsNoServletsTellsIsNeverAnotherVisitors(String body) {
        WebStage pages =
                WebStage.reactive().template("page", "<p cache:fragment=\"f\" cache:key=\"'k'\">" + body + "</p>");
        Guest one = Guest.withoutName()
                .session("plan", "gold")
                .header("H", "1")
                .cookie("c", "1")
                .parameter("q", "1");
        Guest two = Guest.withoutName()
                .session("plan", "paid")
                .header("H", "2")
                .cookie("c", "2")
                .parameter("q", "2");
        two.contextPath = "/other";
        pages.areRightFor(one, two, nobody);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "th:with=\"t=${csrfToken}\"",
                "th:with=\"t=${ {csrfToken} }\"",
                "th:with=\"t=${session.jsessionid}\"",
                "th:each=\"t : ${csrfToken}\""
            })
    void c13ASecretInsideAVariableIsInNoStore(String with) {
        Store store = CaffeineStore.ofMegabytes(1);
        WebStage pages = WebStage.of(false, store)
                .set("csrfToken", "5f2b-secret-of-ann")
                .set("count", count)
                .template(
                        "page",
                        "<div " + with
                                + "><p cache:fragment=\"f\" cache:key=\"'k'\">[[${t}]][[${count.up()}]]</p></div>");
        Guest visit = Guest.withoutName().session("jsessionid", "5f2b-secret-of-ann");
        for (int i = 0; i < 3; i++) {
            assertThat(pages.shows(visit)).contains("5f2b-secret-of-ann");
        }
        assertThat(count.times).as("none is stored").isEqualTo(3);
    }

    @Test
    void c18ManyRowsOfOneLoopAreAllStored() {
        List<String> rows = IntStream.range(0, 1_200).mapToObj(i -> "row" + i).toList();
        WebStage pages = WebStage.open()
                .set("rows", rows)
                .set("count", count)
                .template(
                        "page",
                        "<b th:each=\"r : ${rows}\" cache:fragment=\"f\" cache:key=\"'k'\">[[${r}]][[${count.up()}]]</b>");
        String first = pages.shows(nobody);
        int rendered = count.times;
        assertThat(pages.shows(nobody)).isEqualTo(first);
        assertThat(count.times).as("each row is a hit").isEqualTo(rendered).isEqualTo(1_200);
    }

    @Test
    void c18TooManyVariantsOfAVisitorsMakingAreStoredWhenAskedForTwice() {
        WebStage pages = WebStage.open()
                .set("count", count)
                .template("page", "<b cache:fragment=\"f\" cache:key=\"'k'\">[[${param.q}]][[${count.up()}]]</b>");
        for (int i = 0; i < 1_001; i++) {
            pages.shows(Guest.withoutName().parameter("q", "junk" + i));
        }
        int rendered = count.times;
        Guest late = Guest.withoutName().parameter("q", "late");
        pages.shows(late);
        pages.shows(late);
        assertThat(count.times).as("the first is not stored, the second is").isEqualTo(rendered + 2);
        assertThat(pages.shows(late)).contains("late");
        assertThat(count.times).isEqualTo(rendered + 2);
        pages.shows(Guest.withoutName().parameter("q", "junk1"));
        assertThat(count.times).as("what was stored before is still a hit").isEqualTo(rendered + 2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"session", "cookie", "header", "param"})
    void c19OfNamesThatTheTemplateDoesNotSpellASetTakesSixteen(String kind) {
        String read = switch (kind) {
            case "session" -> "session['x' + n]";
            case "param" -> "param['x' + n]";
            case "cookie" -> "#ctx.getExchange().getRequest().getCookieValue('x' + n)";
            default -> "#ctx.getExchange().getRequest().getHeaderValue('x' + n)";
        };
        String[] n = {"0"};
        WebStage pages = WebStage.open()
                .set("count", count)
                .set("names", new Names(n))
                .template(
                        "page",
                        "<p cache:fragment=\"f\" cache:key=\"'k'\" ><b th:with=\"n=${names.next()},v=${" + read
                                + "}\">[[${v}]]</b>[[${count.up()}]]</p>");
        for (int i = 0; i < 16; i++) {
            n[0] = String.valueOf(i);
            pages.shows(visit(kind, "x" + i, "v"));
        }
        for (int i = 16; i < 40; i++) {
            n[0] = String.valueOf(i);
            Guest visit = visit(kind, "x" + i, "value" + i);
            assertThat(pages.shows(visit)).contains("value" + i);
        }
        n[0] = "3";
        Guest known = visit(kind, "x3", "v");
        pages.shows(known);
        int rendered = count.times;
        assertThat(pages.shows(known)).contains("v");
        assertThat(count.times)
                .as("what is in the set is stored, whatever others invented")
                .isEqualTo(rendered);
    }

    /** Says which name is read, which no template spells. */
    public static final class Names {
        private final String[] named;

        Names(String... named) {
            this.named = named;
        }

        public String next() {
            return named[0];
        }
    }

    private static Guest visit(String kind, String name, String value) {
        Guest visit = Guest.withoutName();
        return switch (kind) {
            case "session" -> visit.session(name, value);
            case "param" -> visit.parameter(name, value);
            case "cookie" -> visit.cookie(name, value);
            default -> visit.header(name, value);
        };
    }

    @Test
    void c23WhereTemplatesAreParsedForEachRequestWhatWasLearnedStays() {
        WebStage pages = WebStage.open()
                .notCacheable()
                .set("count", count)
                .template("page", "<p cache:fragment=\"f\" cache:key=\"'k'\">[[${session.plan}]][[${count.up()}]]</p>");
        for (int i = 0; i < 4; i++) {
            assertThat(pages.shows(ann)).isEqualTo("<p>gold</p>");
            assertThat(pages.shows(bob)).isEqualTo("<p>paid</p>");
        }
        assertThat(count.times).isEqualTo(2);
    }

    @Test
    void c29TheCollectionsOfTheLayoutDialectHaveAnIdentity() {
        WebStage pages = WebStage.open()
                .dialect(new LayoutDialect())
                .set("count", count)
                .template(
                        "layout",
                        "<html><head><title>L</title></head><body><header cache:fragment=\"h\" cache:key=\"'k'\">Shop[[${count.up()}]]</header><main layout:fragment=\"content\">none</main></body></html>")
                .template(
                        "page",
                        "<html layout:decorate=\"~{layout}\"><head><title>P</title></head><body><main layout:fragment=\"content\">[[${session.plan}]]</main></body></html>");
        assertThat(pages.shows(ann)).contains("<header>Shop</header><main>gold</main>");
        assertThat(pages.shows(bob)).contains("<header>Shop</header><main>paid</main>");
        assertThat(count.times).as("the header is one for all").isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "#ctx.getTemplateStack().size()",
                "#vars.getTemplateStack().get(0).getTemplate()",
                "#ctx.getTemplateData().getTemplate()",
                "#ctx.isVariableLocal('w')",
                "#ctx.level()",
                "#ctx.getElementStack().size()",
                "#ctx.getElementStackAbove(0).size()",
                "#ctx.getInliner().getName()"
            })
    void whereAFragmentStandsIsAFactByEachWay(String read) {
        WebStage pages = WebStage.open()
                .template("t", "<b th:fragment=\"f\" cache:fragment=\"c\" cache:key=\"'k'\">[[${" + read + "}]]</b>")
                .template("u", "<u><s th:insert=\"~{t :: f}\"></s></u>")
                .template(
                        "page",
                        "<p th:insert=\"~{t :: f}\"></p><p th:with=\"w=1\" th:inline=\"javascript\"><i th:insert=\"~{t :: f}\"></i></p><i th:insert=\"~{u}\"></i>");
        for (Guest visit : new Guest[] {nobody, ann, nobody}) {
            String shown = pages.shows(visit);
            if (read.contains("evel") || read.contains("Above")) {
                // The level is the engine's own business, and deeper with a cache; but each place has its own.
                assertThat(shown.split("<b>", -1)).doesNotHaveDuplicates();
            } else {
                assertThat(shown).isEqualTo(pages.plain(visit));
            }
        }
    }

    /** A cart is a list, and more. */
    public static final class Cart extends ArrayList<String> {
        private static final long serialVersionUID = 1;
        private final String owner;

        Cart(String owner) {
            this.owner = owner;
        }

        public String getOwner() {
            return owner;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"session.cart.owner", "session.cart.getOwner()", "session.all.cart.owner"})
    void aListWithMoreThanItsMembersDoesNotJoinByItsMembers(String read) {
        WebStage pages = WebStage.of(true, CaffeineStore.ofMegabytes(1))
                .template("page", "<p cache:fragment=\"f\" cache:key=\"'k'\">[[${" + read + "}]]</p>");
        Guest one = Guest.withoutName()
                .session("cart", new Cart("Ann"))
                .session("all", java.util.Map.of("cart", new Cart("Ann")));
        Guest two = Guest.withoutName()
                .session("cart", new Cart("Bob"))
                .session("all", java.util.Map.of("cart", new Cart("Bob")));
        pages.areRightFor(one, two);
    }

    @Test
    void equalMembersInAnotherShapeAreAnotherValue() {
        WebStage pages =
                WebStage.open().template("page", "<p cache:fragment=\"f\" cache:key=\"'k'\">[[${session.v}]]</p>");
        pages.areRightFor(
                Guest.withoutName().session("v", "x"),
                Guest.withoutName().session("v", java.util.Optional.of("x")),
                Guest.withoutName().session("v", List.of("x")),
                Guest.withoutName().session("v", java.util.Map.of("x", "x")),
                Guest.withoutName().session("v", java.util.Map.entry("x", "x")));
    }

    @Test
    void aCaseInsideAFragmentIsChosenForTheTagsBehindItToo() {
        WebStage pages = WebStage.open()
                .template(
                        "page",
                        "<div th:switch=\"${session.plan}\"><p cache:fragment=\"f\" cache:key=\"'k'\"><b th:case=\"gold\">gold</b></p><b th:case=\"*\">other</b></div>");
        pages.areRightFor(ann, bob, nobody);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cache:key=\"'k'\"", "cache:key=\"${title}\""})
    void whatAnInnerFragmentReadsIsAnErrorThatNamesBothPlaces(String key) {
        WebStage pages = WebStage.strict()
                .set("title", "T")
                .template(
                        "parts",
                        "<b th:fragment=\"f\" cache:fragment=\"inner\" cache:key=\"${session.plan} ?: 'none'\">\n[[${session.plan}]]</b>")
                .template(
                        "page",
                        "<p th:if=\"${param.alone}\"><i th:insert=\"~{parts :: f}\"></i></p><p th:unless=\"${param.alone}\" cache:fragment=\"outer\" "
                                + key + "><i th:insert=\"~{parts :: f}\"></i></p>");
        String sentence = "'page :: outer' shows 'parts :: inner', which reads session.plan (";
        assertThatThrownBy(() -> pages.shows(ann)).hasStackTraceContaining(sentence);
        assertThat(pages.shows(Guest.withoutName().session("plan", "gold").parameter("alone", "1")))
                .contains("gold");
        assertThatThrownBy(() -> pages.shows(ann)).as("the inner one is a hit").hasStackTraceContaining(sentence);
    }

    /** Keeps the context that it was made with, and reads of it what no scan sees. */
    private static final class Mine extends AbstractDialect
            implements IExpressionObjectDialect, IExpressionObjectFactory {
        Mine() {
            super("mine");
        }

        @Override
        public IExpressionObjectFactory getExpressionObjectFactory() {
            return this;
        }

        @Override
        public Set<String> getAllExpressionObjectNames() {
            return Set.of("mine");
        }

        @Override
        public Object buildObject(IExpressionContext context, String name) {
            return (Supplier<Object>) () -> ((Map<?, ?>) context.getVariable("session")).get("plan");
        }

        @Override
        public boolean isCacheable(String name) {
            return true;
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[[${#mine.get()}]]",
                "[[${session.other == null ? #mine.get() : ''}]]",
                "<b th:with=\"m=${#mine}\">[[${m.get()}]]</b>",
                "[[${session.__${'plan'}__}]]",
                "<b th:text=\"${__${'session.plan'}__}\"></b>",
                "<b cache:fragment=\"inner\" cache:key=\"'k'\">[[${#mine.get()}]]</b>"
            })
    void c14WhatNoScanOfTheTemplateSeesIsWatchedAllTheSame(String body) {
        WebStage pages = WebStage.open()
                .dialect(new Mine())
                .template("page", "<p cache:fragment=\"f\" cache:key=\"'k'\">" + body + "</p>");
        pages.areRightFor(ann, bob, nobody);
    }
}
