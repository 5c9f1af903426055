package io.fragmentcache.servlet.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A page says by which headers of the request it would be another. */
class VaryTest {
    private static final String BY_HEADER =
            "<p cache:fragment=\"a\" cache:key=\"1\" cache:vary=\"device\" th:text=\"${#ctx.getExchange().getRequest().getHeaderValue('X-Device')}\">a</p>";
    private static final String PLAIN = "<p cache:fragment=\"a\" cache:key=\"1\">a</p>";

    private final Pages pages = new Pages();

    @AfterEach
    void close() {
        pages.close();
    }

    @Test
    void theHeadersThatItsFactsReadAreNamedOnMissAndHit() {
        pages.page("page", BY_HEADER)
                .caching(cache -> cache.vary("device", request -> request.header("X-Device")))
                .start();
        for (String device : new String[] {"phone", "desk", "phone"}) {
            Answer answer = pages.browser().get("/page", "X-Device: " + device);
            assertThat(answer.text()).isEqualTo("<p>" + device + "</p>");
            assertThat(answer.header("Vary")).isEqualTo("Accept-Language, X-Device");
        }
    }

    @Test
    void aCookieIsNamedAsAWhole() {
        pages.page("page", "<p cache:fragment=\"a\" cache:key=\"1\" cache:vary=\"currency\">a</p>")
                .caching(cache -> cache.vary("currency", request -> request.cookie("currency")))
                .start();
        assertThat(pages.browser().get("/page", "Cookie: currency=EUR").header("Vary"))
                .isEqualTo("Accept-Language, Cookie");
    }

    @Test
    void theLanguageIsNamedOnlyWhereItCameFromTheBrowser() {
        pages.page("page", PLAIN)
                .at("/en", (request, response) -> {
                    response.setContentType("text/html;charset=UTF-8");
                    pages.render("page", request, response, Locale.ENGLISH);
                })
                .start();
        assertThat(pages.browser().get("/page", "Accept-Language: de").header("Vary"))
                .isEqualTo("Accept-Language");
        assertThat(pages.browser().get("/en", "Accept-Language: en").has("Vary"))
                .isFalse();
    }

    @Test
    void whatTheApplicationSaidStays() {
        pages.page("page", BY_HEADER)
                .caching(cache -> cache.vary("device", request -> request.header("X-Device")))
                .at("/own", (request, response) -> {
                    response.setContentType("text/html;charset=UTF-8");
                    response.addHeader("Vary", "Origin, x-device");
                    pages.render("page", request, response, response.getWriter());
                })
                .at("/all", (request, response) -> {
                    response.setContentType("text/html;charset=UTF-8");
                    response.addHeader("Vary", "*");
                    pages.render("page", request, response, response.getWriter());
                })
                .start();
        assertThat(pages.browser().get("/own").header("Vary")).isEqualTo("Origin, x-device, Accept-Language");
        assertThat(pages.browser().get("/all").header("Vary")).isEqualTo("*");
    }
}
