package shop;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;

/** Settings that applications change: none of them changes what visitors see. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "spring.threads.virtual.enabled=true",
            "server.servlet.context-path=/tea",
            "server.compression.enabled=true",
            "server.compression.min-response-size=10",
            "spring.thymeleaf.cache=false",
            "spring.thymeleaf.enable-spring-el-compiler=true",
            "spring.jpa.open-in-view=false"
        })
@DirtiesContext
class OtherSettingsTest {
    private static final int VISITORS = 30;

    @Autowired
    private Statements statements;

    @LocalServerPort
    private int port;

    @Test
    void linksHoldTheContextPath() {
        Visitor visitor = Visitor.at(port);
        for (int i = 0; i < 2; i++) {
            assertThat(visitor.get("/tea/").body()).contains("href=\"/tea/products/1\"").contains("action=\"/tea/cart/1\"");
        }
    }

    @Test
    void aPageThatMayBeCompressedHasAWeakTag() {
        assertThat(Visitor.at(port).get("/tea/plain").headers().firstValue("ETag").orElseThrow()).startsWith("W/");
    }

    @Test
    void manyVisitorsAtOnceAskTheDatabaseOnce() throws Exception {
        Visitor.at(port).get("/tea/products/1");
        statements.forget();
        ExecutorService pool = Executors.newFixedThreadPool(VISITORS);
        List<Future<HttpResponse<String>>> pages = new ArrayList<>();
        for (int i = 0; i < VISITORS; i++) {
            pages.add(pool.submit(() -> Visitor.at(port).get("/tea/products/3")));
        }
        for (Future<HttpResponse<String>> page : pages) {
            assertThat(page.get(60, TimeUnit.SECONDS).body()).contains("Assam", "Black");
        }
        pool.shutdown();
        assertThat(statements.count()).isEqualTo(1);
    }
}
