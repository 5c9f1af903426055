package io.fragmentcache.servlet.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fragmentcache.FragmentCache;
import io.fragmentcache.key.Tag;
import io.fragmentcache.servlet.FragmentCacheFilter;
import io.fragmentcache.stage.Answer;
import io.fragmentcache.stage.ServerStage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Holes that an edge or a browser fetches, so that the page around them is the same for all. */
class ApartHolesTest {
    private static final String EDGE = "Surrogate-Capability: varnish=\"ESI/1.0\"";
    private static final byte[] SECRET = "sixteen bytes or more".getBytes(StandardCharsets.UTF_8);
    private static final Pattern SRC = Pattern.compile("<esi:include src=\"([^\"]+)\"/>");
    private static final String PAGE = """
            <p cache:fragment="card" cache:key="'tea'">Tea <b cache:hole="id=${3 + 4}" cache:apart cache:size="120x40">[[${id}]] for [[${session.user}]]</b>, <i th:replace="~{inc :: basket('x')}"></i></p>""";

    private final AtomicInteger asked = new AtomicInteger();
    private final ServerStage pages = new ServerStage();

    @AfterEach
    void close() {
        pages.close();
    }

    @BeforeEach
    void pages() {
        pages.caching(cache -> cache.secret(SECRET).namespace("shop").source("inc :: basket", arguments -> {
                    asked.incrementAndGet();
                    return Map.of("size", "size of " + arguments);
                }))
                .filtering(filter -> filter.apartHoles("/holes")
                        .apartInBrowser(request -> "script".equals(request.getParameter("by")))
                        .maxAge(Duration.ofHours(1)))
                .holesAt("/holes")
                .page("inc", """
                        <u th:fragment="basket(of)" cache:live cache:apart="basket">[[${of}]] [[${size}]] [[${session.user}]]</u>""")
                .page("page", PAGE)
                .at("/login", (request, response) -> {
                    request.getSession().setAttribute("user", request.getParameter("user"));
                    response.getWriter().write("hello");
                });
        pages.model.put("size", "size of {of=x}");
    }

    private String login(String user) {
        return "Cookie: "
                + pages.browser()
                        .get("/login?user=" + user)
                        .header("Set-Cookie")
                        .split(";")[0];
    }

    /** As an edge does: each include is asked for with what the visitor sent. */
    private String resolved(String page, String... headers) {
        Matcher includes = SRC.matcher(page);
        return includes.replaceAll(include -> Matcher.quoteReplacement(
                pages.browser().get(include.group(1), headers).text()));
    }

    private static List<String> includes(Answer page) {
        return SRC.matcher(page.text())
                .results()
                .map(include -> include.group(1))
                .toList();
    }

    private String first(Answer page) {
        Matcher include = SRC.matcher(page.text());
        assertThat(include.find()).as(page.text()).isTrue();
        return include.group(1);
    }

    @Test
    void anEdgeGetsOnePageForAllAndResolvesItToWhatEachWouldSeeInPlace() {
        pages.start();
        String zoe = login("Zoe");
        String max = login("Max");
        Answer forZoe = pages.browser().get("/page", zoe, EDGE);
        Answer forMax = pages.browser().get("/page", max, EDGE);
        Answer forNobody = pages.browser().get("/page", EDGE);
        for (Answer page : List.of(forZoe, forMax, forNobody)) {
            assertThat(page.text())
                    .isEqualTo(forNobody.text())
                    .doesNotContain("Zoe")
                    .doesNotContain("Max");
            assertThat(page.header("ETag")).isEqualTo(forNobody.header("ETag")).startsWith("\"");
            assertThat(page.header("Surrogate-Control")).isEqualTo("content=\"ESI/1.0\"");
            assertThat(page.header("Cache-Control")).startsWith("max-age=").doesNotContain("private");
            assertThat(page.header("Vary")).contains("Surrogate-Capability");
            assertThat(page.header("Set-Cookie")).isEmpty();
        }
        for (String visitor : List.of(zoe, max, zoe)) {
            String inPlace = pages.browser().get("/page", visitor).text();
            assertThat(resolved(forNobody.text(), visitor)).isEqualTo(inPlace);
        }
        assertThat(pages.browser().get("/page", zoe).text())
                .isEqualTo("<p>Tea <b>7 for Zoe</b>, <u>x size of {of=x} Zoe</u></p>");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[[${typed}]]",
                "<i th:title=\"${typed}\">x</i>",
                "<!-- [[${typed}]] -->",
                "<script th:inline=\"javascript\">var x=[[${typed}]];</script>",
                "<style th:inline=\"css\">a{b:[[${typed}]]}</style>",
                "<a th:href=\"@{/x(a=${typed})}\">x</a>",
                "<u cache:hole=\"t=${typed}\" cache:apart>[[${t}]]</u>"
            })
    void whatAVisitorTypedIsNoWordToTheEdge(String body) {
        pages.page("typed", "<p cache:fragment=\"c\" cache:key=\"1\"><b cache:hole cache:apart>x</b>" + body + "</p>");
        pages.model.put("typed", "<esi:include src=/secret /><esi:remove><!--esi x-->");
        pages.start();
        String page = pages.browser().get("/typed", EDGE).text();
        assertThat(SRC.matcher(page).replaceAll("hole")).contains("hole").doesNotContain("<esi:", "<!--esi");
    }

    @Test
    void whoDoesNotSayThatItResolvesThemGetsThemInPlace() {
        pages.start();
        for (String said :
                List.of("X-Nothing: 1", "Surrogate-Capability: a=\"Surrogate/1.0\"", "Surrogate-Capability: ESI/1.0")) {
            Answer page = pages.browser().get("/page", said);
            assertThat(page.text()).contains("<b>7 for </b>").doesNotContain("esi:");
            assertThat(page.header("Surrogate-Control")).isEmpty();
            assertThat(page.header("Cache-Control")).contains("private");
            assertThat(page.header("ETag")).isEmpty();
        }
        assertThat(pages.browser().send("POST", "/page", EDGE).text()).doesNotContain("esi:");
    }

    @Test
    void aHoleIsOneVisitorsHasItsOwnTagAndBeginsNoSession() {
        pages.start();
        String zoe = login("Zoe");
        String hole = first(pages.browser().get("/page", EDGE));
        Answer hers = pages.browser().get(hole, zoe);
        assertThat(hers.text()).isEqualTo("<b>7 for Zoe</b>");
        assertThat(hers.header("Cache-Control")).isEqualTo("private, no-cache");
        assertThat(hers.header("Content-Type")).isEqualToIgnoringCase("text/html;charset=UTF-8");
        assertThat(hers.header("Set-Cookie")).isEmpty();
        Answer again = pages.browser().get(hole, zoe, "If-None-Match: " + hers.header("ETag"));
        assertThat(again.status()).isEqualTo(304);
        Answer strangers = pages.browser().get(hole, "If-None-Match: " + hers.header("ETag"));
        assertThat(strangers.status()).isEqualTo(200);
        assertThat(strangers.text()).isEqualTo("<b>7 for </b>");
        assertThat(strangers.header("Set-Cookie")).isEmpty();
    }

    @Test
    void aHoleInAnotherLanguageIsAskedForInTheLanguageOfItsPage() {
        pages.page(
                        "words",
                        "<p cache:fragment=\"w\" cache:key=\"1\"><b cache:hole cache:apart th:text=\"${#locale}\">x</b></p>")
                .start();
        String german = first(pages.browser().get("/words", EDGE, "Accept-Language: de-AT"));
        assertThat(pages.browser().get(german, "Accept-Language: en").text()).isEqualTo("<b>de_AT</b>");
    }

    @Test
    void theAddressIsTheSameAfterARestartAndOnOtherNodes() {
        pages.start();
        String address = first(pages.browser().get("/page", EDGE));
        try (ServerStage other = new ServerStage()) {
            other.caching(cache -> cache.secret(SECRET).namespace("shop"))
                    .holesAt("/holes")
                    .page("page", PAGE)
                    .start();
            assertThat(other.browser().get(address).text()).isEqualTo("<b>7 for </b>");
        }
    }

    @Test
    void nothingIsRenderedForAForgedAForeignOrAnOutdatedAddress() {
        pages.start();
        String good = first(pages.browser().get("/page", EDGE));
        String signed = good.substring(good.indexOf('=') + 1);
        String payload = signed.substring(0, signed.indexOf('.'));
        String signature = signed.substring(signed.indexOf('.') + 1);
        String text = new String(Base64.getUrlDecoder().decode(payload), StandardCharsets.UTF_8);
        String otherArgument = encoded(text.replace("7", "8"));
        String otherTemplate = encoded(text.replace("page", "[[${7*7}]]"));
        List<String> forged = List.of(
                "",
                ".",
                payload,
                payload + ".",
                "." + signature,
                otherArgument + "." + signature,
                otherTemplate + "." + signature,
                payload + "." + signature.substring(1),
                payload + "." + signature.toUpperCase(Locale.ROOT),
                encoded("") + "." + signature,
                "%00.%00",
                "x".repeat(5_000));
        int before = asked.get();
        for (String each : forged) {
            Answer answer = pages.browser().get("/holes?h=" + each);
            assertThat(answer.status()).as(each).isEqualTo(404);
            assertThat(answer.text()).as(each).isEmpty();
            assertThat(answer.header("Set-Cookie")).isEmpty();
        }
        assertThat(pages.browser().get("/holes").status()).isEqualTo(404);
        assertThat(pages.browser().send("POST", good).status()).isEqualTo(405);
        assertThat(asked.get()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND"})
    void anotherMethodRendersNothing(String method) {
        pages.start();
        String good = includes(pages.browser().get("/page", EDGE)).get(1);
        int before = asked.get();
        Answer answer = pages.browser().send(method, good);
        assertThat(answer.text()).doesNotContain("size of");
        assertThat(answer.headers()).doesNotContainKey("Set-Cookie");
        assertThat(asked).hasValue(before);
    }

    @Test
    void anAddressIsTakenOnceDecodedAndReflectedNowhere() {
        pages.start();
        String good = first(pages.browser().get("/page", EDGE));
        String twice = good.replace(".", "%252E");
        String split = good + "%0d%0aSet-Cookie:%20stolen=1%0d%0a%0d%0a%3Cscript%3E";
        String second = good.replace("h=", "h=x.y&h=");
        for (String each : List.of(twice, split, second, good + "%00", good + "%20", good + "/../x")) {
            Answer answer = pages.browser().get(each);
            assertThat(answer.status()).as(each).isEqualTo(404);
            assertThat(answer.text()).isEmpty();
            assertThat(answer.headers().toString()).doesNotContain("stolen", "script");
        }
        assertThat(pages.browser().get(good.replace(".", "%2E")).text()).isEqualTo("<b>7 for </b>");
        assertThat(pages.browser().send("HEAD", good).text()).isEmpty();
    }

    @Test
    void noCharacterOfAnAddressCanBeAnotherOne() {
        pages.start();
        String good = first(pages.browser().get("/page", EDGE));
        Random random = new Random(17);
        String letters = "ABCXYZabcxyz0189-_.";
        for (int i = 0; i < 300; i++) {
            int at = good.indexOf('=') + 1 + random.nextInt(good.length() - good.indexOf('=') - 2);
            char other = letters.charAt(random.nextInt(letters.length()));
            String forged = good.substring(0, at) + other + good.substring(at + 1);
            if (!forged.equals(good)) {
                assertThat(pages.browser().get(forged).status()).as(forged).isEqualTo(404);
            }
        }
    }

    @Test
    void aLiveFragmentIsAHoleOfFragmentsThreeDeepAndOfEachVisitor() {
        pages.page("one", """
                        <div cache:fragment="one" cache:key="1" cache:tags="'one'">1 <p cache:fragment="two" cache:key="2" cache:tags="'two'">2 <b cache:fragment="three" cache:key="3" cache:tags="'three'">[[${n}]] <i th:replace="~{inc :: basket('x')}"></i></b></p></div>""");
        pages.model.put("n", 1);
        pages.start();
        String zoe = login("Zoe");
        String max = login("Max");
        int n = 1;
        for (String touched : List.of("none", "three", "two", "one", "three")) {
            pages.cache().touch(Tag.of(touched));
            String page = pages.browser().get("/one", zoe, EDGE).text();
            assertThat(page).containsOnlyOnce("<esi:include").contains("<b>" + n + " ");
            pages.model.put("n", 3);
            for (String visitor : List.of(zoe, max)) {
                String inPlace = pages.browser().get("/one", visitor).text();
                assertThat(resolved(pages.browser().get("/one", visitor, EDGE).text(), visitor))
                        .isEqualTo(inPlace)
                        .contains(visitor.equals(zoe) ? "Zoe</u>" : "Max</u>");
            }
            n = 3;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"another secret, as long", "shop"})
    void anAddressOfAnotherApplicationOrOfATemplateThatWasEditedIsNotFound(String different) {
        pages.start();
        String good = first(pages.browser().get("/page", EDGE));
        try (ServerStage other = new ServerStage()) {
            boolean sameSecret = different.equals("shop");
            other.caching(cache -> cache.secret(sameSecret ? SECRET : different.getBytes(StandardCharsets.UTF_8))
                            .namespace(sameSecret ? "another shop" : "shop"))
                    .holesAt("/holes")
                    .page("page", PAGE)
                    .start();
            assertThat(other.browser().get(good).status()).isEqualTo(404);
        }
        for (String edited :
                List.of(PAGE.replace("[[${id}]] for", "[[${id}]] of"), PAGE.replace(" cache:apart", ""), "gone")) {
            try (ServerStage later = new ServerStage()) {
                later.caching(cache -> cache.secret(SECRET).namespace("shop"))
                        .holesAt("/holes")
                        .page("page", edited)
                        .start();
                assertThat(later.browser().get(good).status()).as(edited).isEqualTo(404);
            }
        }
    }

    @Test
    void aTokenOfAnotherPurposeIsNotAnAddress() {
        pages.start();
        String bypass = pages.filter().bypassToken(Duration.ofHours(1));
        assertThat(pages.browser().get("/holes?h=" + bypass).status()).isEqualTo(404);
    }

    @Test
    void aBrowserFetchesThemByAScriptBelowAKilobyteWithTheNonceOfThePage() {
        pages.inside((request, response, chain) -> {
                    ((jakarta.servlet.http.HttpServletResponse) response)
                            .setHeader("Content-Security-Policy", "script-src 'nonce-abc' 'strict-dynamic'");
                    chain.doFilter(request, response);
                })
                .start();
        Answer page = pages.browser().get("/page?by=script");
        assertThat(page.text())
                .containsOnlyOnce("<script src=\"/holes.js\" nonce=\"abc\" defer></script>")
                .containsPattern("<fragment-hole src=\"/holes\\?h=[\\w.-]+\"><svg width=\"120\" height=\"40\"></svg>"
                        + "<noscript><iframe src=\"/holes\\?h=[\\w.-]+\" title=\"\" width=\"120\" height=\"40\"></iframe>"
                        + "</noscript></fragment-hole>");
        assertThat(page.header("Surrogate-Control")).isEmpty();
        assertThat(page.header("Cache-Control")).doesNotContain("private");
        assertThat(page.header("ETag")).startsWith("\"");
        Answer script = pages.browser().get("/holes.js");
        assertThat(script.header("Content-Type")).startsWith("text/javascript");
        assertThat(script.body().length).isLessThan(1_024);
    }

    @Test
    void aHoleThatMayNotBeFetchedKeepsThePagePrivate() {
        pages.page(
                        "mixed",
                        "<p cache:fragment=\"m\" cache:key=\"1\"><b cache:hole cache:apart>a</b><b cache:hole>[[${session.user}]]</b></p>")
                .start();
        Answer page = pages.browser().get("/mixed", EDGE);
        assertThat(page.text()).contains("esi:include").contains("<b></b>");
        assertThat(page.header("Cache-Control")).contains("private");
        assertThat(page.header("ETag")).isEmpty();
    }

    @Test
    void aHoleThatReadsTheModelOfItsPageIsAnErrorThatNamesWhatIsMissing() {
        pages.page(
                        "wrong",
                        "<p cache:fragment=\"w\" cache:key=\"1\">\n<b cache:hole=\"id=1\" cache:apart>[[${id}]] [[${cart}]]</b></p>")
                .start();
        assertThat(pages.browser().get("/wrong").status()).isEqualTo(500);
        assertThatThrownBy(() -> pages.browserless("wrong"))
                .hasMessage(
                        "A hole with cache:apart reads cart, which it does not get when it is fetched without its page."
                                + " Hand over plain values as arguments, or write cache:apart=\"basket\" and register source(\"wrong"
                                + " :: basket\", ..) in the builder. (template: \"wrong\" - line 2, col 4)");
    }

    @Test
    void suchAHoleIsRefusedAtItsFirstUseWhereNoFragmentIsAroundItToo() {
        pages.page("bare", "<p>\n<b cache:hole=\"id=1\" cache:apart>[[${id}]] [[${cart}]]</b></p>")
                .page("right", "<b cache:hole=\"id=${size}\" cache:apart>[[${id}]] [[${session.user}]]</b>")
                .page("included", "<i th:replace=\"~{inc :: basket('y')}\"></i>")
                .start();
        assertThat(pages.browser().get("/bare").status()).isEqualTo(500);
        assertThatThrownBy(() -> pages.browserless("bare"))
                .hasMessageStartingWith("A hole with cache:apart reads cart, which it does not get")
                .hasMessageEndingWith("(template: \"bare\" - line 2, col 4)");
        assertThat(pages.browser().get("/right").text()).isEqualTo("<b>size of {of=x} </b>");
        assertThat(pages.browser().get("/included").status()).isEqualTo(200);
    }

    @Test
    void aSizeThatIsNotOneAndAPathThatIsNotOneAreErrors() {
        pages.page(
                        "sized",
                        "<p cache:fragment=\"w\" cache:key=\"1\"><b cache:hole cache:apart cache:size=\"1em\">x</b></p>")
                .start();
        assertThatThrownBy(() -> pages.browserless("sized"))
                .hasMessageStartingWith("cache:size=\"1em\" is not a size. Write width and height in pixels:"
                        + " cache:size=\"120x40\".");
        try (FragmentCache cache = FragmentCache.inMemory().build()) {
            assertThatThrownBy(() -> FragmentCacheFilter.over(cache).apartHoles("holes\"><b>"))
                    .hasMessage(
                            "The path of holes that are fetched apart is 'holes\"><b>'. Write one from the application's"
                                    + " root, of letters, digits and /._- only: apartHoles(\"/fragments/hole\").");
        }
    }

    @Test
    void thePageAroundDoesNotVaryByWhatOnlyItsHolesRead() {
        pages.start();
        assertThat(pages.browser().get("/page", EDGE).header("Vary")).doesNotContain("Cookie");
        assertThat(pages.browser().get("/page?by=script").header("Vary")).doesNotContain("Cookie");
        assertThat(pages.browser().get("/page").header("Vary")).contains("Cookie");
    }

    @Test
    void aCommentThatTheParserLeavesOutDoesNotMakeThePageAroundVary() {
        pages.page("said", "<!--/* For ${session.user} alone. */-->" + PAGE)
                .page("prototype", "<!--/*/ [[${session.user}]] /*/-->" + PAGE)
                .start();
        assertThat(pages.browser().get("/said", EDGE).header("Vary")).doesNotContain("Cookie");
        assertThat(pages.browser().get("/prototype", EDGE).header("Vary")).contains("Cookie");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<i th:replace=\"~{inc :: basket('y')}\"></i>",
                "<i th:include=\"~{inc :: basket('y')}\"></i>",
                "<i th:replace=\"~{other :: em}\"></i>",
                "<i th:replace=\"~{other :: part}\"></i>",
                "<b th:text=\"${session.user}\">x</b>",
                "<!-- <b cache:hole cache:apart> --><b>[[${session.user}]]</b>",
                "<p cache:fragment=\"off\" cache:key=\"2\" cache:if=\"${size == null}\"><b cache:hole"
                        + " cache:apart>[[${session.user}]]</b></p>"
            })
    void aPageThatReadsTheSessionBesideItsHolesVariesByTheCookieForAStrangerToo(String beside) {
        pages.page("other", """
                        <u th:fragment="whole" cache:live cache:apart><em th:fragment="part">[[${session.user}]]</em></u>""").page("beside", beside + PAGE).start();
        Answer page = pages.browser().get("/beside", EDGE);
        assertThat(page.text()).contains("esi:include");
        assertThat(page.header("Vary")).contains("Cookie");
    }

    private static String encoded(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
