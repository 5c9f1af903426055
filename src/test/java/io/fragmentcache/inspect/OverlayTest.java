package io.fragmentcache.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.htmlunit.WebResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the inspector puts into a page, read as text; how it looks in a browser is tested in the demo. */
class OverlayTest {
    private static final Pattern HEAD = Pattern.compile(
            "<script type=\"application/json\" id=\"fragment-inspector\">.*?</script><script[^>]*></script>");
    private static final Pattern MARK = Pattern.compile("<!--[0-9a-f]{32}([\\[\\]|])(\\d+)-->");
    private static final Pattern FRAME = Pattern.compile(
            "\"number\":(\\d+),\"around\":(-?\\d+),\"framed\":(\\w+),\"kind\":\"(\\w+)\",\"outcome\":\"(\\w+)\",\"name\":\"([^\"]*)\",\"why\":\"([^\"]*)\"");

    private final House house = House.open();

    @AfterEach
    void close() {
        house.close();
    }

    private static String withoutInspector(String page) {
        return MARK.matcher(HEAD.matcher(page).replaceAll("")).replaceAll("");
    }

    /** Each frame in order, indented by how deep it lies: {@code - page :: list: hit, fragment}. */
    private static List<String> frames(String page) {
        List<String> frames = new ArrayList<>();
        List<Integer> depths = new ArrayList<>();
        Matcher frame = FRAME.matcher(page);
        while (frame.find()) {
            int around = Integer.parseInt(frame.group(2));
            int depth = around < 0 ? 0 : depths.get(around) + 1;
            depths.add(depth);
            frames.add("- ".repeat(depth + 1) + frame.group(6) + ": " + frame.group(5)
                    + (frame.group(4).equals("fragment") ? "" : ", " + frame.group(4))
                    + (frame.group(7).isEmpty() || frame.group(7).equals("fresh") ? "" : ", " + frame.group(7))
                    + (frame.group(3).equals("true") ? "" : ", no frame"));
        }
        return frames;
    }

    /** The text between the marks of a frame, marks in it taken out. */
    private static String framed(String page, int number) {
        String begin = "[" + number + "-->";
        int from = page.indexOf(begin) + begin.length();
        return withoutInspector(page.substring(from, page.lastIndexOf("<!--", page.indexOf("]" + number + "-->"))));
    }

    @Test
    void withoutItAPageHasNotOneByteOfItAndNotOneHeader() {
        try (House plain = new House(inspector -> inspector.allow(request -> false));
                Surfer visitor = plain.surfer();
                Surfer inspects = house.surfer();
                Surfer another = house.surfer()) {
            WebResponse expected = visitor.get("/page");
            inspects.showOverlay().get("/page");
            WebResponse page = another.get("/page");

            assertThat(page.getContentAsString()).isEqualTo(expected.getContentAsString());
            assertThat(page.getResponseHeaders().stream()
                            .filter(header -> !header.getName().equals("Date"))
                            .map(Object::toString))
                    .containsExactlyElementsOf(expected.getResponseHeaders().stream()
                            .filter(header -> !header.getName().equals("Date"))
                            .map(Object::toString)
                            .toList());
        }
    }

    @Test
    void mountedBehindTheFilterOfTheCacheItLeavesPagesAsTheyAre() {
        try (House wrong = House.behindTheFilter();
                Surfer inspects = wrong.surfer();
                Surfer visitor = wrong.surfer()) {
            String page = inspects.showOverlay().text("/page");
            assertThat(page).isEqualTo(visitor.text("/page")).doesNotContain("fragment-inspector");
        }
    }

    @Test
    void framesSayWhatBecameOfEachFragmentOnThisPage() {
        try (Surfer surfer = house.surfer().showOverlay()) {
            assertThat(frames(surfer.text("/page")))
                    .containsExactly(
                            "- page :: list: miss, absent",
                            "- - page :: card: miss, absent",
                            "- - - page :: hole: hole, hole",
                            "- - page :: card: miss, absent",
                            "- - - page :: hole: hole, hole");
            assertThat(frames(surfer.text("/page")))
                    .containsExactly(
                            "- page :: list: hit",
                            "- - page :: card: hit, inside, absent",
                            "- - - page :: hole: hole, hole",
                            "- - page :: card: hit, inside, absent",
                            "- - - page :: hole: hole, hole");
            house.wait("6m");
            assertThat(frames(surfer.text("/page")).get(0)).isEqualTo("- page :: list: stale, age");
        }
    }

    @Test
    void aHitOutsideFramesWhatLiesInItEvenIfItWasRenderedForSomebodyElse() {
        try (Surfer visitor = house.surfer();
                Surfer surfer = house.surfer()) {
            visitor.get("/page");
            String page = surfer.showOverlay().text("/page");

            assertThat(frames(page))
                    .hasSize(5)
                    .startsWith("- page :: list: hit", "- - page :: card: hit, inside, absent");
            assertThat(framed(page, 0)).startsWith("<ul><li><b>a</b>").endsWith("</li></ul>");
            assertThat(framed(page, 1)).isEqualTo("<li><b>a</b><i>hole a</i></li>");
            assertThat(framed(page, 2)).isEqualTo("<i>hole a</i>");
            assertThat(framed(page, 4)).isEqualTo("<i>hole b</i>");
        }
    }

    @Test
    void oneColdCardAmongWarmOnesIsToldApart() {
        try (Surfer surfer = house.surfer().showOverlay()) {
            surfer.get("/page");
            house.variables.put("shelf", "herbs");
            house.variables.put("products", List.of("a", "c"));

            assertThat(frames(surfer.text("/page")))
                    .containsExactly(
                            "- page :: list: miss, absent",
                            "- - page :: card: hit",
                            "- - - page :: hole: hole, hole",
                            "- - page :: card: miss, absent",
                            "- - - page :: hole: hole, hole");
        }
    }

    @Test
    void rowsThatAreLookedUpTogetherAreFramedOneByOne() {
        house.template("page", """
                <html><head></head><body><ul>
                <li cache:each="p : ${products}" cache:fragment="card" cache:key="${p}" th:text="${p}">x</li>
                </ul></body></html>
                """);
        try (Surfer visitor = house.surfer();
                Surfer surfer = house.surfer().showOverlay()) {
            assertThat(frames(surfer.text("/page")))
                    .containsExactly("- page :: card: miss, absent", "- page :: card: miss, absent");
            String page = surfer.text("/page");
            assertThat(frames(page)).containsExactly("- page :: card: hit", "- page :: card: hit");
            assertThat(framed(page, 1)).isEqualTo("<li>b</li>");
            assertThat(withoutInspector(page)).isEqualTo(visitor.text("/page"));
        }
    }

    @Test
    void thePageIsTheSameButForCommentsAndTheHead() {
        try (Surfer visitor = house.surfer();
                Surfer surfer = house.surfer().showOverlay()) {
            String miss = surfer.text("/page");
            String hit = surfer.text("/page");
            String expected = visitor.text("/page");

            assertThat(withoutInspector(miss)).isEqualTo(expected);
            assertThat(withoutInspector(hit)).isEqualTo(expected);
            assertThat(hit).contains("</title><script type=\"application/json\" id=\"fragment-inspector\">");
            assertThat(hit).contains("<script src=\"/shop/_fragments/overlay.js\" defer></script></head>");
        }
    }

    @Test
    void rememberedTextsHoldNothingOfIt() {
        try (Surfer surfer = house.surfer().showOverlay()) {
            surfer.get("/page");
            surfer.get("/page");
            String id =
                    surfer.text("/_fragments/state?q=tea").replaceAll("(?s).*\"keys\":\\[\\{\"id\":\"(\\w+)\".*", "$1");

            assertThat(surfer.text("/_fragments/explain?id=" + id)).contains("\"bytes\":43,");
            assertThat(house.cache
                            .explain("page :: list", "tea")
                            .get(0)
                            .entry()
                            .orElseThrow()
                            .text())
                    .isEqualTo("<ul><li><b>a</b></li><li><b>b</b></li></ul>");
        }
    }

    @Test
    void whereNoCommentMayStandNothingIsPutInAndTheFragmentIsListed() {
        house.template("page", """
                <html><head><title><cache:fragment name="t" key="'k'">[[${shelf}]]</cache:fragment></title>
                <style cache:fragment="s" cache:key="'k'">p { color: red }</style>
                <script th:inline="javascript" cache:fragment="j" cache:key="'k'">let x = [[${shelf}]];</script>
                </head><body><textarea><cache:fragment name="a" key="'k'">in</cache:fragment></textarea>
                <pre><cache:fragment name="p" key="'k'">
                line</cache:fragment></pre>
                <div cache:fragment="o" cache:key="'k'"><textarea><cache:fragment name="i" key="'k'">in</cache:fragment></textarea></div>
                <p title="[/*]">x</p></body></html>
                """);
        try (Surfer visitor = house.surfer();
                Surfer surfer = house.surfer().showOverlay()) {
            for (String page : List.of(surfer.text("/page"), surfer.text("/page"))) {
                assertThat(withoutInspector(page)).isEqualTo(visitor.text("/page"));
                assertThat(page).contains("<title>tea</title>", "<textarea>in</textarea>", "let x = \"tea\";");
                assertThat(frames(page).stream()
                                .filter(frame -> frame.endsWith("no frame"))
                                .map(frame -> frame.replaceAll(":[^:]*$", "")))
                        .containsExactly("- page :: t", "- page :: a", "- page :: p", "- - page :: i");
            }
        }
    }

    @Test
    void whatIsNotCachedIsFramedTooWhereAnElementFollows() {
        house.template(
                "page",
                "<html><head></head><body><p cache:fragment=\"f\" cache:key=\"'k'\" cache:if=\"${false}\">x</p></body></html>");
        try (Surfer visitor = house.surfer();
                Surfer surfer = house.surfer().showOverlay()) {
            String page = surfer.text("/page");

            assertThat(frames(page)).containsExactly("- page :: f: bypass, bypass, cache:if is false");
            assertThat(page).containsPattern("<body><!--[0-9a-f]{32}\\|0--><p>x</p>");
            assertThat(withoutInspector(page)).isEqualTo(visitor.text("/page"));
        }
    }

    @Test
    void aLiveFragmentAndAHoleThatIsFetchedApartAreCalledWhatTheyAre() {
        house.template("parts", "<i th:fragment=\"basket(p)\" cache:live th:text=\"|live ${p}|\">b</i>");
        house.template("page", """
                <html><head></head><body><p cache:fragment="f" cache:key="'k'"><b th:replace="~{parts :: basket(${shelf})}">b</b>\
                <u cache:hole="p=${shelf}" cache:apart th:text="${p}">h</u><s cache:hole="p=${shelf}" th:text="${p}">h</s></p></body></html>
                """);
        try (Surfer visitor = house.surfer();
                Surfer surfer = house.surfer().showOverlay()) {
            String plain = visitor.text("/page");
            String page = surfer.text("/page");

            assertThat(plain).contains("<i>live tea</i>");
            assertThat(withoutInspector(page)).isEqualTo(plain);
            assertThat(frames(page))
                    .containsExactly(
                            "- page :: f: hit",
                            "- - parts :: basket: hole, hole, live",
                            "- - page :: hole: hole, hole, apart",
                            "- - page :: hole: hole, hole");
        }
    }

    @Test
    void theEndThatCacheUntilGaveIsTold() {
        house.template(
                "page",
                "<html><head></head><body><p cache:fragment=\"f\" cache:key=\"'k'\" cache:until=\"${until}\">x</p>"
                        + "<p cache:fragment=\"g\" cache:key=\"'k'\">x</p></body></html>");
        house.variables.put("until", Duration.ofMinutes(2));
        try (Surfer surfer = house.surfer().showOverlay()) {
            String page = surfer.text("/page");
            Matcher ends = Pattern.compile("\"ends\":(\\w+)").matcher(page);

            assertThat(ends.find()).isTrue();
            assertThat(Long.parseLong(ends.group(1))).isBetween(119_000L, 120_000L);
            assertThat(ends.find() && !ends.group(1).equals("null")).isFalse();
        }
    }

    @Test
    void aPartThatAScriptPutsIntoThePageBringsItsFramesInAComment() {
        house.template("part", "<p cache:fragment=\"f\" cache:key=\"'a--b'\">x</p>");
        try (Surfer surfer = house.surfer().showOverlay()) {
            String part = surfer.get("/part", "HX-Request", "true").getContentAsString();

            assertThat(part)
                    .containsPattern(
                            "^<!--[0-9a-f]{32}\\[0--><p>x</p><!--[0-9a-f]{32}\\]0--><!--fragment-inspector:\\{.*}-->$");
            assertThat(part.substring(part.indexOf("fragment-inspector:"), part.length() - 3))
                    .doesNotContain("--");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "script-src 'nonce-abc' 'strict-dynamic' | ' nonce=\"abc\"' | true",
                "default-src 'self' | '' | true",
                "default-src 'none'; script-src 'self' | '' | true",
                "script-src 'sha256-x' 'strict-dynamic' | '' | false",
                "script-src 'strict-dynamic' 'self' | '' | false",
                "img-src 'none' | '' | true",
                "default-src 'none' | '' | false",
            })
    void theNonceOfThePageIsUsedAndAPolicyThatBlocksIsTold(String policy, String nonce, boolean runs) {
        try (Surfer surfer = house.surfer().showOverlay()) {
            house.server.serve((exchange, request, response) -> {
                response.setHeader("Content-Security-Policy", policy);
                response.getWriter().print(house.render("page", exchange));
            });
            assertThat(surfer.text("/page")).contains("overlay.js\"" + nonce + " defer></script></head>");
            assertThat(surfer.text("/_fragments/state"))
                    .contains(
                            runs
                                    ? "\"blocked\":null"
                                    : "\"blocked\":\"The Content-Security-Policy of /shop/page blocks the outlines. Add"
                                            + " \\u0027self\\u0027 or a nonce to its script-src.\"");
        }
    }

    @Test
    void aPartOfAPageAndOtherContentLoseTheirMarksOnly() {
        house.template("part", "<p cache:fragment=\"f\" cache:key=\"'k'\">é</p>");
        try (Surfer surfer = house.surfer().showOverlay()) {
            assertThat(surfer.text("/part")).isEqualTo("<p>é</p>");

            house.server.serve((exchange, request, response) -> {
                response.setContentType("application/json;charset=UTF-8");
                response.getWriter().write(house.render("part", exchange));
            });
            assertThat(surfer.text("/part")).isEqualTo("<p>é</p>");

            house.server.serve((exchange, request, response) -> {
                response.setContentType(null);
                response.getOutputStream().write(house.render("part", exchange).getBytes(StandardCharsets.UTF_8));
            });
            assertThat(surfer.text("/part")).isEqualTo("<p>é</p>");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "ISO-8859-1", "UTF-16BE"})
    void itFindsItsMarksInEveryEncodingAndInStreams(String charset) {
        house.variables.put("products", List.of("Café"));
        house.server.serve((exchange, request, response) -> {
            response.setContentType("text/html;charset=" + charset);
            byte[] page = house.render("page", exchange).getBytes(Charset.forName(charset));
            response.setContentLength(page.length);
            response.setHeader("ETag", "\"of another page\"");
            response.getOutputStream().write(page);
        });
        try (Surfer visitor = house.surfer();
                Surfer surfer = house.surfer().showOverlay()) {
            WebResponse page = surfer.get("/page");
            String text = page.getContentAsString(Charset.forName(charset));

            assertThat(frames(text)).hasSize(3);
            assertThat(withoutInspector(text))
                    .contains("<b>Café</b>")
                    .isEqualTo(visitor.get("/page").getContentAsString(Charset.forName(charset)));
            assertThat(page.getResponseHeaderValue("ETag")).isNull();
            assertThat(page.getResponseHeaderValue("Cache-Control")).isEqualTo("no-store");
        }
    }

    @Test
    void whatTheBrowserRemembersAndCompressionAreHiddenFromTheApplication() {
        house.server.serve((exchange, request, response) -> response.getWriter()
                .print(request.getHeader("If-None-Match")
                        + request.getHeader("accept-encoding")
                        + request.getHeader("Range")
                        + request.getHeader("X-Other")));
        try (Surfer visitor = house.surfer();
                Surfer surfer = house.surfer()) {
            String[] headers = {"If-None-Match", "\"a\"", "Range", "bytes=0-1", "X-Other", "kept"};
            assertThat(visitor.post("/page", "", headers).getContentAsString()).startsWith("\"a\"gzip");
            assertThat(surfer.showOverlay().post("/page", "", headers).getContentAsString())
                    .isEqualTo("nullnullnullkept");
        }
    }

    @Test
    void errorsAndRedirectsPass() {
        try (Surfer surfer = house.surfer().showOverlay()) {
            house.server.serve((exchange, request, response) -> {
                response.getWriter().print(house.render("page", exchange));
                response.sendError(418, "no tea");
            });
            assertThat(surfer.get("/page").getStatusCode()).isEqualTo(418);
            assertThat(surfer.text("/page")).doesNotContain("<ul>").doesNotContain("\u0001");

            house.server.serve((exchange, request, response) -> {
                if (request.getParameter("there") == null) {
                    response.sendRedirect("page?there=1");
                } else {
                    response.getWriter().print("there");
                }
            });
            assertThat(surfer.text("/page")).isEqualTo("there");

            house.server.serve((exchange, request, response) -> {
                response.getWriter().print(house.render("page", exchange));
                throw new IllegalStateException("broke late");
            });
            assertThat(surfer.text("/page")).isEqualTo("broke late");
        }
    }

    @Test
    void anotherBrowsersCookiesAreWorthNothing() {
        try (Surfer surfer = house.surfer().showOverlay();
                Surfer thief = house.surfer();
                Surfer forger = house.surfer()) {
            thief.token();
            thief.bringCookie(Browser.OVERLAY, surfer.cookie(Browser.OVERLAY));
            forger.bringCookie(Browser.IDENTITY, "1.AAAA");
            forger.bringCookie(Browser.OVERLAY, "1.AAAA");

            assertThat(thief.text("/page")).doesNotContain("fragment-inspector");
            assertThat(forger.text("/page")).doesNotContain("fragment-inspector");
        }
    }

    @Test
    void switchedOffItIsGone() {
        try (Surfer surfer = house.surfer().showOverlay()) {
            assertThat(surfer.text("/page")).contains("fragment-inspector");
            assertThat(surfer.post("/_fragments/overlay", "show=false&token=" + surfer.token())
                            .getStatusCode())
                    .isEqualTo(200);
            assertThat(surfer.text("/page")).doesNotContain("fragment-inspector");
        }
    }

    @Test
    void aVisitorsTextThatLooksLikeAMarkStaysAsItIs() {
        house.variables.put("products", List.of("\u0001[0\u0002", "<!--[0-->"));
        try (Surfer visitor = house.surfer();
                Surfer surfer = house.surfer().showOverlay()) {
            String page = surfer.text("/page");

            assertThat(withoutInspector(page)).isEqualTo(visitor.text("/page"));
            assertThat(frames(page)).hasSize(5).noneMatch(frame -> frame.endsWith("no frame"));
        }
    }
}
