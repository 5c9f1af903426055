package io.fragmentcache.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.htmlunit.WebResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.web.filter.ForwardedHeaderFilter;

/** In development the inspector opens for the browser of whoever can read the log, and for no other. */
class LogTokenTest {
    private static final Pattern ADDRESS = Pattern.compile("/_fragments/\\?token=[\\w-]{22}");
    private static final String UNKNOWN = "The fragment inspector does not know this browser. Open the address that the"
            + " server printed in its log, /_fragments/?token=.., which works once; then this browser is known for twelve"
            + " hours.";

    private final House house = House.inDevelopment();

    @AfterEach
    void close() {
        house.close();
    }

    private static String cookie(WebResponse answer) {
        return String.valueOf(answer.getResponseHeaderValue("Set-Cookie"));
    }

    @Test
    void theOverlayIsOnAgainAfterARestartAsSoonAsThePrintedAddressIsOpened() {
        try (House before = House.inDevelopment();
                Surfer earlier = before.surfer();
                Surfer developer = house.surfer()) {
            earlier.get(before.inspector().address());
            earlier.showOverlay();
            for (String name : List.of(Browser.IDENTITY, Browser.OVERLAY, LogToken.COOKIE)) {
                developer.bringCookie(name, earlier.cookie(name));
            }
            assertThat(developer.text("/page")).doesNotContain("fragment-inspector");
            developer.get(house.inspector().address());

            assertThat(developer.text("/page")).contains("fragment-inspector");
        }
    }

    @Test
    void whoOpensThePrintedAddressIsKnownFromThenOn() {
        try (Surfer developer = house.surfer()) {
            assertThat(house.inspector().address()).matches(ADDRESS);
            WebResponse opened = developer.get(house.inspector().address());
            assertThat(opened.getStatusCode()).isEqualTo(200);
            assertThat(opened.getWebRequest().getUrl().getQuery())
                    .as("the token is not left in the address")
                    .isNull();
            assertThat(developer.get("/_fragments/").getStatusCode()).isEqualTo(200);
            assertThat(developer.text("/_fragments/state")).contains("\"outermost\"");
            assertThat(developer.showOverlay().text("/page")).contains("fragment-inspector");
        }
    }

    @Test
    void theCookieIsNotForScriptsNorForOtherSites() throws Exception {
        HttpResponse<String> opened = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(
                                        house.server.url() + house.inspector().address()))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(opened.headers().allValues("Set-Cookie"))
                .singleElement()
                .asString()
                .startsWith("fragment-inspector-key=")
                .contains("Max-Age=43200", "Path=/shop", "HttpOnly", "SameSite=Strict")
                .doesNotContain("Secure");
        assertThat(opened.headers().firstValue("Cache-Control")).hasValue("no-store");
        assertThat(opened.body()).contains("url=./").doesNotContain("token");
    }

    @Test
    void aTokenWorksOnceAndTheNextOneIsPrinted() {
        String first = house.inspector().address();
        try (Surfer developer = house.surfer();
                Surfer thief = house.surfer()) {
            assertThat(developer.get(first).getStatusCode()).isEqualTo(200);
            WebResponse late = thief.get(first);
            assertThat(late.getStatusCode()).isEqualTo(403);
            assertThat(late.getContentAsString()).isEqualTo(UNKNOWN);
            assertThat(house.inspector().address()).isNotEqualTo(first);
            assertThat(thief.get(house.inspector().address()).getStatusCode()).isEqualTo(200);
        }
    }

    /** A tunnel names this machine, comes from it, and adds nothing: no header tells it. */
    @Test
    void whoComesThroughATunnelKnowsNoToken() {
        try (Surfer stranger = house.surfer()) {
            for (String path : List.of(
                    "/_fragments/",
                    "/_fragments/state",
                    "/_fragments/overlay.js",
                    "/_fragments/?token=",
                    "/_fragments/?token=AAAAAAAAAAAAAAAAAAAAAA",
                    "/_fragments/state?token=" + token(),
                    "/_fragments/fragment?locator=page+::+list")) {
                WebResponse answer = stranger.get(path);
                assertThat(answer.getStatusCode()).as(path).isEqualTo(403);
                assertThat(answer.getContentAsString()).as(path).isEqualTo(UNKNOWN);
                assertThat(cookie(answer)).as(path).isEqualTo("null");
            }
            assertThat(stranger.post("/_fragments/touch", "tag=tea&token=" + token())
                            .getStatusCode())
                    .isEqualTo(403);
            assertThat(stranger.get(house.inspector().address()).getStatusCode())
                    .as("none of these used the token up")
                    .isEqualTo(200);
        }
    }

    @Test
    void whoComesThroughAProxyIsNotLetInByTheToken() {
        try (Surfer stranger = house.surfer()) {
            for (String header : List.of("X-Forwarded-For", "X-Real-IP", "CF-Connecting-IP", "Forwarded")) {
                assertThat(stranger.get(house.inspector().address(), header, "203.0.113.7")
                                .getStatusCode())
                        .as(header)
                        .isEqualTo(403);
            }
            assertThat(stranger.get(house.inspector().address(), "Host", "evil.example")
                            .getStatusCode())
                    .isEqualTo(403);
        }
    }

    /** It takes the headers of a proxy away, and has the request come from where they say. */
    @Test
    void whoSaysThroughSpringsFilterThatTheyAreThisMachineKnowsNoToken() {
        try (House forwarded = House.inDevelopmentBehind(new ForwardedHeaderFilter());
                Surfer stranger = forwarded.surfer()) {
            for (List<String> header : List.of(
                    List.of("X-Forwarded-For", "127.0.0.1"),
                    List.of("X-Forwarded-For", "::1, 203.0.113.7"),
                    List.of("X-Forwarded-Host", "localhost"),
                    List.of("Forwarded", "for=127.0.0.1;host=localhost;proto=http"))) {
                for (String path : List.of("/_fragments/", "/_fragments/state", "/_fragments/?token=x")) {
                    WebResponse answer = stranger.get(path, header.get(0), header.get(1));
                    assertThat(answer.getStatusCode()).as("%s %s", header, path).isEqualTo(403);
                    assertThat(cookie(answer)).as("%s %s", header, path).isEqualTo("null");
                }
                assertThat(stranger.text("/page")).doesNotContain("fragment-inspector");
            }
        }
    }

    @Test
    void aForgedCookieOpensNothingAndHidesNoRealOne() {
        try (Surfer developer = house.surfer();
                Surfer stranger = house.surfer()) {
            for (String forged : List.of(
                    "1",
                    "zzzzzzzzzz.AAAA",
                    house.cache.engine().requests().signer().sign(Long.MAX_VALUE))) {
                stranger.bringCookie(LogToken.COOKIE, forged);
                assertThat(stranger.get("/_fragments/").getStatusCode()).isEqualTo(403);
            }
            developer.get(house.inspector().address());
            String real = developer.cookie(LogToken.COOKIE);
            try (Surfer crowded = house.surfer()) {
                assertThat(crowded.get(
                                        "/_fragments/",
                                        "Cookie",
                                        LogToken.COOKIE + "=forged; " + LogToken.COOKIE + "=" + real)
                                .getStatusCode())
                        .isEqualTo(200);
            }
        }
    }

    @Test
    void aBrowserIsForgottenAfterTwelveHours() {
        try (Surfer developer = house.surfer()) {
            developer.get(house.inspector().address());
            house.wait("11h");
            assertThat(developer.get("/_fragments/").getStatusCode()).isEqualTo(200);
            house.wait("1h");
            assertThat(developer.get("/_fragments/").getStatusCode()).isEqualTo(403);
        }
    }

    @Test
    void theAddressWithoutASlashKeepsItsToken() {
        try (Surfer developer = house.surfer()) {
            String address = house.inspector().address().replace("/?", "?");
            assertThat(developer.get(address).getStatusCode()).isEqualTo(200);
            assertThat(developer.get("/_fragments/").getStatusCode()).isEqualTo(200);
        }
    }

    private String token() {
        Matcher address =
                Pattern.compile("token=(.*)").matcher(house.inspector().address());
        assertThat(address.find()).isTrue();
        return address.group(1);
    }
}
