package io.fragmentcache.thymeleaf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fragmentcache.freshness.Lifetime;
import io.fragmentcache.key.Versioned;
import io.fragmentcache.stage.Guest;
import io.fragmentcache.stage.WebStage;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.thymeleaf.engine.DataDrivenTemplateIterator;
import org.thymeleaf.exceptions.TemplateProcessingException;

/** What one visitor reads of the request never reaches another. */
class GuardTest {
    private static final String REQUEST = "#ctx.getExchange().getRequest()";
    private static final String SESSION = "#ctx.getExchange().getSession()";

    private final Guest zoe = Guest.named("Zoë");
    private final Guest jose = Guest.named("José");

    /** Each way to a fact of the visitor, and the name that errors give it. */
    static Stream<Arguments> reads() {
        return Stream.of(
                Arguments.of("session.user", "session.user"),
                Arguments.of("session['user']", "session.user"),
                Arguments.of("#ctx.session.user", "session.user"),
                Arguments.of("#vars.session.user", "session.user"),
                Arguments.of("#root.session.user", "session.user"),
                Arguments.of("session.containsKey('user') ? session.user : ''", "session.user"),
                Arguments.of(SESSION + ".getAttributeValue('user')", "session.user"),
                Arguments.of("session.values().iterator().next()", "session.*"),
                Arguments.of(SESSION + ".getAttributeMap().get('user')", "session.*"),
                Arguments.of("param.user", "param.user"),
                Arguments.of(REQUEST + ".getParameterValue('user')", "param.user"),
                Arguments.of(REQUEST + ".getParameterMap().get('user')[0]", "param.*"),
                Arguments.of(REQUEST + ".getCookieValue('user')", "cookie.user"),
                Arguments.of(REQUEST + ".getCookieMap().get('user')[0]", "cookie.*"),
                Arguments.of(REQUEST + ".getHeaderValue('User')", "header.User"),
                Arguments.of(REQUEST + ".getHeaderMap().get('User')[0]", "header.*"),
                Arguments.of("#ctx.getExchange().getPrincipal().getName()", "principal"),
                Arguments.of(REQUEST + ".getQueryString()", "the query string"),
                Arguments.of(REQUEST + ".getNativeRequestObject()", "the native request"),
                Arguments.of("#ctx.getExchange().getNativeRequestObject()", "the native request"),
                Arguments.of("#ctx.getExchange().getNativeResponseObject()", "the native response"),
                Arguments.of(SESSION + ".getNativeSessionObject().get('user')", "the native session"));
    }

    @ParameterizedTest
    @MethodSource("reads")
    void inStrictModeAReadThatTheKeyDoesNotHoldIsAnErrorWithItsPlace(String expression, String fact) {
        WebStage house = WebStage.strict().template("page", card("'tea'", expression));
        assertThatThrownBy(() -> house.shows(zoe))
                .isInstanceOf(TemplateProcessingException.class)
                .hasMessage("'card' reads " + fact + " (line 2), which "
                        + (isNamed(fact)
                                ? "its tag does not declare: it keeps an entry for each value. Add it to cache:key, add"
                                        + " cache:vary, or put that part in cache:hole."
                                : "its key does not hold: what is one visitor's would be shown to others. Add"
                                        + " cache:vary, or put that part in cache:hole.")
                        + " (template: \"page\" - line 2, col 1)");
    }

    @ParameterizedTest
    @MethodSource("reads")
    void otherwiseItJoinsTheKeyOrIsNotStored(String expression, String fact) {
        WebStage house = WebStage.open().template("page", card("'tea'", expression));
        for (Guest guest : new Guest[] {zoe, jose, zoe}) {
            assertThat(house.shows(guest)).contains(guest.name);
        }
        String refused = "refused card: reads " + fact + ", which its key does not hold";
        assertThat(house.events())
                .containsExactlyElementsOf(
                        isNamed(fact)
                                ? List.of("MISS card", "MISS card", "HIT card")
                                : List.of("MISS card", refused, "MISS card", refused, "MISS card", refused));
    }

    /** All of a kind at once, and objects of the container, have no name that a key could hold. */
    private static boolean isNamed(String fact) {
        return !fact.endsWith(".*") && !fact.startsWith("the native");
    }

    @ParameterizedTest
    @MethodSource("reads")
    void inAHoleEveryReadIsAllowed(String expression, String fact) {
        WebStage house = WebStage.strict().template("page", """
                <p cache:fragment="card" cache:key="'tea'"><b cache:hole th:text="${%s}">x</b></p>""".formatted(expression));
        assertThat(house.shows(zoe)).contains("Zoë");
        assertThat(house.shows(jose)).contains("José");
        assertThat(house.events()).containsExactly("MISS card", "HIT card");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "session.user",
                "param.user",
                REQUEST + ".getCookieValue('user')",
                REQUEST + ".getHeaderValue('User')",
                "#ctx.getExchange().getPrincipal().getName()"
            })
    void whatTheKeyHoldsMayBeShownAndIsStoredForEachValue(String expression) {
        // Parameters print as an array: what stands in a key is a plain value.
        String key = expression.equals("param.user") ? "${param.user[0]}" : "${" + expression + "}";
        WebStage house = WebStage.strict().template("page", card(key, expression));
        for (Guest guest : new Guest[] {zoe, jose, zoe}) {
            assertThat(house.shows(guest)).contains(guest.name);
        }
        assertThat(house.events()).containsExactly("MISS card", "MISS card", "HIT card");
    }

    @Test
    void whatAVaryHoldsMayBeShownAndIsStoredForEachValue() {
        WebStage house = WebStage.with(builder -> builder.strict(true)
                        .vary("user", request -> request.cookie("user"))
                        .vary("name", request -> request.session("user"))
                        .vary("login", request -> request.principal()))
                .template("page", """
                        <p cache:fragment="card" cache:key="'tea'" cache:vary="user, name, login"><b th:text="|${session.user} ${%s.getCookieValue('user')} ${#ctx.getExchange().getPrincipal().getName()}|">x</b></p>""".formatted(REQUEST));
        assertThat(house.shows(zoe)).isEqualTo("<p><b>Zoë Zoë Zoë</b></p>");
        assertThat(house.shows(jose)).isEqualTo("<p><b>José José José</b></p>");
        assertThat(house.shows(zoe)).isEqualTo("<p><b>Zoë Zoë Zoë</b></p>");
        assertThat(house.events()).containsExactly("MISS card", "MISS card", "HIT card");
    }

    @Test
    void aKeyWithOneFactDoesNotCoverAnother() {
        WebStage house = WebStage.strict().template("page", card("${session.user}", "session.cart"));
        assertThatThrownBy(() -> house.shows(zoe))
                .hasMessageStartingWith("'card' reads session.cart (line 2), which its tag does not declare");
    }

    /** Two users would share what is stored under such a key. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "${session.user != null}",
                "${session.user.length()}",
                "${#strings.substring(session.user, 0, 0)}",
                "${session.size()}",
                "'Zoë', ${session.user != null}"
            })
    void aKeyThatReadsAFactAndGivesSomethingElseDoesNotHoldIt(String key) {
        WebStage house = WebStage.open().template("page", card(key, "session.user"));
        for (Guest guest : new Guest[] {zoe, Guest.named("Eva"), zoe}) {
            assertThat(house.shows(guest)).contains(guest.name);
        }
        assertThat(house.events()).containsExactly("MISS card", "MISS card", "HIT card");
    }

    /** Visitors of other names have that key too, and would be shown what is for those who have none. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "${session.user == 'Zoë'}",
                "${session.user == null ? 0 : session.user.length() - session.user.length()}"
            })
    void aKeyThatIsTheSameForSomeWhoHaveAFactDoesNotHoldThatItIsAbsent(String key) {
        WebStage house = WebStage.open().template("page", card(key, "session.user"));
        house.shows(Guest.withoutName());
        assertThat(house.shows(jose)).contains("José");
        assertThat(house.events()).containsExactly("MISS card", "MISS card");
    }

    @ParameterizedTest
    @CsvSource({
        "${session.user} ?: 'nobody', session.user",
        "${session.user == null ? 'nobody' : session.user}, session.user",
        "${param.user == null ? '' : param.user[0]}, param.user",
        "${#ctx.getExchange().getRequest().getCookieValue('user')} ?: '', #ctx.getExchange().getRequest().getCookieValue('user')",
        "${#ctx.getExchange().getRequest().getHeaderValue('User')} ?: '', #ctx.getExchange().getRequest().getHeaderValue('User')"
    })
    void aKeyThatGivesAFactWhereThereIsOneHoldsThatThereIsNone(String key, String expression) {
        WebStage house = WebStage.open().template("page", card(key, expression));
        for (Guest guest : new Guest[] {Guest.withoutName(), Guest.withoutName(), zoe, jose}) {
            assertThat(house.shows(guest)).contains(guest.name);
        }
        assertThat(house.events()).containsExactly("MISS card", "HIT card", "MISS card", "MISS card");
    }

    @Test
    void aVaryThatGivesNothingHoldsThatThereIsNothing() {
        WebStage house = WebStage.with(builder -> builder.strict(true)
                        .vary("user", request -> request.cookie("user"))
                        .vary("name", request -> request.session("user"))
                        .vary("login", request -> request.principal()))
                .template("page", """
                        <p cache:fragment="card" cache:key="'tea'" cache:vary="user, name, login"><b th:text="|${session.user} ${%s.getCookieValue('user')} ${#ctx.getExchange().getPrincipal() == null}|">x</b></p>""".formatted(REQUEST));
        for (Guest guest : new Guest[] {Guest.withoutName(), Guest.withoutName(), zoe}) {
            assertThat(house.shows(guest)).contains(guest.name);
        }
        assertThat(house.events()).containsExactly("MISS card", "HIT card", "MISS card");
    }

    @Test
    void aVersionDoesNotHoldAFactSinceAnotherVersionMayBeShown() {
        WebStage house = WebStage.open().template("page", """
                <p cache:fragment="card" cache:key="'tea'" cache:version="${session.user}" cache:stale-after-touch="1m">[[${session.user}]]</p>""");
        assertThat(house.shows(zoe)).isEqualTo("<p>Zoë</p>");
        assertThat(house.shows(jose)).isEqualTo("<p>José</p>");
    }

    @Test
    void aModelInTheSessionIsHeldByItselfAndByItsIdentity() {
        for (String key : new String[] {"${session.account}", "${session.account.cacheId()}"}) {
            WebStage house = WebStage.strict().template("page", card(key, "session.account.name"));
            assertThat(house.shows(zoe.session("account", new Account(1, "Zoë"))))
                    .contains("Zoë");
            assertThat(house.shows(jose.session("account", new Account(2, "José"))))
                    .contains("José");
            assertThat(house.shows(zoe)).contains("Zoë");
            assertThat(house.events()).containsExactly("MISS card", "MISS card", "HIT card");
        }
    }

    /** What an application remembers of a visitor who is logged in. */
    public record Account(int id, String name) implements Versioned {
        @Override
        public Object cacheId() {
            return id;
        }

        @Override
        public Object cacheVersion() {
            return 1;
        }
    }

    @Test
    void theArgumentsOfAHoleBelongToTheFragment() {
        WebStage house = WebStage.strict().template("page", """
                <p cache:fragment="card" cache:key="'tea'"><b cache:hole="u=${session.user}">[[${u}]]</b></p>""");
        assertThatThrownBy(() -> house.shows(zoe)).hasMessageStartingWith("'card' reads session.user (line 1), which");
    }

    @Test
    void anInnerFragmentWithItsOwnKeyDoesNotCoverTheOneAround() {
        WebStage house = WebStage.open().template("page", """
                <ul cache:fragment="outer" cache:key="'all'"><li cache:fragment="inner" cache:key="${session.user}" th:text="${session.user}">x</li></ul>""");
        assertThat(house.shows(zoe)).isEqualTo("<ul><li>Zoë</li></ul>");
        assertThat(house.shows(jose)).isEqualTo("<ul><li>José</li></ul>");
        assertThat(house.shows(zoe)).isEqualTo("<ul><li>Zoë</li></ul>");
        assertThat(house.events()).containsExactly("MISS outer", "MISS inner", "MISS outer", "MISS inner", "HIT outer");
    }

    @Test
    void anOuterFragmentThatIsKeyedByTheVisitorCoversWhatIsInsideIt() {
        WebStage house = WebStage.open().template("page", """
                <ul cache:fragment="outer" cache:key="${session.user}"><li cache:fragment="inner" cache:key="'tea'" th:text="${session.user}">x</li></ul>""");
        assertThat(house.shows(zoe)).isEqualTo("<ul><li>Zoë</li></ul>");
        assertThat(house.shows(jose)).isEqualTo("<ul><li>José</li></ul>");
        assertThat(house.shows(zoe)).isEqualTo("<ul><li>Zoë</li></ul>");
        assertThat(house.events()).containsExactly("MISS outer", "MISS inner", "MISS outer", "MISS inner", "HIT outer");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<b th:text=\"__${session.user}__\">x</b>",
                "<b>[[${session.user}]]</b>",
                "<a th:href=\"@{/x(u=${session.user})}\">x</a>",
                "<b th:if=\"${session.user == 'Zoë'}\">x</b>",
                "<b th:with=\"u=${session.user}\" th:text=\"${u}\">x</b>",
                "<b th:each=\"u : ${session.user}\" th:text=\"${u}\">x</b>",
                "<b th:object=\"${session}\" th:text=\"*{user}\">x</b>",
                "<b th:insert=\"~{piece :: p}\">x</b>"
            })
    void aReadIsSeenWhereverItStands(String markup) {
        WebStage house = WebStage.open()
                .template("piece", "<p th:fragment=\"p\" th:text=\"${session.user}\">x</p>")
                .template("page", "<p cache:fragment=\"card\" cache:key=\"'tea'\">" + markup + "</p>");
        String plain = "<p>" + markup + "</p>";
        house.shows(zoe);
        String seen = house.shows(jose);
        assertThat(seen)
                .doesNotContain("Zoë")
                .isEqualTo(house.template("plain", plain).shows("plain", jose));
    }

    @Test
    void aLinkInAFragmentNeverHoldsASession() {
        WebStage house = WebStage.strict().template("page", """
                <p cache:fragment="card" cache:key="'tea'"><a th:href="@{/x(a=1)}">x</a><form cache:hole th:action="@{/y}"></form></p>""");
        assertThat(house.shows(zoe.withSessionInLinks("11")))
                .isEqualTo("<p><a href=\"/app/x?a=1\">x</a><form action=\"/app/y;jsessionid=11\"></form></p>");
        assertThat(house.shows(jose.withSessionInLinks("22")))
                .isEqualTo("<p><a href=\"/app/x?a=1\">x</a><form action=\"/app/y;jsessionid=22\"></form></p>");
    }

    @Test
    void aDataDrivenVariableInAFragmentIsAnErrorAndNotAnEmptyList() {
        WebStage house =
                WebStage.open().set("rows", new DataDrivenTemplateIterator()).template("page", """
                <ul cache:fragment="list" cache:key="'all'"><li th:each="r : ${rows}">x</li></ul>""");
        assertThatThrownBy(() -> house.shows(zoe))
                .isInstanceOf(TemplateProcessingException.class)
                .rootCause()
                .hasMessage("The variable 'rows' is data-driven: inside a cached fragment it would print nothing."
                        + " Collect it into a list, or leave this part uncached.");
    }

    @Test
    void whatIsRegeneratedBehindItsReadersKnowsWhatItsKeyHoldsAndNothingElse() {
        WebStage house = WebStage.open().set("price", 5).template("page", """
                <p cache:fragment="card" cache:key="${session.user}">[[${session.user}]] [[${price}]]</p>""");
        house.shows(zoe);
        house.shows(jose);
        house.set("price", 6).wait("6m");
        assertThat(house.shows(zoe)).isEqualTo("<p>Zoë 5</p>");
        zoe.session("user", "somebody else by now");
        house.runBackground();
        assertThat(house.shows(Guest.named("Zoë"))).isEqualTo("<p>Zoë 6</p>");
        assertThat(house.shows(jose)).isEqualTo("<p>José 5</p>");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "th:id=\"${#ids.seq('tea')}\"",
                "th:for=\"${#ids.next('tea')}\"",
            })
    void aNumberThatCountsOverThePageIsNotKept(String attribute) {
        String page = "<p cache:fragment=\"card\" cache:key=\"'tea'\">\n<b " + attribute + ">x</b></p>";
        WebStage house = WebStage.open().template("page", page);
        for (Guest guest : new Guest[] {zoe, jose}) {
            assertThat(house.shows(guest)).containsPattern("=\"tea\\d\"");
            assertThat(house.events())
                    .containsExactly("MISS card", "refused card: takes a number of #ids, which counts over its page");
        }
        assertThatThrownBy(() -> WebStage.strict().template("page", page).shows(zoe))
                .hasMessage(
                        "'card' takes a number of #ids (line 2), which counts over the whole page: shown again, an"
                                + " id would be there twice. Make it of what the key holds, for instance"
                                + " th:id=\"|tea-${p.id}|\", or put that part in cache:hole. (template: \"page\" - line 2, col 1)");
    }

    @Test
    void inAHoleNumbersCountOverThePageAsEver() {
        WebStage house = WebStage.strict().template("page", """
                <i th:id="${#ids.seq('tea')}"></i><p cache:fragment="card" cache:key="'tea'"><b cache:hole th:id="${#ids.seq('tea')}"></b></p>""");
        String page = "<i id=\"tea1\"></i><p><b id=\"tea2\"></b></p>";
        assertThat(house.shows(zoe)).isEqualTo(page);
        assertThat(house.shows(jose)).isEqualTo(page);
        assertThat(house.events()).containsExactly("MISS card", "HIT card");
    }

    /** Each way to the time, and what errors call it. */
    static Stream<Arguments> clocks() {
        return Stream.of(
                Arguments.of("th:text=\"${#dates.format(#dates.createNow())}\"", "#dates.createNow"),
                Arguments.of("th:text=\"${#dates.year(#dates.createToday())}\"", "#dates.createToday"),
                Arguments.of(
                        "th:text=\"${#calendars.createNowForTimeZone('UTC')}\"", "#calendars.createNowForTimeZone"),
                Arguments.of("th:title=\"|now ${#temporals.createNow()}|\"", "#temporals.createNow"),
                Arguments.of("th:if=\"${#temporals.createToday() != null}\"", "#temporals.createToday"),
                Arguments.of("th:text=\"${#execInfo.now}\"", "#execInfo.now"));
    }

    @ParameterizedTest
    @MethodSource("clocks")
    void theTimeIsKeptAndInStrictModeItsAuthorMustSayForHowLong(String attribute, String call) {
        String page = "<p cache:fragment=\"card\" cache:key=\"'tea'\">\n<b " + attribute + ">x</b></p>";
        assertThatThrownBy(() -> WebStage.strict().template("page", page).shows(zoe))
                .hasMessage("'card' shows the time, " + call + " (line 2), and keeps it with its text. Say with"
                        + " cache:fresh how old it may be, or put that part in cache:hole."
                        + " (template: \"page\" - line 2, col 1)");
        for (WebStage house : new WebStage[] {
            WebStage.open().template("page", page),
            WebStage.strict().template("page", page.replace("<p ", "<p cache:fresh=\"1m\" ")),
            WebStage.with(builder -> builder.strict(true).profile("news", Lifetime.of("1m")))
                    .template("page", page.replace("<p ", "<p cache:lifetime=\"news\" "))
        }) {
            assertThat(house.shows(zoe)).isEqualTo(house.shows(jose));
            assertThat(house.events()).containsExactly("MISS card", "HIT card");
        }
    }

    @Test
    void datesThatAreNotOfNowAreOfNoConcern() {
        WebStage house =
                WebStage.strict().template("page", card("'tea'", "#dates.format(#dates.create(2026, 1, 2), 'yyyy')"));
        assertThat(house.shows(zoe)).contains("2026");
        assertThat(house.events()).containsExactly("MISS card");
    }

    @Test
    void theTimeInTextIsSeenToo() {
        assertThatThrownBy(() -> WebStage.strict()
                        .template(
                                "page", "<p cache:fragment=\"card\" cache:key=\"1\">[[${#temporals.createNow()}]]</p>")
                        .shows(zoe))
                .hasMessageStartingWith("'card' shows the time, #temporals.createNow (line 1), and keeps it");
    }

    private static String card(String key, String expression) {
        return """
                <p cache:fragment="card" cache:key="%s">
                <b th:text="${%s}">x</b></p>""".formatted(key, expression);
    }
}
