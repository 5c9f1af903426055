package shop;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Whatever a controller answers with, the second visitor sees what the first one saw. */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class ViewsTest {
    @LocalServerPort
    private int port;

    private Visitor visitor;

    /** Spring Security begins the session of a token with the first page: a response that is flushed comes too late. */
    @BeforeEach
    void arrive() {
        visitor = Visitor.at(port);
        visitor.get("/");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/part",
                "/htmx",
                "/fragments",
                "/plain",
                "/async/callable",
                "/async/deferred",
                "/async/future",
                "/async/streaming",
                "/async/sse",
                "/forwarded",
                "/model-and-view"
            })
    void twiceTheSame(String path) {
        HttpResponse<String> first = visitor.get(path);
        HttpResponse<String> second = visitor.get(path);
        assertThat(first.statusCode()).as(first.body()).isEqualTo(200);
        assertThat(Visitor.text(first)).contains("Sencha", "Gyokuro", "Assam").doesNotContain("cache:");
        assertThat(Visitor.text(second)).isEqualTo(Visitor.text(first));
    }

    @Test
    void aPartIsTheSameFragmentAsInItsPage() {
        visitor.get("/htmx");
        HttpResponse<String> part = visitor.get("/htmx", "HX-Request", "true");
        assertThat(Visitor.status(part)).startsWith("fragments; hit");
        assertThat(part.body().trim()).startsWith("<ul>").endsWith("</ul>");
    }

    @Test
    void severalFragmentsAreTakenFromTheCache() {
        visitor.get("/fragments");
        HttpResponse<String> second = visitor.get("/fragments");
        assertThat(Visitor.status(second)).startsWith("fragments; hit");
        assertThat(second.body()).contains("<nav>").contains("Sencha");
    }

    /** Tomcat 11 closes its response after a forward, when the filter still holds the page back. */
    @Test
    void aForwardedPageIsWholeForANewVisitorToo() {
        HttpResponse<String> first = Visitor.at(port).get("/forwarded");
        assertThat(first.body()).contains("Sencha", "Assam").endsWith("</html>\n");
        assertThat(Visitor.text(first)).isEqualTo(Visitor.text(visitor.get("/")));
    }
}
