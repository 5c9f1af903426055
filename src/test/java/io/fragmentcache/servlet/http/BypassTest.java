package io.fragmentcache.servlet.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.stage.Answer;
import io.fragmentcache.stage.ServerStage;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Nobody has a page rendered without the cache but whom the application lets. */
class BypassTest {
    private static final String PAGE = "<p cache:fragment=\"a\" cache:key=\"1\" th:text=\"${text}\">a</p>";

    private final ServerStage pages = new ServerStage();

    @AfterEach
    void close() {
        pages.close();
    }

    private void start() {
        pages.model.put("text", "published");
        pages.page("page", PAGE)
                .filtering(filter -> filter.bypass(request -> "editor".equals(request.getHeader("X-Role-Of-Proxy"))))
                .start();
        pages.browser().get("/page");
        pages.model.put("text", "draft");
    }

    private void sees(String text, Answer answer) {
        assertThat(answer.text()).isEqualTo("<p>" + text + "</p>");
    }

    @Test
    void nothingThatAnAnonymousVisitorSendsChangesWhatIsCached() {
        start();
        String stored = String.valueOf(pages.store.size());
        for (String header : List.of(
                "Cache-Control: no-cache",
                "Cache-Control: no-store, max-age=0",
                "Cache-Control: only-if-cached",
                "Pragma: no-cache",
                "Expires: 0",
                "X-Bypass: 1",
                "X-No-Cache: 1",
                "X-Purge: 1",
                "X-Cache-Bypass: true",
                "X-Forwarded-Host: evil.example",
                "X-Forwarded-Proto: https",
                "X-Forwarded-For: 127.0.0.1",
                "X-Forwarded-Prefix: /evil",
                "Forwarded: host=evil.example",
                "X-Original-URL: /other",
                "X-Rewrite-URL: /other",
                "X-HTTP-Method-Override: POST",
                "Accept-Encoding: gzip, br, zstd",
                "Accept-Encoding: identity;q=0",
                "Accept: application/json",
                "User-Agent: Googlebot",
                "Origin: null",
                "Referer: http://evil.example/",
                "Authorization: Basic YTpi",
                "Cookie: nocache=1",
                "Cookie: preview=true; bypass=1",
                "Cookie: fragment-cache-bypass=1",
                "Cookie: fragment-cache-bypass=zzzzzzzzzz.AAAA",
                "Cookie: fragment-cache-bypass=",
                "Cookie: JSESSIONID=abc",
                "Fragment-Cache-Bypass: 1",
                "Surrogate-Control: no-store",
                "CDN-Cache-Control: no-store",
                "If-Modified-Since: Thu, 01 Jan 1970 00:00:00 GMT",
                "If-Match: \"x\"",
                "Range: bytes=0-0",
                "TE: trailers")) {
            Answer answer = pages.browser().get("/page", header);
            sees("published", answer);
            assertThat(answer.header("Cache-Status")).as(header).startsWith("fragments; hit");
        }
        for (String query : List.of(
                "nocache",
                "nocache=1",
                "cache=false",
                "bypass=1",
                "preview=1",
                "refresh=1",
                "purge=1",
                "_=123",
                "debug=true",
                "fragment-cache-bypass=1",
                "utm_source=x",
                "__proto__=1")) {
            Answer answer = pages.browser().get("/page?" + query);
            sees("published", answer);
            assertThat(answer.header("Cache-Status")).as(query).startsWith("fragments; hit");
        }
        assertThat(pages.store.size()).hasToString(stored);
        assertThat(pages.behind).isEmpty();
    }

    @Test
    void whoeverTheApplicationLetsSeesThePageAsItIsNow() {
        start();
        Answer answer = pages.browser().get("/page", "X-Role-Of-Proxy: editor");
        sees("draft", answer);
        assertThat(answer.header("Cache-Status")).startsWith("fragments; fwd=bypass");
        assertThat(answer.header("Cache-Control")).isEqualTo("private, no-store");
        assertThat(answer.has("ETag")).isFalse();
        sees("published", pages.browser().get("/page"));
    }

    @Test
    void aSignedTokenIsGoodUntilItsTimeIsUp() {
        start();
        String cookie = "Cookie: fragment-cache-bypass=" + pages.filter().bypassToken(Duration.ofMinutes(5));
        sees("draft", pages.browser().get("/page", cookie));
        sees("published", pages.browser().get("/page"));
        pages.clock.move(Duration.ofMinutes(5));
        sees("published", pages.browser().get("/page", cookie));
    }

    @Test
    void theCookieOfATouchIsNoTokenAndATokenIsNoTouch() {
        start();
        String touch = pages.cache().engine().requests().signer().sign(Long.MAX_VALUE);
        sees("published", pages.browser().get("/page", "Cookie: fragment-cache-bypass=" + touch));
        String token = pages.filter().bypassToken(Duration.ofDays(1));
        sees("published", pages.browser().get("/page", "Cookie: fragment-cache-touch=" + token));
    }

    @Test
    void aSecondCookieOfTheNameHidesNoToken() {
        start();
        String token = "fragment-cache-bypass=" + pages.filter().bypassToken(Duration.ofMinutes(5));
        for (String cookies : List.of(
                "fragment-cache-bypass=1; " + token,
                token + "; fragment-cache-bypass=",
                "fragment-cache-bypass=a.b; " + token)) {
            sees("draft", pages.browser().get("/page", "Cookie: " + cookies));
        }
    }
}
