package io.fragmentcache.internal.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.freshness.Lifetime;
import io.fragmentcache.stage.HandClock;
import io.fragmentcache.stage.HandExecutor;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What one visitor reads through Spring never reaches another. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SpringGuardTest {
    private final HandClock clock = new HandClock();
    private final HandExecutor executor = new HandExecutor();
    private Application strict;
    private Application open;

    @BeforeAll
    void start() {
        strict = new Application(builder -> builder.strict(true));
        open = new Application(builder -> builder.clock(clock)
                .executor(executor)
                .lifetime(Lifetime.of("5m").stale("1h").jitter(0))
                .vary("user", request -> request.principal()));
    }

    @BeforeEach
    void forget() {
        strict.events();
        open.events();
    }

    @AfterAll
    void stop() {
        strict.close();
        open.close();
    }

    /** Each way to what is one visitor's, and the name that errors give it. */
    static Stream<Arguments> reads() {
        return Stream.of(
                Arguments.of("<form th:action=\"@{/cart}\" method=\"post\"></form>", "the hidden field _csrf"),
                Arguments.of("<i th:text=\"${_csrf.token}\"></i>", "_csrf"),
                Arguments.of(
                        "<form th:action=\"@{/sign}\" method=\"get\"></form>",
                        "the action that a RequestDataValueProcessor gives"),
                Arguments.of("<a th:href=\"@{/sign}\">x</a>", "the link that a RequestDataValueProcessor gives"),
                Arguments.of(
                        "<input type=\"hidden\" name=\"a\" th:value=\"sign\">",
                        "the value of a that a RequestDataValueProcessor gives"),
                Arguments.of("<input th:field=\"${form.name}\">", "what was typed into form.name"),
                Arguments.of("<i th:errors=\"${form.name}\"></i>", "what was typed into form.name"),
                Arguments.of("<i th:if=\"${#fields.hasErrors('form.*')}\"></i>", "what was typed into form.*"),
                Arguments.of("<i sec:authentication=\"name\"></i>", "authentication"),
                Arguments.of("<i sec:authorize=\"hasRole('ADMIN')\">x</i>", "authentication"),
                Arguments.of("<i th:text=\"${#authentication.name}\"></i>", "authentication"),
                Arguments.of("<i th:if=\"${#authorization.expression('hasRole(''ADMIN'')')}\">x</i>", "authentication"),
                Arguments.of("<i th:text=\"${@asking.security()}\"></i>", "authentication"),
                Arguments.of("<i th:text=\"${@asking.principal()}\"></i>", "authentication"),
                Arguments.of("<i th:text=\"${@asking.header()}\"></i>", "header.X-Name"),
                Arguments.of("<i th:text=\"${@asking.session()}\"></i>", "the native session"),
                Arguments.of("<i th:text=\"${@cart.owner}\"></i>", "session.scopedTarget.cart"),
                Arguments.of("<i th:text=\"${@asking.token()}\"></i>", "_csrf"),
                Arguments.of("<i th:text=\"${@asking.errors()}\"></i>", "what was typed into form"),
                Arguments.of(
                        "<i th:text=\"${#ctx.getVariable('org.springframework.validation.BindingResult.form').errorCount}\"></i>",
                        "what was typed into form"),
                Arguments.of("<i th:text=\"${@asking.flash()}\"></i>", "flash.*"),
                Arguments.of("<i th:text=\"${@asking.pattern()}\"></i>", "how its page was found"),
                Arguments.of(
                        "<i th:text=\"${#ctx.getVariable('org.springframework.web.filter.ServerHttpObservationFilter.context')}\"></i>",
                        "the request attribute org.springframework.web.filter.ServerHttpObservationFilter.context"),
                Arguments.of(
                        "<i th:text=\"${#ctx.containsVariable('com.acme.Trace')}\"></i>",
                        "the request attribute com.acme.Trace"),
                Arguments.of("<i th:text=\"${#themes.code('color')}\"></i>", "the theme"),
                Arguments.of("<i th:text=\"${session.keySet().contains('user')}\"></i>", "session.*"),
                Arguments.of("<i th:text=\"${#maps.containsAllKeys(param, {'q'})}\"></i>", "param.*"));
    }

    @ParameterizedTest
    @MethodSource("reads")
    void inStrictModeAReadThatTheKeyDoesNotHoldIsAnError(String markup, String fact) {
        strict.template("page", "<div cache:fragment=\"card\" cache:key=\"'tea'\">\n" + markup + "</div>");
        assertThat(strict.shows("zoe"))
                .isEqualTo("'card' reads " + fact + " (line 2), which "
                        + (isNamed(fact)
                                ? "its tag does not declare: it keeps an entry for each value. Add it to cache:key, add"
                                        + " cache:vary, or put that part in cache:hole."
                                : "its key does not hold: what is one visitor's would be shown to others. Add"
                                        + " cache:vary, or put that part in cache:hole."));
    }

    /** What has a name and a value joins the key; the rest is shown and not stored. */
    private static boolean isNamed(String fact) {
        return Set.of("principal", "authentication", "header.X-Name", "session.scopedTarget.cart")
                .contains(fact);
    }

    @ParameterizedTest
    @MethodSource("reads")
    void otherwiseItIsShownAsWithoutACache(String markup, String fact) {
        for (String user : List.of("zoe", "jose", "zoe")) {
            open.template("page", "<div>" + markup + "</div>");
            String plain = alike(open.shows(user));
            open.events();
            open.template("page", "<div cache:fragment=\"card\" cache:key=\"'tea'\">" + markup + "</div>");
            assertThat(alike(open.shows(user))).isEqualTo(plain);
            if (!isNamed(fact)) {
                assertThat(open.events())
                        .startsWith("MISS card")
                        .contains("refused card: reads " + fact + ", which its key does not hold");
            }
        }
    }

    @Test
    void anAuthorizationByAddressIsShownAsWithoutACache() {
        for (String markup : List.of(
                "<i sec:authorize-url=\"/admin\">x</i>", "<i th:if=\"${#authorization.url('/admin')}\">x</i>")) {
            for (String user : List.of("zoe", "jose", "zoe")) {
                open.template("page", "<div>" + markup + "</div>");
                String plain = alike(open.shows(user));
                String around = "<ul cache:fragment=\"all\" cache:key=\"'all'\"><li cache:hole>%s</li>%s</ul>";
                String card = "<div cache:fragment=\"card\" cache:key=\"'tea'\">" + markup + "</div>";
                open.events();
                open.template("page", around.formatted(markup, card));
                assertThat(alike(open.shows(user)))
                        .isEqualTo("<ul><li>%s</li>%s</ul>"
                                .formatted(plain.replace("<div>", "").replace("</div>", ""), plain));
                assertThat(open.events())
                        .contains(
                                "refused card: a tag in it needs the template engine's own context",
                                "refused all: a tag in it needs the template engine's own context")
                        .doesNotContain("HIT card", "HIT all");
                strict.template("page", card);
                assertThat(strict.shows(user))
                        .isEqualTo("'card' has a tag (line 1) whose dialect needs the template engine's own context."
                                + " What it reads cannot be seen, so the fragment is not cached. Put that tag in"
                                + " cache:hole.");
            }
        }
    }

    @Test
    void aFormInAHoleHasTheTokenOfItsVisitor() {
        strict.template("page", """
                <div cache:fragment="card" cache:key="'tea'"><form cache:hole th:action="@{/cart}" method="post"></form></div>""");
        String first = strict.shows("zoe");
        String second = strict.shows("jose");
        assertThat(first).contains("name=\"_csrf\"").isNotEqualTo(second);
        assertThat(alike(first)).isEqualTo(alike(second));
        assertThat(strict.events()).containsExactly("MISS card", "HIT card");
    }

    @Test
    void whatTheKeyHoldsOfWhoIsLoggedInMayBeShown() {
        for (String key : List.of("cache:key=\"${#authentication.name}\"", "cache:key=\"'tea'\" cache:vary=\"user\"")) {
            open.template("page", "<p cache:fragment=\"card\" " + key + "><i sec:authentication=\"name\"></i></p>");
            assertThat(open.shows("zoe")).isEqualTo("<p><i>zoe</i></p>");
            assertThat(open.shows("jose")).isEqualTo("<p><i>jose</i></p>");
            assertThat(open.shows("zoe")).isEqualTo("<p><i>zoe</i></p>");
            assertThat(open.events()).containsExactly("MISS card", "MISS card", "HIT card");
        }
    }

    @Test
    void aConditionOnTheFragmentsOwnTagIsAskedForEachVisitor() {
        strict.template(
                "page", "<p sec:authorize=\"hasRole('ADMIN')\" cache:fragment=\"card\" cache:key=\"1\">for admins</p>");
        assertThat(strict.shows("zoe")).isEqualTo("<p>for admins</p>");
        assertThat(strict.shows("jose")).isEmpty();
        assertThat(strict.shows("zoe")).isEqualTo("<p>for admins</p>");
        assertThat(strict.events()).containsExactly("MISS card", "HIT card");
    }

    /** The worker that regenerates is nobody: its text would be the one of a visitor who is not logged in. */
    @Test
    void behindItsReadersNobodyIsLoggedInAndTheOldTextIsKept() {
        open.template("page", """
                <p cache:fragment="card" cache:key="${#authentication.name}"><i th:text="${#authentication?.name}"></i></p>""");
        assertThat(open.shows("zoe")).isEqualTo("<p><i>zoe</i></p>");
        clock.move(Duration.ofMinutes(6));
        assertThat(open.shows("zoe")).isEqualTo("<p><i>zoe</i></p>");
        executor.runAll();
        assertThat(open.shows("zoe")).isEqualTo("<p><i>zoe</i></p>");
        assertThat(open.events()).containsExactly("MISS card", "STALE card", "STALE card");
    }

    /** Beans, and the conversion of {@code ${{…}}}, are found by what Spring leaves among the variables of a request. */
    @Test
    void behindItsReadersAFragmentHasTheBeansAndConversionsOfItsPage() {
        open.template("page", """
                <p cache:fragment="card" cache:key="'beans'">[[${@asking.count()}]] [[${{form}}]] [[${#conversions.convert(form, 'java.lang.String')}]] <i th:text="*{{form}}"></i></p>""");
        assertThat(open.shows("zoe")).isEqualTo("<p>1 a form a form <i>a form</i></p>");
        clock.move(Duration.ofMinutes(6));
        assertThat(open.shows("zoe")).isEqualTo("<p>1 a form a form <i>a form</i></p>");
        executor.runAll();
        assertThat(open.shows("jose")).isEqualTo("<p>2 a form a form <i>a form</i></p>");
        assertThat(open.events()).containsExactly("MISS card", "STALE card", "HIT card");
    }

    @Test
    void behindItsReadersAFragmentHasTheLanguageAndTheTimeZoneOfItsPage() {
        open.template("page", "<p cache:fragment=\"card\" cache:key=\"'zone'\">[[${@asking.languageAndZone()}]]</p>");
        assertThat(open.follow("zoe", "/tokyo")).isEqualTo("<p>de-DE Asia/Tokyo</p>");
        assertThat(open.shows("zoe")).doesNotContain("Tokyo");
        clock.move(Duration.ofMinutes(6));
        assertThat(open.follow("zoe", "/tokyo")).isEqualTo("<p>de-DE Asia/Tokyo</p>");
        executor.runAll();
        assertThat(open.follow("jose", "/tokyo")).isEqualTo("<p>de-DE Asia/Tokyo</p>");
        assertThat(open.events()).containsExactly("MISS card", "MISS card", "STALE card", "HIT card");
    }

    @Test
    void linksToResourcesKeepTheVersionThatSpringGivesThem() {
        strict.template("page", "<p><a th:href=\"@{/css/site.css}\">x</a></p>");
        String plain = strict.shows("zoe");
        assertThat(plain).containsPattern("/shop/css/site-[0-9a-f]{32}\\.css");
        strict.template("page", "<p cache:fragment=\"card\" cache:key=\"1\"><a th:href=\"@{/css/site.css}\">x</a></p>");
        assertThat(strict.shows("zoe")).isEqualTo(plain);
        assertThat(strict.shows("jose")).isEqualTo(plain);
        assertThat(strict.events()).containsExactly("MISS card", "HIT card");
    }

    @Test
    void whatARedirectBroughtAlongIsForOneVisitor() {
        open.template("page", "<p cache:fragment=\"card\" cache:key=\"1\" th:text=\"${notice} ?: 'nothing'\"></p>");
        assertThat(open.follow("zoe", "/leave")).isEqualTo("<p>saved by zoe</p>");
        assertThat(open.shows("jose")).isEqualTo("<p>nothing</p>");
        assertThat(open.events())
                .containsExactly(
                        "MISS card", "refused card: reads flash.notice, which its key does not hold", "MISS card");
    }

    /** Without what is another one each time: tokens, and names of sessions. */
    private static String alike(String page) {
        return page.replaceAll("[\\w-]{32,}", "…");
    }
}
