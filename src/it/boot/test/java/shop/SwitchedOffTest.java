package shop;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;

/** With {@code fragment-cache.enabled=false} pages look the same, and nothing is remembered. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {"fragment-cache.enabled=false", "fragment-cache.store.type=redis"})
@DirtiesContext
class SwitchedOffTest {
    @Autowired
    private Statements statements;

    @LocalServerPort
    private int port;

    @Test
    void eachPageIsRendered() {
        Visitor visitor = Visitor.at(port);
        visitor.get("/");
        statements.forget();
        HttpResponse<String> page = visitor.get("/");
        assertThat(Visitor.status(page)).startsWith("fragments; fwd=bypass");
        assertThat(page.body()).contains("Sencha", "Gyokuro", "Assam", ">Green<").doesNotContain("cache:");
        assertThat(statements.count()).isEqualTo(2);
    }
}
