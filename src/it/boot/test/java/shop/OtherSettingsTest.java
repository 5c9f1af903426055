package shop;

import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.FragmentCache;
import io.fragmentcache.key.Tag;
import io.fragmentcache.spi.Listener;
import io.fragmentcache.spi.LookedUp;
import io.fragmentcache.spi.RenderEnd;
import io.fragmentcache.spi.RenderStarted;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
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
    private static final int FIRST_WITH_VIRTUAL_THREADS = 21;

    /** What the cache does, by the kind of thread that it does it on. */
    static final class Threads implements Listener {
        private final List<String> heard = new CopyOnWriteArrayList<>();

        @Override
        public void lookedUp(LookedUp event) {
            heard.add(event.outcome() + " on " + kind());
        }

        @Override
        public RenderEnd renderStarted(RenderStarted event) {
            heard.add("render on " + kind());
            return RenderEnd.NONE;
        }

        /** By reflection: JDK 17 has no such method. */
        private static String kind() {
            try {
                return Runtime.version().feature() >= FIRST_WITH_VIRTUAL_THREADS
                                && (boolean) Thread.class.getMethod("isVirtual").invoke(Thread.currentThread())
                        ? "virtual"
                        : "platform";
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @TestConfiguration
    static class Heard {
        @Bean
        Threads threads() {
            return new Threads();
        }
    }

    @Autowired
    private Threads threads;

    @Autowired
    private FragmentCache cache;

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

    /** On JDK 17 the property is without effect, and everything else is the same. */
    @Test
    void fragmentsAreRenderedHitAndRegeneratedOnTheThreadThatTheSettingAsksFor() {
        String kind = Runtime.version().feature() >= FIRST_WITH_VIRTUAL_THREADS ? "virtual" : "platform";
        Visitor visitor = Visitor.at(port);
        visitor.get("/tea/products/2");
        threads.heard.clear();
        assertThat(Visitor.status(visitor.get("/tea/products/2"))).startsWith("fragments; hit");
        assertThat(threads.heard).contains("HIT on " + kind).allMatch(each -> each.endsWith("on " + kind));
        cache.touch(Tag.of("Product:2"));
        threads.heard.clear();
        assertThat(visitor.get("/tea/products/2").body()).contains("Gyokuro");
        assertThat(threads.heard)
                .contains("MISS on " + kind, "render on " + kind)
                .allMatch(each -> each.endsWith("on " + kind));
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
