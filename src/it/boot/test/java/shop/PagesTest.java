package shop;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Pages of a real Tomcat, with layout, security, entities, validation and two languages. */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class PagesTest {
    @Autowired
    private Statements statements;

    @LocalServerPort
    private int port;

    private Visitor visitor;

    @BeforeEach
    void arrive() {
        visitor = Visitor.at(port);
    }

    @Test
    void aMissAndAHitShowTheSamePage() {
        HttpResponse<String> miss = visitor.get("/");
        HttpResponse<String> hit = visitor.get("/");
        assertThat(Visitor.status(miss)).startsWith("fragments; fwd=miss");
        assertThat(Visitor.status(hit)).startsWith("fragments; hit");
        assertThat(Visitor.text(hit)).isEqualTo(Visitor.text(miss)).contains("Sencha").doesNotContain("cache:");
    }

    @Test
    void aHitAsksTheDatabaseForNothing() {
        visitor.get("/");
        visitor.get("/products/1");
        statements.forget();
        visitor.get("/");
        visitor.get("/products/1");
        assertThat(statements.count()).isZero();
    }

    @Test
    void eachVisitorHasATokenOfItsOwn() {
        String first = token(visitor.get("/"));
        String second = token(Visitor.at(port).get("/"));
        assertThat(first).isNotEqualTo(second);
    }

    @Test
    void theNameOfTheVisitorStandsInAHole() {
        visitor.get("/products/1");
        assertThat(visitor.named("zoe").get("/products/1").body()).contains(">zoe<").contains("/products/1/edit");
        assertThat(visitor.named("jose").get("/products/1").body())
                .contains(">jose<")
                .doesNotContain(">zoe<")
                .doesNotContain("/products/1/edit");
        assertThat(visitor.get("/products/1").body()).doesNotContain(">jose<").doesNotContain("/products/1/edit");
    }

    @Test
    void eachLanguageHasItsOwnTextAndNumbers() {
        for (int i = 0; i < 2; i++) {
            assertThat(visitor.speaking("de").get("/products/1").body())
                    .contains("Willkommen", "Geerntet", "1.001,50", "3. Mai 2026");
            assertThat(visitor.get("/products/1").body())
                    .contains("Welcome", "Harvested", "1,001.50", "3. May 2026");
        }
    }

    @Test
    void savingAnEntityIsEnough() {
        visitor.get("/");
        visitor.get("/products/2");
        HttpResponse<String> saved = save(visitor.named("zoe"), 2, "Matcha", "12.00");
        HttpResponse<String> list = visitor.get("/");
        HttpResponse<String> product = visitor.get("/products/2");
        save(visitor.named("zoe"), 2, "Gyokuro", "89.00");
        assertThat(saved.statusCode()).isEqualTo(200);
        assertThat(saved.body()).contains("Saved Matcha").contains("Matcha");
        assertThat(list.body()).contains("Matcha").doesNotContain("Gyokuro");
        assertThat(product.body()).contains("Matcha").doesNotContain("Saved");
        assertThat(visitor.get("/").body()).contains("Gyokuro").doesNotContain("Matcha");
    }

    @Test
    void aFormThatIsWrongShowsItsErrors() {
        HttpResponse<String> wrong = save(visitor.named("zoe"), 2, "", "0");
        assertThat(wrong.body()).contains("must not be blank", "must be greater than or equal to 0.01");
        assertThat(visitor.get("/products/2").body()).contains("Gyokuro");
    }

    @Test
    void theErrorPageLeavesTheMenuOfOtherPagesAlone() {
        assertThat(visitor.get("/nowhere").statusCode()).isEqualTo(404);
        assertThat(visitor.get("/broken").statusCode()).isEqualTo(500);
        assertThat(visitor.get("/").body()).contains(">Green<").contains(">Black<");
    }

    /** Until a property opens it. */
    @Test
    void nothingIsTouchedThroughTheEndpoint() {
        visitor.get("/products/1");
        assertThat(visitor.named("zoe")
                        .send("DELETE", "/actuator/fragments/Product:1")
                        .statusCode())
                .isEqualTo(405);
        assertThat(Visitor.status(visitor.get("/products/1"))).startsWith("fragments; hit");
    }

    @Test
    void aPageThatABrowserHasIsNotSentAgain() {
        String tag = visitor.get("/plain").headers().firstValue("ETag").orElseThrow();
        assertThat(visitor.get("/plain", "If-None-Match", tag).statusCode()).isEqualTo(304);
    }

    private static HttpResponse<String> save(Visitor admin, long id, String name, String price) {
        String path = "/products/" + id + "/edit";
        return admin.post(path, Map.of("_csrf", token(admin.get(path)), "name", name, "price", price));
    }

    private static String token(HttpResponse<String> page) {
        Matcher token = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"").matcher(page.body());
        assertThat(token.find()).as(page.body()).isTrue();
        return token.group(1);
    }
}
