package io.fragmentcache.servlet.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.stage.Answer;
import io.fragmentcache.stage.ServerStage;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A page says by which headers of the request it would be another. */
class VaryTest {
    private static final String BY_HEADER =
            "<p cache:fragment=\"a\" cache:key=\"1\" cache:vary=\"device\" th:text=\"${#ctx.getExchange().getRequest().getHeaderValue('X-Device')}\">a</p>";
    private static final String PLAIN = "<p cache:fragment=\"a\" cache:key=\"1\">a</p>";

    private final ServerStage pages = new ServerStage();

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

    private static String printing(String expression) {
        return PLAIN + "<b th:text=\"${" + expression + "}\">b</b>";
    }

    @Test
    void aHeaderThatATemplateReadsOutsideOfFragmentsIsNamed() {
        String request = "#ctx.getExchange().getRequest()";
        pages.page("value", printing(request + ".getHeaderValue('X-Country')"))
                .page("values", printing(request + ".getHeaders('x-country').hasMoreElements()"))
                .page("native", printing(request + ".getNativeRequestObject().getHeader('X-Country')"))
                .page("number", printing(request + ".getNativeRequestObject().getIntHeader('X-Country')"))
                .start();
        for (String path : new String[] {"/value", "/values", "/native"}) {
            for (String country : new String[] {"DE", "FR", "FR"}) {
                assertThat(pages.browser().get(path, "X-Country: " + country).header("Vary"))
                        .as(path)
                        .isEqualToIgnoringCase("Accept-Language, X-Country");
            }
        }
        assertThat(pages.browser().get("/number", "X-Country: 7").header("Vary"))
                .isEqualTo("Accept-Language, X-Country");
    }

    @Test
    void aHeaderInTheKeyIsNamedOnMissAndHit() {
        String country = "${#ctx.getExchange().getRequest().getHeaderValue('X-Country')}";
        pages.page("page", "<p cache:fragment=\"a\" cache:key=\"" + country + "\" th:text=\"" + country + "\">a</p>")
                .start();
        for (String visit : new String[] {"DE", "FR", "DE", "FR"}) {
            Answer answer = pages.browser().get("/page", "X-Country: " + visit);
            assertThat(answer.text()).isEqualTo("<p>" + visit + "</p>");
            assertThat(answer.header("Vary")).isEqualTo("Accept-Language, X-Country");
        }
    }

    @Test
    void aHeaderWhoseNameBeginsWithADigitIsNamed() {
        for (String name : new String[] {"3scale-plan", "1", "2G-Network"}) {
            pages.page("page" + name, "<p cache:fragment=\"a\" cache:key=\"1\" cache:vary=\"plan" + name + "\">a</p>");
        }
        pages.caching(cache -> cache.vary("plan3scale-plan", request -> request.header("3scale-plan"))
                        .vary("plan1", request -> request.header("1"))
                        .vary("plan2G-Network", request -> request.header("2G-Network")))
                .start();
        for (String name : new String[] {"3scale-plan", "1", "2G-Network"}) {
            assertThat(pages.browser().get("/page" + name).header("Vary")).isEqualTo(name + ", Accept-Language");
        }
    }

    @Test
    void aStrangersPageThatWouldBeAnotherWithASessionVariesByCookie() {
        pages.page("outside", printing("session.user"))
                .page("included", PLAIN + "<i th:insert=\"~{outside :: b}\">i</i>")
                .page("exists", printing("#ctx.getExchange().getSession().exists()"))
                .page(
                        "hole",
                        "<p cache:fragment=\"a\" cache:key=\"1\"><i cache:hole=\"\" th:text=\"${session.user}\">i</i></p>")
                .page("plain", PLAIN + "<b>b</b>")
                .start();
        for (String path : new String[] {"/outside", "/included", "/exists", "/hole"}) {
            for (int visit = 0; visit < 2; visit++) {
                assertThat(pages.browser().get(path).header("Vary")).as(path).isEqualTo("Accept-Language, Cookie");
            }
        }
        assertThat(pages.browser().get("/plain").header("Vary")).isEqualTo("Accept-Language");
    }

    @Test
    void whatFiltersAndControllersReadBeforeThePageIsNotNamed() {
        pages.page("page", PLAIN)
                .at("/controller", (request, response) -> {
                    request.getHeader("X-Request-Id");
                    request.getHeader("User-Agent");
                    response.setContentType("text/html;charset=UTF-8");
                    pages.render("page", request, response, response.getWriter());
                })
                .start();
        assertThat(pages.browser().get("/controller").header("Vary")).isEqualTo("Accept-Language");
    }
}
