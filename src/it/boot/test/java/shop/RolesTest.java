package shop;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;

/** Attributes of Spring Security's dialect on fragments and on holes, and forms in holes: a mistake would be an error. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = "fragment-cache.strict=true")
@DirtiesContext
class RolesTest {
    @LocalServerPort
    private int port;

    @Test
    void eachVisitorIsShownWhatItsRoleAllowsWhoeverCameFirst() {
        Visitor anybody = Visitor.at(port);
        for (int i = 0; i < 3; i++) {
            assertThat(page(anybody.named("zoe")))
                    .contains("Prices of purchase", "Suppliers", "Edit", "<i>zoe</i>", "<u>zoe</u>")
                    .doesNotContain("Log in");
            assertThat(page(anybody.named("jose")))
                    .contains("<i>jose</i>", "<u>jose</u>")
                    .doesNotContain("Prices of purchase", "Suppliers", "Edit", "Log in", "zoe");
            assertThat(page(Visitor.at(port)))
                    .contains("Log in", "<i>anonymousUser</i>")
                    .doesNotContain("Prices of purchase", "Suppliers", "Edit", "zoe", "jose");
        }
    }

    @Test
    void theFragmentsAreTakenFromTheCache() {
        Visitor zoe = Visitor.at(port).named("zoe");
        zoe.get("/roles");
        HttpResponse<String> second = zoe.get("/roles");
        assertThat(Visitor.status(second)).startsWith("fragments; hit");
    }

    @Test
    void aFormInAHoleOfACachedPageCanBeSent() {
        Visitor first = Visitor.at(port);
        first.get("/roles");
        Visitor second = Visitor.at(port);
        second.get("/roles");
        HttpResponse<String> page = second.get("/roles");
        assertThat(Visitor.status(page)).startsWith("fragments; hit");
        assertThat(second.post("/cart/1", Map.of("_csrf", token(page))).body()).contains("Bought 1");
        assertThat(first.post("/cart/1", Map.of("_csrf", token(page))).statusCode()).isEqualTo(403);
    }

    private static String page(Visitor visitor) {
        HttpResponse<String> page = visitor.get("/roles");
        assertThat(page.statusCode()).as(page.body()).isEqualTo(200);
        assertThat(page.body()).doesNotContain("sec:", "cache:");
        return page.body();
    }

    private static String token(HttpResponse<String> page) {
        Matcher token = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"").matcher(page.body());
        assertThat(token.find()).as(page.body()).isTrue();
        return token.group(1);
    }
}
