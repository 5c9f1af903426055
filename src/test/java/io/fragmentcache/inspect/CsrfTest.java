package io.fragmentcache.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.htmlunit.html.HtmlButton;
import org.htmlunit.html.HtmlInput;
import org.htmlunit.html.HtmlPage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.csrf.CsrfFilter;
import org.springframework.security.web.csrf.CsrfTokenRequestAttributeHandler;
import org.springframework.security.web.csrf.HttpSessionCsrfTokenRepository;
import org.springframework.security.web.csrf.XorCsrfTokenRequestAttributeHandler;

/** The inspector's buttons behind the filter of Spring Security that wants its token with each POST. */
class CsrfTest {
    private static final Pattern CSRF = Pattern.compile("\"csrf\":\\{\"header\":\"([^\"]+)\",\"value\":\"([^\"]+)\"}");

    private final House house = House.behind(new CsrfFilter(new HttpSessionCsrfTokenRepository()));

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void aPostBringsTheTokenThatTheFilterWants() {
        try (Surfer surfer = house.surfer()) {
            surfer.get("/page");
            String body = "tag=tea&token=" + surfer.token();
            assertThat(surfer.post("/_fragments/touch", body).getStatusCode()).isEqualTo(403);
            Matcher csrf = CSRF.matcher(surfer.text("/_fragments/state"));
            assertThat(csrf.find()).isTrue();
            assertThat(surfer.post("/_fragments/touch", body, csrf.group(1), csrf.group(2))
                            .getContentAsString())
                    .startsWith("{\"tag\":\"tea\",\"entries\":0,");
        }
    }

    static List<CsrfFilter> otherFilters() {
        CsrfFilter plain = new CsrfFilter(new HttpSessionCsrfTokenRepository());
        plain.setRequestHandler(new CsrfTokenRequestAttributeHandler());
        CookieCsrfTokenRepository named = CookieCsrfTokenRepository.withHttpOnlyFalse();
        named.setHeaderName("X-Of-Shop");
        XorCsrfTokenRequestAttributeHandler eager = new XorCsrfTokenRequestAttributeHandler();
        eager.setCsrfRequestAttributeName("csrfOfShop");
        CsrfFilter other = new CsrfFilter(new HttpSessionCsrfTokenRepository());
        other.setRequestHandler(eager);
        return List.of(plain, new CsrfFilter(new CookieCsrfTokenRepository()), new CsrfFilter(named), other);
    }

    /** The token as it is, in a cookie, in a header of another name, and under another attribute of the request. */
    @ParameterizedTest
    @MethodSource("otherFilters")
    void aPostBringsTheTokenWhereverTheFilterKeepsIt(CsrfFilter filter) {
        try (House other = House.behind(filter);
                Surfer surfer = other.surfer()) {
            surfer.get("/page");
            String body = "tag=tea&token=" + surfer.token();
            assertThat(surfer.post("/_fragments/touch", body).getStatusCode()).isEqualTo(403);
            Matcher csrf = CSRF.matcher(surfer.text("/_fragments/state"));
            assertThat(csrf.find()).isTrue();
            assertThat(surfer.post("/_fragments/touch", body, csrf.group(1), csrf.group(2))
                            .getContentAsString())
                    .startsWith("{\"tag\":\"tea\",\"entries\":0,");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tea", "\u00dcn\u00efcode tag:1", "Stra\u00dfe:\u65e5\u672c"})
    void theButtonTouchesTheTagThatWasTyped(String tag) throws IOException {
        try (Surfer surfer = house.surfer()) {
            surfer.get("/page");
            HtmlPage page = surfer.dashboard();
            HtmlInput input = (HtmlInput) page.getElementById("tag");
            input.setValue(tag);
            HtmlButton touch = page.querySelector("#change button");
            touch.click();
            surfer.until(
                    page, () -> page.getElementById("said").getTextContent().startsWith(tag + " touched: "));
            surfer.until(
                    page, () -> page.getElementById("touches").getTextContent().contains(tag));
        }
    }

    @Test
    void theOverlaySwitchesOffToo() {
        try (Surfer surfer = house.surfer()) {
            surfer.get("/page");
            Matcher csrf = CSRF.matcher(surfer.text("/_fragments/state"));
            assertThat(csrf.find()).isTrue();
            String token = surfer.token();
            assertThat(surfer.post("/_fragments/overlay", "show=true&token=" + token, csrf.group(1), csrf.group(2))
                            .getStatusCode())
                    .isEqualTo(200);
            assertThat(CSRF.matcher(surfer.text("/page")).find()).isTrue();
        }
    }
}
