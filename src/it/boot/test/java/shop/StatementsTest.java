package shop;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;

/** What pages ask the database for: docs/spring-boot.md has this table. */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class StatementsTest {
    @Autowired
    private Statements statements;

    @Autowired
    private Catalog catalog;

    @LocalServerPort
    private int port;

    @ParameterizedTest
    @CsvSource({
        // The page, its first request, a hit, the request after the product was saved, a hit.
        "/,                2, 0, 1, 0",
        "/products/2,      2, 0, 1, 0",
        "/part,            1, 0, 1, 0",
        "/fragments,       2, 0, 1, 0",
        "/model-and-view,  2, 0, 1, 0",
        "/async/callable,  2, 0, 1, 0"
    })
    void statements(String page, int miss, int hit, int afterAnEdit, int hitAgain) {
        Visitor visitor = Visitor.at(port);
        // Begins the session of the token: a response that is flushed between two fragments comes too late for it.
        visitor.get("/roles");
        assertThat(count(visitor, page)).as("miss").isEqualTo(miss);
        assertThat(count(visitor, page)).as("hit").isEqualTo(hit);
        change("Matcha");
        try {
            assertThat(count(visitor, page)).as("after an edit").isEqualTo(afterAnEdit);
            assertThat(count(visitor, page)).as("hit again").isEqualTo(hitAgain);
            assertThat(visitor.get(page).body()).contains("Matcha").doesNotContain("Gyokuro");
        } finally {
            change("Gyokuro");
        }
    }

    @Test
    void aPageThatLoadsBeforeItsTemplateIsAskedSavesNothing() {
        Visitor visitor = Visitor.at(port);
        assertThat(count(visitor, "/plain")).isEqualTo(1);
        assertThat(count(visitor, "/plain")).isEqualTo(1);
    }

    private long count(Visitor visitor, String page) {
        statements.forget();
        assertThat(visitor.get(page).statusCode()).isEqualTo(200);
        return statements.count();
    }

    private void change(String name) {
        ProductForm form = new ProductForm();
        form.setName(name);
        form.setPrice(new BigDecimal("89.00"));
        catalog.change(2, form);
    }
}
