package io.fragmentcache.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fragmentcache.FragmentCache;
import io.fragmentcache.freshness.Lifetime;
import io.fragmentcache.key.Tag;
import io.fragmentcache.stage.Server;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.htmlunit.WebResponse;
import org.htmlunit.html.DomNode;
import org.htmlunit.html.HtmlButton;
import org.htmlunit.html.HtmlInput;
import org.htmlunit.html.HtmlPage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The inspector's own page, by those who may open it and those who may not. */
class InspectorTest {
    private static final String REFUSED =
            "The fragment inspector is not for this request. In development it answers to the machine it runs on, asked"
                    + " by its own name (http://localhost:..), and to no proxy; otherwise to those whom allow(..) lets in.";
    private static final String NOT_OURS = "Nothing was changed: this page's session is over. Reload it and try again.";

    private final House house = House.open();

    @AfterEach
    void close() {
        house.close();
    }

    private static String text(HtmlPage page, String id) {
        return page.getElementById(id).getTextContent();
    }

    private static HtmlButton button(DomNode in, String words) {
        return in.querySelectorAll("button").stream()
                .map(HtmlButton.class::cast)
                .filter(candidate -> candidate.getTextContent().equals(words)
                        || candidate.getTextContent().startsWith(words + ", reads "))
                .findFirst()
                .orElseThrow(() -> new AssertionError("No button says " + words + " in " + in.asNormalizedText()));
    }

    @Test
    void itCountsSearchesExplainsTouchesAndExpiresWithoutReloading() throws IOException {
        try (Surfer surfer = house.surfer()) {
            surfer.get("/page");
            HtmlPage page = surfer.dashboard();
            surfer.until(page, () -> text(page, "miss").equals("1"));
            assertThat(text(page, "rate")).isEqualTo("0 %");
            surfer.until(page, () -> text(page, "inner").equals("all lookups: 0 hits, 0 stale, 3 misses, 2 holes"));
            surfer.until(page, () -> text(page, "found").equals("2 fragments"));
            assertThat(text(page, "stores"))
                    .startsWith("CaffeineStore: 3 entries, ")
                    .endsWith(" of 8.0 MB, 0 evicted");

            house.surfer().get("/page");
            surfer.until(page, () -> text(page, "hit").equals("1"));
            assertThat(text(page, "rate")).isEqualTo("50 %");
            assertThat(page.querySelectorAll("#chart rect")).isNotEmpty();

            HtmlInput words = (HtmlInput) page.getElementById("words");
            words.type("LIST");
            surfer.until(page, () -> text(page, "found").equals("1 fragment, 1 key"));
            assertThat(text(page, "rows")).startsWith("page :: list");
            assertThat(text(page, "keys")).contains("page :: list  tea").contains("fresh");

            button(page.getElementById("keys"), "page :: list  tea").click();
            surfer.until(page, () -> page.querySelector("#detail .facts") != null);
            assertThat(page.getElementById("detail").asNormalizedText())
                    .contains("page :: list", "language\nen", "last miss\n0 ms ago: not in the cache")
                    .doesNotContain("undefined");

            HtmlInput tag = (HtmlInput) page.getElementById("tag");
            tag.type("nothing");
            surfer.until(page, () -> text(page, "dry").equals("No cached entry known here carries nothing."));
            tag.setValue("");
            tag.type("*");
            surfer.until(
                    page,
                    () -> text(page, "dry").startsWith("Would outdate 2 fragments, 3 entries known here: about "));
            button(page.getElementById("change"), "Touch").click();
            surfer.until(page, () -> text(page, "said").equals("* touched: 2 fragments, 3 entries outdated"));
            surfer.until(page, () -> text(page, "touches").contains("no cached entry affected yet"));

            button(page.getElementById("change"), "Expire").click();
            assertThat(text(page, "touches")).doesNotContain("(expired)");
            button(page.getElementById("change"), "Really expire?").click();
            surfer.until(page, () -> text(page, "said").equals("* expired: 2 fragments, 3 entries outdated"));
            house.surfer().get("/page");
            surfer.until(page, () -> text(page, "miss").equals("2"));
            surfer.until(
                    page,
                    () -> text(page, "touches")
                            .contains("* (expired)invalidated so far: page :: list, page :: card × 2"));
        }
    }

    @Test
    void aFragmentThatIsOnlyLookedUpWhereItsParentIsRenderedHasNoRateOfItsOwn() throws IOException {
        try (Surfer surfer = house.surfer()) {
            surfer.get("/page");
            surfer.get("/page");
            HtmlPage page = surfer.dashboard();
            surfer.until(page, () -> text(page, "rows").contains("page :: card"));

            assertThat(page.querySelectorAll("#rows tr").stream()
                            .map(row -> row.querySelector("th").getTextContent() + " "
                                    + row.querySelector(".warm").getTextContent() + ", reused "
                                    + row.querySelectorAll("td").get(2).getTextContent()))
                    .containsExactlyInAnyOrder("page :: list 50 %, reused –", "page :: card –, reused 2");
        }
    }

    @Test
    void whatWasExpiredIsNamedAndNotWhatWasOnlyTouched() {
        try (Surfer surfer = house.surfer().showOverlay()) {
            house.template(
                    "page",
                    "<html><head></head><body><p cache:fragment=\"f\" cache:key=\"'k'\" cache:tags=\"'touched', 'expired'\">x</p></body></html>");
            surfer.get("/page");
            house.cache.touch(Tag.of("touched"));
            house.cache.expire(Tag.of("expired"));

            assertThat(surfer.text("/page")).contains("\"why\":\"expired expired\"");
        }
    }

    /** What is read of it joins the key; it has no identity. */
    public static final class Account {
        public String getPlan() {
            return "gold";
        }
    }

    @Test
    void whatIsReadOfAnObjectWithoutIdentityIsReadableInItsKey() {
        house.template(
                "page",
                "<html><head></head><body><div th:with=\"member=${user}\"><p cache:fragment=\"plan\" cache:key=\"'k'\">[[${member.plan}]]</p></div></body></html>");
        house.variables.put("user", new Account());
        try (Surfer surfer = house.surfer()) {
            // What is read of it is learned by the first render.
            surfer.get("/page");
            assertThat(surfer.text("/page")).contains("<p>gold</p>");
            String state = surfer.text("/_fragments/state?q=plan");
            Matcher key = Pattern.compile(
                            "\"id\":\"(\\w+)\",\"locator\":\"page :: plan\",\"shows\":\\[\"k\",\"reads member.plan #")
                    .matcher(state);

            assertThat(state)
                    .containsPattern("\"shows\":\\[\"k\",\"reads member.plan #[0-9a-f]{8}\"\\],\"language\":\"en\"");
            assertThat(key.find()).isTrue();
            assertThat(surfer.text("/_fragments/explain?id=" + key.group(1)))
                    .contains("\"cache:key\":\"k\"", "\"observed reads\":\"reads member.plan #", "\"language\":\"en\"");
        }
    }

    @Test
    void aTouchTellsWhoMadeItAndAKeyTheHtmlThatIsStored() {
        try (Surfer surfer = house.surfer()) {
            surfer.get("/page");
            house.cache.touch(Tag.of("by hand"));
            String state = surfer.text("/_fragments/state?q=tea");
            Matcher key = Pattern.compile("\"keys\":\\[\\{\"id\":\"(\\w+)\"").matcher(state);

            assertThat(state)
                    .contains("\"origin\":\"thread " + Thread.currentThread().getName() + "\"");
            assertThat(key.find()).isTrue();
            assertThat(surfer.text("/_fragments/explain?id=" + key.group(1)))
                    .containsPattern("\"html\":\"<ul>.*?</ul>\"|\"html\":\"\\\\u003cul");
        }
    }

    @Test
    void aTagBeyondAsciiIsTouchedAsItIsTyped() {
        try (Surfer surfer = house.surfer()) {
            house.variables.put("shelf", "Straße");
            surfer.get("/page");
            assertThat(surfer.post(
                                    "/_fragments/touch",
                                    "token=" + surfer.token() + "&tag=" + Surfer.encoded("Ünïcode tag:1"))
                            .getContentAsString(StandardCharsets.UTF_8))
                    .contains("\"tag\":\"Ünïcode tag:1\"");
            assertThat(surfer.text("/_fragments/state")).contains("\"tags\":\"Ünïcode tag:1\"");
        }
    }

    @Test
    void whatIsNotInTheStoreIsNotCalledExpired() {
        try (Surfer surfer = house.surfer()) {
            surfer.get("/page");
            house.cache
                    .engine()
                    .inspection()
                    .usage()
                    .asked(asked -> true, 10)
                    .forEach(asked -> house.store.remove(asked.key()));

            assertThat(surfer.text("/_fragments/fragment?locator=" + Surfer.encoded("page :: list")))
                    .contains("\"verdict\":\"not stored\"");
            surfer.get("/page");
            assertThat(surfer.text("/_fragments/fragment?locator=" + Surfer.encoded("page :: list")))
                    .contains("\"misses\":{\"first time\":1,\"no longer in the store\":1}")
                    .contains("\"place\":\"page line 3\"");
        }
    }

    @Test
    void anEditedTemplateStandsAmongTheInvalidationsFromTheFirstRequestThatMeetsIt() {
        try (Surfer surfer = house.surfer()) {
            surfer.get("/page");
            assertThat(surfer.text("/_fragments/state")).contains("\"templates\":[]");
            house.template("page", House.PAGE.replace("<b th", "<em>new</em><b th"));
            surfer.get("/page");
            house.wait("2m");
            surfer.get("/page");

            assertThat(surfer.text("/_fragments/state"))
                    .containsPattern("\"templates\":\\[\\{\"name\":\"page :: (list|card)\",\"ago\":120000},"
                            + "\\{\"name\":\"page :: (list|card)\",\"ago\":120000}\\]");
            HtmlPage page = surfer.dashboard();
            surfer.until(page, () -> text(page, "touches").contains("page :: cardits template changed"));
        }
    }

    @Test
    void aTouchIsTriedDryAndTheTagThatWasMeantIsFound() {
        try (Surfer surfer = house.surfer()) {
            surfer.get("/page");

            assertThat(surfer.text("/_fragments/dry?tag=*"))
                    .contains("\"entries\":3,")
                    .contains("\"fragments\":{")
                    .contains("\"page :: card\":2");
            assertThat(surfer.text("/_fragments/dry?tag=nothing")).contains("\"entries\":0,");
            assertThat(surfer.text("/_fragments/state")).contains("\"touches\":[]");
        }
    }

    @Test
    void requestsTellWhatTheyAskedForAndAdviceIsAList() {
        try (Surfer surfer = house.surfer()) {
            surfer.get("/page");
            surfer.get("/page");

            assertThat(surfer.text("/_fragments/advice"))
                    .contains("\"advice\":[]")
                    .contains("\"path\":\"/page\"")
                    .contains("\"hit\":1,\"stale\":0,\"miss\":0,\"bypass\":0,\"holes\":2,")
                    .contains("\"hit\":0,\"stale\":0,\"miss\":3,\"bypass\":0,\"holes\":2,");
        }
    }

    @Test
    void aFragmentTellsItsKeysAndWhatItsDigestCovers() throws IOException {
        try (Surfer surfer = house.surfer()) {
            surfer.get("/page");
            HtmlPage page = surfer.dashboard();
            surfer.until(page, () -> text(page, "rows").contains("page :: card"));
            button(page.getElementById("rows"), "page :: card").click();
            surfer.until(page, () -> page.querySelector("#detail pre") != null);

            assertThat(page.querySelectorAll("#detail .keys button").stream()
                            .map(DomNode::getTextContent)
                            .map(key -> key.replaceFirst("(, reads .*| · en)", "")))
                    .containsExactlyInAnyOrder("a", "b");
            assertThat(page.querySelector("#detail pre").getTextContent()).contains("key: ${p}");
            assertThat(page.querySelector("#detail .settings").asNormalizedText())
                    .contains(
                            "fresh\n5m lifetime(..) of the builder, or fragment-cache.lifetime",
                            "key\n${p} cache:key, page line 3");
        }
    }

    @Test
    void whatVisitorsTypeIsShownAndNeverRun() throws IOException {
        String evil = "</script><script>alert('owned')</script><img src=x onerror=alert(1)>";
        house.variables.put("p", evil);
        house.template(
                evil,
                "<html><head></head><body><p cache:fragment=\"f\" cache:key=\"${p}\" cache:tags=\"${p}\" th:text=\"${p}\">x</p></body></html>");
        house.server.serve((exchange, request, response) -> response.getWriter().print(house.render(evil, exchange)));
        try (Surfer surfer = house.surfer().showOverlay()) {
            String page = surfer.text("/page");
            assertThat(page)
                    .contains("fragment-inspector")
                    .doesNotContain("<script>alert")
                    .doesNotContain("<img");
            String state = surfer.text("/_fragments/state?q=owned");
            assertThat(state).contains("\\u003c/script\\u003e").doesNotContain("<");
            String id = state.replaceAll("(?s).*\"keys\":\\[\\{\"id\":\"(\\w+)\".*", "$1");
            assertThat(surfer.text("/_fragments/explain?id=" + id))
                    .contains("onerror")
                    .doesNotContain("<");
            assertThat(surfer.text("/_fragments/fragment?locator=" + Surfer.encoded(evil + " :: f")))
                    .contains("onerror")
                    .doesNotContain("<");

            HtmlPage dashboard = surfer.dashboard();
            ((HtmlInput) dashboard.getElementById("words")).type("owned");
            surfer.until(dashboard, () -> !text(dashboard, "keys").isEmpty());
            ((HtmlButton) dashboard.querySelector("#keys button")).click();
            surfer.until(dashboard, () -> dashboard.querySelector("#detail .facts") != null);
            assertThat(text(dashboard, "rows")).contains(evil);
            assertThat(text(dashboard, "detail")).contains(evil);
            assertThat(dashboard.querySelectorAll("img")).isEmpty();
            assertThat(dashboard.querySelectorAll("script")).hasSize(1);
        }
    }

    @Test
    void unprotectedItDoesNotStart() {
        FragmentCache cache = FragmentCache.inMemory().build();
        try (Server other = Server.start(context -> assertThatThrownBy(
                        () -> FragmentInspector.over(cache).mount(context))
                .hasMessage("The inspector shows what visitors see and outdates it, and nothing says who may use it."
                        + " Write FragmentInspector.over(cache).allow(request -> request.isUserInRole(\"admin\")), or, for"
                        + " requests of this machine only, FragmentInspector.development(cache)."))) {
            assertThat(other.visitor().get("/_fragments/state")).doesNotContain("token");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "_fragments", "/a/", "/a b", "/*"})
    void aPathThatIsNoneIsRefused(String path) {
        assertThatThrownBy(() -> FragmentInspector.over(house.cache).at(path))
                .hasMessage("The inspector cannot be mounted at '" + path
                        + "'. Write a path of its own, such as /_fragments.");
    }

    @Test
    void aCacheHasOneInspector() {
        try (Server other = Server.start(context -> assertThatThrownBy(
                        () -> FragmentInspector.development(house.cache).mount(context))
                .hasMessage("This cache has an inspector already. Mount one for each cache."))) {
            assertThat(other.visitor().get("/page")).doesNotContain("token");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "X-Forwarded-For, 127.0.0.1",
        "X-Forwarded-Proto, http",
        "X-Forwarded-Host, localhost",
        "Forwarded, for=127.0.0.1",
        "X-Real-IP, ::1",
        "Via, 1.1 proxy",
        "Host, evil.example",
        "Host, localhost.evil.example",
    })
    void inDevelopmentWhoeverComesFromElsewhereIsRefused(String header, String value) {
        try (Surfer surfer = house.surfer().showOverlay()) {
            for (String path : List.of("/_fragments/", "/_fragments/state", "/_fragments/overlay.js")) {
                WebResponse answer = surfer.get(path, header, value);
                assertThat(answer.getStatusCode()).isEqualTo(403);
                assertThat(answer.getContentAsString()).isEqualTo(REFUSED);
            }
            assertThat(surfer.get("/page", header, value).getContentAsString()).doesNotContain("fragment-inspector");
        }
    }

    @Test
    void otherwiseTheApplicationDecidesForEachRequest() {
        try (House guarded = new House(inspector ->
                        inspector.at("/admin/fragments").allow(request -> "yes".equals(request.getHeader("Admin"))));
                Surfer surfer = guarded.surfer()) {
            assertThat(surfer.get("/admin/fragments/state").getStatusCode()).isEqualTo(403);
            assertThat(surfer.get("/admin/fragments/state", "Admin", "yes").getStatusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void nothingChangesWithoutTheTokenOfThisBrowser() {
        try (Surfer surfer = house.surfer();
                Surfer stranger = house.surfer()) {
            String token = surfer.token();
            String foreign = stranger.token();
            surfer.get("/page");

            for (String body : List.of(
                    "tag=*",
                    "tag=*&token=",
                    "tag=*&token=x.y",
                    "tag=*&token=" + foreign,
                    "tag=*&token=" + token + "x")) {
                for (String path : List.of("/touch", "/expire", "/overlay")) {
                    WebResponse answer = surfer.post("/_fragments" + path, body);
                    assertThat(answer.getStatusCode()).as(body).isEqualTo(403);
                    assertThat(answer.getContentAsString()).isEqualTo(NOT_OURS);
                }
            }
            assertThat(surfer.text("/_fragments/state"))
                    .contains("\"touches\":[]")
                    .contains("\"overlay\":false");
            assertThat(surfer.post("/_fragments/touch", "tag=*&token=" + token).getStatusCode())
                    .isEqualTo(200);
            assertThat(surfer.text("/_fragments/state")).contains("\"tags\":\"*\"");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"cross-site", "same-site", "none"})
    void nothingChangesFromAForeignPageEvenWithTheToken(String site) {
        try (Surfer surfer = house.surfer()) {
            String token = surfer.token();
            WebResponse answer = surfer.post("/_fragments/touch", "tag=*&token=" + token, "Sec-Fetch-Site", site);

            assertThat(answer.getStatusCode()).isEqualTo(403);
            assertThat(answer.getContentAsString()).isEqualTo(NOT_OURS);
            assertThat(surfer.text("/_fragments/state")).contains("\"touches\":[]");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://evil.example", "null", "http://localhost:1", "::", "http://localhost"})
    void anOldBrowserIsJudgedByItsOrigin(String origin) {
        try (Surfer surfer = house.surfer()) {
            String body = "tag=*&token=" + surfer.token();
            String own = house.server.url().replace("/shop", "");

            assertThat(surfer.postFrom(origin, "/_fragments/touch", body)).isEqualTo(403);
            assertThat(surfer.text("/_fragments/state")).contains("\"touches\":[]");
            assertThat(surfer.postFrom(own, "/_fragments/touch", body)).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"touch", "expire", "overlay"})
    void nothingChangesByGet(String what) {
        try (Surfer surfer = house.surfer()) {
            String token = surfer.token();

            assertThat(surfer.get("/_fragments/" + what + "?tag=*&show=true&token=" + token)
                            .getStatusCode())
                    .isEqualTo(404);
            assertThat(surfer.text("/_fragments/state"))
                    .contains("\"touches\":[]")
                    .contains("\"overlay\":false");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  "})
    void aTouchOfNothingIsRefused(String tag) {
        try (Surfer surfer = house.surfer()) {
            WebResponse answer =
                    surfer.post("/_fragments/touch", "token=" + surfer.token() + "&tag=" + Surfer.encoded(tag));

            assertThat(answer.getStatusCode()).isEqualTo(400);
            assertThat(answer.getContentAsString())
                    .isEqualTo("Nothing was changed: name a tag of at most 500 characters, such as Product:42.");
        }
    }

    @Test
    void whatIsNotKnownIsSaidInASentence() {
        try (Surfer surfer = house.surfer()) {
            assertThat(surfer.get("/_fragments/explain?id=none").getStatusCode())
                    .isEqualTo(404);
            assertThat(surfer.text("/_fragments/explain?id=none"))
                    .isEqualTo("This key was not requested recently. Look at the page that shows the fragment, then"
                            + " search for it again.");
            assertThat(surfer.text("/_fragments/fragment?locator=none")).contains("\"keys\":[]");
            assertThat(surfer.get("/_fragments/InspectorServlet.class").getStatusCode())
                    .isEqualTo(404);
        }
    }

    @Test
    void itsAnswersAreKeptByNobodyAndRunNothingOfOthers() {
        try (Surfer surfer = house.surfer()) {
            for (String path :
                    List.of("/", "/dashboard.js", "/dashboard.css", "/overlay.js", "/state", "/advice", "/dry")) {
                WebResponse answer = surfer.get("/_fragments" + path);
                assertThat(answer.getStatusCode()).as(path).isEqualTo(200);
                assertThat(answer.getResponseHeaderValue("Cache-Control")).isEqualTo("no-store");
                assertThat(answer.getResponseHeaderValue("X-Content-Type-Options"))
                        .isEqualTo("nosniff");
                assertThat(answer.getResponseHeaderValue("Content-Security-Policy"))
                        .startsWith("default-src 'none'; script-src 'self';");
            }
            assertThat(surfer.text("/_fragments/"))
                    .doesNotContain("http", "style=")
                    .doesNotContainPattern("\\son\\w+=");
        }
    }

    @Test
    void tenThousandFragmentsMakeNoLongerAnswer() {
        for (int i = 0; i < 10_000; i++) {
            house.cache.text("text" + i, i, Lifetime.DEFAULT, () -> "x");
        }
        try (Surfer surfer = house.surfer()) {
            String state = surfer.text("/_fragments/state");
            assertThat(state).contains("\"found\":10000").contains("\"pages\":200");
            assertThat(state.length()).isLessThan(25_000);
            assertThat(surfer.text("/_fragments/state?order=name&page=199")).contains("\"name\":\"text :: text9999\"");
            assertThat(surfer.text("/_fragments/state?order=saved&page=199")).contains("\"name\":\"text :: text9999\"");
            assertThat(surfer.text("/_fragments/state?page=999999")).contains("\"page\":199");
            assertThat(surfer.text("/_fragments/state?q=TEXT999&order=name")).contains("\"found\":11");
        }
    }
}
