package io.fragmentcache.internal.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fragmentcache.key.Versioned;
import io.fragmentcache.stage.Guest;
import io.fragmentcache.stage.WebStage;
import io.fragmentcache.store.CaffeineStore;
import io.fragmentcache.store.Store;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.thymeleaf.context.IExpressionContext;
import org.thymeleaf.context.IWebContext;

/** The counterexamples to a first wording of the rule that what a fragment reads is part of its key, by their numbers. */
class CounterexampleTest {
    private final Guest ann =
            Guest.withoutName().session("user", new User(1, "Ann", "gold")).session("plan", "gold");
    private final Guest bob =
            Guest.withoutName().session("user", new User(2, "Bob", "gold")).session("plan", "paid");
    private final Guest nobody = Guest.withoutName();

    /** A model of an application. */
    public record User(int id, String name, String plan) implements Versioned {
        @Override
        public Object cacheId() {
            return id;
        }

        @Override
        public Object cacheVersion() {
            return 1;
        }
    }

    /** A model without identity. */
    public static final class Plain {
        private final String name;

        Plain(String name) {
            this.name = name;
        }

        public String getName() {
            return name;
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<div th:with='u=${session.user}'><p cache:fragment=\"f\" cache:key=\"${u.plan}\">[[${u.name}]]</p></div>",
                "<div th:insert='~{card :: card(${session.user})}'></div>",
                "<b th:each='u : ${session.user}'><p cache:fragment=\"f\" cache:key=\"${u.plan}\">[[${u.name}]]</p></b>"
            })
    void c01APathSaysNothingButItsOwnValue(String page) {
        WebStage pages = WebStage.strict()
                .template("page", page)
                .template(
                        "card",
                        "<i th:fragment='card(u)' cache:fragment=\"c\" cache:key=\"${u.plan}\">[[${u.name}]]</i>");
        assertThat(pages.shows(ann)).contains("Ann");
        assertThat(pages.shows(bob)).contains("Bob");
        assertThat(pages.shows(ann)).contains("Ann");
    }

    @Test
    void c02SetsOfTwoNodesWithEqualValuesNeverMeet() {
        Store store = CaffeineStore.ofMegabytes(1);
        String page = "<p cache:fragment=\"f\" cache:key=\"'k'\">[[${flag ? session.a : session.b}]]</p>";
        WebStage one = WebStage.of(false, store).set("flag", true).template("page", page);
        WebStage two = WebStage.of(false, store).set("flag", false).template("page", page);
        Guest first = Guest.withoutName().session("a", "x").session("b", "1");
        Guest second = Guest.withoutName().session("a", "2").session("b", "x");
        one.shows(first);
        two.shows(second);
        assertThat(one.shows(Guest.withoutName().session("a", "1").session("b", "x")))
                .contains("1");
    }

    @Test
    void c05APathDoesNotCoverWhatABeanIsHanded() {
        WebStage pages = WebStage.open()
                .set("fmt", new Badge())
                .template(
                        "page",
                        "<p cache:fragment=\"f\" cache:key=\"'k'\">[[${session.u.name}]] [[${fmt.badge(session.u)}]]</p>");
        pages.areRightFor(
                Guest.withoutName().session("u", new User(1, "Ann", "gold")),
                Guest.withoutName().session("u", new User(2, "Ann", "red")));
        pages.areRightFor(
                Guest.withoutName().session("u", new Plain("Ann")),
                Guest.withoutName().session("u", new Plain("Ann")),
                nobody());
    }

    private static Guest nobody() {
        return Guest.withoutName().session("u", new User(9, "", ""));
    }

    /** Prints more of a user than a template sees. */
    public static final class Badge {
        public String badge(Object user) {
            return user instanceof User known ? known.plan() : "@" + Integer.toHexString(System.identityHashCode(user));
        }
    }

    @Test
    void c06ASelectionIsNoneOrNullOrAValue() {
        WebStage pages = WebStage.strict()
                .set("name", "variable")
                .set("item", new User(1, "selected", ""))
                .template("t", "<i th:fragment=\"f\" cache:fragment=\"c\" cache:key=\"'k'\">[[*{name}]]</i>")
                .template(
                        "page",
                        "<p th:insert=\"~{t :: f}\"></p><p th:object=\"${item}\"><b th:insert=\"~{t :: f}\"></b></p>");
        pages.areRightFor(nobody, nobody);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "${#ctx.getExchange().getAttributeValue('u')}",
                "${#ctx.containsVariable('u')}",
                "${#ctx.getVariable('u')}",
                "${#vars.u}",
                "${#ctx.getExchange().getAttributeMap().get('u')}"
            })
    void c07AnAttributeOfTheExchangeIsAVariable(String expression) {
        WebStage pages = WebStage.open()
                .set("users", List.of("Ann", "Bob"))
                .template(
                        "page",
                        "<b th:each=\"u : ${users}\"><p cache:fragment=\"f\" cache:key=\"'k'\">[[" + expression
                                + "]]</p></b><p>[[" + expression + "]]</p>");
        pages.areRightFor(nobody, ann);
    }

    @Test
    void c08AVariableOfARenderingAroundIsLocalInsideToo() {
        WebStage[] pages = {WebStage.open()};
        pages[0].set("users", List.of("Ann", "Bob"))
                .set("nest", new Nest(pages))
                .template("badge", "<b cache:fragment=\"f\" cache:key=\"'k'\">[[${u}]]</b>")
                .template(
                        "page", "<i th:each=\"u : ${users}\" th:with=\"b=${nest.badge(#ctx)}\" th:utext=\"${b}\"></i>");
        assertThat(pages[0].shows(nobody)).isEqualTo("<i><b>Ann</b></i><i><b>Bob</b></i>");
        assertThat(pages[0].shows(nobody)).isEqualTo("<i><b>Ann</b></i><i><b>Bob</b></i>");
    }

    /** Begins a rendering of its own. */
    public static final class Nest {
        private final WebStage[] pages;

        Nest(WebStage[] pages) {
            this.pages = pages;
        }

        public String badge(IExpressionContext context) {
            return pages[0].nested("badge", context, false);
        }

        public @Nullable Object session(IWebContext context) {
            return context.getExchange().getSession().getAttributeValue("plan");
        }
    }

    @Test
    void c08WhatANestedRenderingReadsIsReadByTheFragmentAround() {
        WebStage[] pages = {WebStage.open()};
        pages[0].set("nest", new Nest(pages))
                .template("badge", "<b cache:fragment=\"f\" cache:key=\"'k'\">[[${session.plan}]]</b>")
                .template(
                        "page",
                        "<i cache:fragment=\"o\" cache:key=\"'k'\"><u th:with=\"b=${nest.badge(#ctx)}\" th:utext=\"${b}\"></u></i>");
        for (Guest visit : new Guest[] {ann, bob, ann, bob}) {
            assertThat(pages[0].shows(visit)).contains(String.valueOf(visit.session.get("plan")));
        }
    }

    @Test
    void c09VariablesKeepTheirLayerBehindReaders() {
        WebStage pages = WebStage.open()
                .set("users", List.of("Ann", "Bob"))
                .template(
                        "page",
                        "<div th:each=\"p : ${users}\"><ul cache:fragment=\"o\" cache:key=\"${p}\">"
                                + "<li cache:fragment=\"i\" cache:key=\"'k'\">[[${p}]]</li></ul></div>");
        pages.areRightFor(nobody, ann);
    }

    @Test
    void c10EveryReadIsCompared() {
        Login login = new Login(ann);
        WebStage pages = WebStage.open()
                .set("login", login)
                .template(
                        "page",
                        "<p cache:fragment=\"f\" cache:key=\"'k'\">[[${session.who}]][[${login.go()}]][[${session.who}]]</p>");
        assertThat(pages.shows(ann)).isEqualTo("<p>in</p>");
        assertThat(pages.shows(bob)).as("its first read is the same").isEqualTo("<p></p>");
    }

    /** Logs a visitor in while a fragment is rendered. */
    public static final class Login {
        private final Guest visit;

        Login(Guest visit) {
            this.visit = visit;
        }

        public String go() {
            visit.session.put("who", "in");
            return "";
        }
    }

    @Test
    void c12PersonalAttributesAndThoseOfTheSessionJoin() {
        Plain cart = new Plain("Ann's");
        WebStage pages = WebStage.with(builder -> builder.personal("name"))
                .template("page", "<p cache:fragment=\"f\" cache:key=\"'k'\">[[${name}]]</p>");
        assertThat(pages.set("name", "Ann").shows(ann)).contains("Ann");
        assertThat(pages.set("name", "Bob").shows(bob)).contains("Bob");
        assertThat(pages.set("name", "Ann").shows(ann)).contains("Ann");
        WebStage carts =
                WebStage.open().template("page", "<p cache:fragment=\"f\" cache:key=\"'k'\">[[${cart.name}]]</p>");
        assertThat(carts.set("cart", cart).shows(Guest.withoutName().session("cart", cart)))
                .contains("Ann");
        Plain other = new Plain("Bob's");
        assertThat(carts.set("cart", other).shows(Guest.withoutName().session("cart", other)))
                .contains("Bob");
    }

    @Test
    void c12WhatAlwaysJoinsSplitsEveryKey() {
        String[] tenant = {"red"};
        WebStage pages = WebStage.with(builder -> builder.always("tenant", () -> tenant[0]))
                .set("bean", new Tenant(tenant))
                .template("page", "<p cache:fragment=\"f\" cache:key=\"'k'\">[[${bean.name()}]]</p>");
        assertThat(pages.shows(ann)).isEqualTo("<p>red</p>");
        tenant[0] = "blue";
        assertThat(pages.shows(ann)).isEqualTo("<p>blue</p>");
        tenant[0] = "red";
        assertThat(pages.shows(ann)).isEqualTo("<p>red</p>");
    }

    /** Reads what no watch sees. */
    public static final class Tenant {
        private final String[] tenant;

        Tenant(String[] tenant) {
            this.tenant = tenant;
        }

        public String name() {
            return tenant[0];
        }
    }

    @Test
    void c16LocalesOfOneLanguageTagDiffer() {
        WebStage pages =
                WebStage.strict().template("page", "<p cache:fragment=\"f\" cache:key=\"'k'\">[[${#locale}]]</p>");
        Guest one = Guest.withoutName();
        one.locale = new Locale("no", "NO", "NY");
        Guest two = Guest.withoutName();
        two.locale = new Locale("nn", "NO");
        pages.areRightFor(one, two);
    }

    @Test
    void c17And26AKeylessRowIsWholeAndShowsItsModel() {
        WebStage pages = WebStage.strict()
                .set("users", List.of(new User(1, "Ann", ""), new User(2, "Bob", "")))
                .template(
                        "page",
                        "<li th:each=\"u : ${users}\" cache:fragment=\"card\">[[${u.name}]] [[${uStat.index}]]</li>");
        pages.areRightFor(nobody, ann);
    }

    @Test
    void aKeylessFragmentThatReadsTheModelIsAnErrorThatWritesTheKey() {
        WebStage pages = WebStage.open()
                .set("b", "B")
                .set("a", "A")
                .template("page", "<p cache:fragment=\"card\">[[${b}]] [[${a}]]</p>");
        assertThatThrownBy(() -> pages.shows(nobody))
                .hasStackTraceContaining(
                        "'card' has no key and reads ${a}, ${b} of the model. Write cache:key=\"${a}, ${b}\".");
    }

    @Test
    void c19NamesThatAVisitorInventsRenameNoKeys() {
        WebStage pages = WebStage.open()
                .template(
                        "page",
                        "<p cache:fragment=\"f\" cache:key=\"'k'\"><b th:text=\"${param['x' + param.n[0]]}\"></b></p>");
        for (int i = 0; i < 40; i++) {
            Guest visit = Guest.withoutName().parameter("n", String.valueOf(i)).parameter("x" + i, "value" + i);
            assertThat(pages.shows(visit)).contains("value" + i).isEqualTo(pages.plain(visit));
        }
    }

    @Test
    void c20AHoleDoesNotSplitTheFragmentAround() {
        WebStage pages = WebStage.strict()
                .template(
                        "page",
                        "<div cache:fragment=\"f\" cache:key=\"'k'\">[[${count}]]<b cache:hole=\"\">[[${session.plan}]]</b></div>");
        pages.areRightFor(ann, bob, nobody);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<b th:if=\"${session.user != null}\">[[${session.user.name}]]</b>",
                "<b th:if=\"${session.plan == 'gold'}\">[[${session.user.name}]]</b>",
                "<b th:text=\"${session.user == null ? 'nobody' : session.user.name}\"></b>"
            })
    void c21And22WhatIsNotReadNeedNotBeThere(String body) {
        WebStage.open()
                .template("page", "<p cache:fragment=\"f\" cache:key=\"'k'\">" + body + "</p>")
                .areRightFor(nobody, ann, bob, nobody);
    }

    @Test
    void c24WhatAFunctionOfVaryReadsIsDeclaredAndItsValueCoversNothing() {
        WebStage pages = WebStage.with(builder -> builder.strict(true)
                        .vary("currency", request -> request.cookie("currency") == null ? "none" : "some"))
                .template(
                        "page",
                        "<p cache:fragment=\"f\" cache:key=\"'k'\" cache:vary=\"currency\">[[${#ctx.getExchange().getRequest().getCookieValue('currency')}]]</p>");
        pages.areRightFor(
                Guest.withoutName().cookie("currency", "EUR"),
                Guest.withoutName().cookie("currency", "USD"),
                Guest.withoutName());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "${session.plan} ?: 'none'",
                "${session.plan}",
                "(${session.plan}) ?: 'none'",
                "${session['plan']} ?: 'none'",
                "'k', ${session.plan} ?: 'none'",
                "'k'\" cache:vary=\"*"
            })
    void c25CommonIdiomsDeclareAFact(String key) {
        WebStage pages = WebStage.strict()
                .template("page", "<p cache:fragment=\"f\" cache:key=\"" + key + "\">[[${session.plan}]]</p>");
        assertThat(pages.shows(ann)).isEqualTo("<p>gold</p>");
        assertThat(pages.shows(bob)).isEqualTo("<p>paid</p>");
        assertThat(pages.shows(ann)).isEqualTo("<p>gold</p>");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "${session.plan == 'gold'}",
                "${session.plan != null ? session.plan : ''}",
                "|x ${session.plan}|",
                "__${session.plan}__",
                "${#strings.toUpperCase(session.plan)}",
                "${session.other} ?: 'none'"
            })
    void c25OtherExpressionsDeclareNothing(String key) {
        WebStage pages = WebStage.strict()
                .template("page", "<p cache:fragment=\"f\" cache:key=\"" + key + "\">[[${session.plan}]]</p>");
        assertThatThrownBy(() -> pages.shows(ann))
                .hasStackTraceContaining("'f' reads session.plan (line 1), which its tag does not declare");
    }

    @Test
    void c28AJobThatAsksForMoreEndsQuietlyAndTheNextReaderRenders() {
        Map<String, Object> flags = new HashMap<>();
        flags.put("more", false);
        WebStage pages = WebStage.open()
                .set("flags", flags)
                .template(
                        "page", "<p cache:fragment=\"f\" cache:key=\"'k'\">a[[${flags.more ? session.plan : ''}]]</p>");
        pages.areRightFor(ann, bob);
        flags.put("more", true);
        // What changed is the model: the old text is shown once more, and then by each visitor's own key.
        pages.shows(ann);
        pages.shows(bob);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[[${#execInfo.templateNames}]]",
                "[[${#ctx.getTemplateStack().size()}]]",
                "[[${#ctx.getTemplateData().getTemplate()}]]"
            })
    void theTemplatesAroundAreReadByTheFragmentAroundToo(String body) {
        WebStage pages = WebStage.open()
                .template("page", "<p th:insert='~{one :: f}'></p><p th:insert='~{two :: f}'></p>")
                .template("two", "<s th:fragment='f' th:insert='~{one :: f}'></s>")
                .template(
                        "one",
                        "<s th:fragment='f' cache:fragment=\"o\" cache:key=\"'k'\">"
                                + "<i cache:fragment=\"i\" cache:key=\"'k'\">" + body + "</i></s>");
        pages.areRightFor(nobody, nobody);
    }

    @Test
    void theMemberOfALoopIsReadByTheFragmentAroundToo() {
        WebStage pages = WebStage.open()
                .template(
                        "page",
                        "<p th:each=\"p,n : ${ {'a','b'} }\"><i cache:fragment=\"o\" cache:key=\"'k'\">"
                                + "<i cache:fragment=\"i\" cache:key=\"'k'\">[[${n.current}]]</i></i></p>");
        pages.areRightFor(nobody, nobody);
    }
}
