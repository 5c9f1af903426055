package io.fragmentcache.thymeleaf;

import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.FragmentCache;
import io.fragmentcache.freshness.Lifetime;
import io.fragmentcache.spi.Listener;
import io.fragmentcache.spi.Rendered;
import io.fragmentcache.stage.Counter;
import io.fragmentcache.stage.MapTemplates;
import io.fragmentcache.stage.RecordedEvents;
import io.fragmentcache.stage.Server;
import io.fragmentcache.stage.Visitor;
import io.fragmentcache.store.CaffeineStore;
import io.fragmentcache.store.Store;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.thymeleaf.TemplateEngine;
import org.thymeleaf.context.WebContext;

/** A real servlet container and several visitors. */
class ServletTest {
    private static final String TYPED = "Crème brûlée 3 € \uD83C\uDF75 <b>";

    private final Counter count = new Counter();
    private final Store store = CaffeineStore.ofMegabytes(8);
    private final RecordedEvents heard = new RecordedEvents();
    private Server server;

    @BeforeEach
    void start() {
        server = Server.start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void serve(CacheDialect dialect, String page, String... others) {
        MapTemplates templates = new MapTemplates().put("page", page);
        for (int i = 0; i < others.length; i += 2) {
            templates.put(others[i], others[i + 1]);
        }
        TemplateEngine engine = new TemplateEngine();
        engine.setTemplateResolver(templates);
        engine.addDialect(dialect);
        server.serve((early, request, response) -> {
            String who = request.getParameter("who");
            if (who != null) {
                request.getSession().setAttribute("user", who);
            } else if (request.getParameter("session") != null) {
                request.getSession();
            }
            Map<String, Object> variables = Map.of(
                    "typed",
                    TYPED,
                    "count",
                    count,
                    "w",
                    new String(String.valueOf(who).toCharArray()));
            engine.process(
                    "page",
                    new WebContext(Server.exchange(request, response), Locale.ENGLISH, variables),
                    response.getWriter());
        });
    }

    private CacheDialect dialect(boolean strict) {
        return new CacheDialect(FragmentCache.over(store)
                .strict(strict)
                .vary("user", request -> request.session("user"))
                .listener(heard)
                .build());
    }

    @Test
    void theDialectWithoutArgumentsWorks() {
        serve(
                new CacheDialect(),
                "<p cache:fragment=\"a\" cache:key=\"'k'\">[(${count.of('body')})]é € [[${typed}]]</p>");
        String expected = "<p>é € Crème brûlée 3 € \uD83C\uDF75 &lt;b&gt;</p>";

        assertThat(server.visitor().get("/page")).isEqualTo(expected);
        assertThat(server.visitor().get("/page")).isEqualTo(expected);
        assertThat(count.get("body")).isEqualTo(1);
    }

    @Test
    void anApplicationThatIsUndeployedLeavesNoThreadBehind() {
        CountDownLatch regenerated = new CountDownLatch(1);
        FragmentCache cache = FragmentCache.over(store)
                .lifetime(Lifetime.of("1ms").stale("1h"))
                .listener(new Listener() {
                    @Override
                    public void rendered(Rendered event) {
                        if (event.inBackground()) {
                            regenerated.countDown();
                        }
                    }
                })
                .build();
        serve(new CacheDialect(cache), "<p cache:fragment=\"a\" cache:key=\"'k'\">x</p>");
        server.atEnd(cache::close);
        Visitor visitor = server.visitor();
        while (regenerated.getCount() > 0) {
            assertThat(visitor.get("/page")).isEqualTo("<p>x</p>");
        }

        List<String> warnings = Collections.synchronizedList(new ArrayList<>());
        Logger tomcat = Logger.getLogger("org.apache.catalina.loader.WebappClassLoaderBase");
        Handler listening = new Handler() {
            @Override
            public void publish(LogRecord warning) {
                warnings.add(warning.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        tomcat.addHandler(listening);
        server.undeploy();
        tomcat.removeHandler(listening);
        assertThat(warnings).isEmpty();
    }

    @Test
    void aPostLooksUpAndStoresNothing() {
        serve(
                dialect(false),
                "<p cache:fragment=\"a\" cache:key=\"'k'\"><i cache:fragment=\"b\" cache:key=\"'k'\" th:text=\"${w}\"></i></p>");

        assertThat(server.visitor().post("/page?who=ann")).isEqualTo("<p><i>ann</i></p>");
        assertThat(store.size()).isZero();
        assertThat(heard.since(0, "BYPASS")).containsExactly("a k", "b k");

        assertThat(server.visitor().get("/page?who=bob")).isEqualTo("<p><i>bob</i></p>");
        assertThat(server.visitor().post("/page?who=eve")).isEqualTo("<p><i>bob</i></p>");
        assertThat(heard.since(0, "HIT")).containsExactly("a k");
    }

    @Test
    void aSessionsIdReachesNobodyElse() {
        serve(dialect(false), "<p cache:fragment=\"a\" cache:key=\"'k'\"><a th:href=\"@{/x}\">x</a></p>");
        String first = server.visitor().get("/page?session=1");
        String second = server.visitor().get("/page?session=1");

        assertThat(second).isEqualTo("<p><a href=\"/shop/x\">x</a></p>");
        assertThat(first).isEqualTo(second);
    }

    @Test
    void whatIsOneVisitorsJoinsTheKey() {
        serve(dialect(false), "<p cache:fragment=\"a\" cache:key=\"'k'\" th:text=\"${session.user}\"></p>");

        assertThat(server.visitor().get("/page?who=ann")).isEqualTo("<p>ann</p>");
        assertThat(server.visitor().get("/page?who=bob")).isEqualTo("<p>bob</p>");
        assertThat(server.visitor().get("/page?who=ann")).isEqualTo("<p>ann</p>");
        assertThat(heard.since(0, "REFUSED")).isEmpty();
    }

    @Test
    void whatIsOneVisitorsInsideJoinsTheKeyOfTheOuterOneToo() {
        serve(
                dialect(false),
                "<div cache:fragment=\"o\" cache:key=\"'o'\"><p cache:fragment=\"a\" cache:key=\"'k'\" th:text=\"${session.user}\"></p></div>");

        assertThat(server.visitor().get("/page?who=ann")).isEqualTo("<div><p>ann</p></div>");
        assertThat(server.visitor().get("/page?who=bob")).isEqualTo("<div><p>bob</p></div>");
        assertThat(server.visitor().get("/page?who=ann")).isEqualTo("<div><p>ann</p></div>");
    }

    @Test
    void whatTheKeyOrVaryHoldsIsStoredForEach() {
        serve(
                dialect(true),
                "<p cache:fragment=\"a\" cache:key=\"'k'\" cache:vary=\"user\" th:text=\"${session.user}\"></p><i cache:fragment=\"b\" cache:key=\"${session.user}\" th:text=\"${session.user}\"></i>");

        assertThat(server.visitor().get("/page?who=ann")).isEqualTo("<p>ann</p><i>ann</i>");
        assertThat(server.visitor().get("/page?who=bob")).isEqualTo("<p>bob</p><i>bob</i>");
        assertThat(server.visitor().get("/page?who=ann")).isEqualTo("<p>ann</p><i>ann</i>");
        assertThat(heard.since(0, "HIT")).containsExactly("a k user=ann", "b ann");
    }

    @Test
    void aVaryThatTheOuterOneLacksIsAnError() {
        serve(
                dialect(false),
                "<div>\n<p cache:fragment=\"o\" cache:key=\"'o'\">\n<i cache:fragment=\"i\" cache:key=\"1\" cache:vary=\"user\"></i></p></div>");

        assertThat(server.visitor().get("/page?who=ann"))
                .isEqualTo(
                        "cache:fragment 'i': 'i' (page line 3) varies by 'user' inside 'o' (page line 2), which does not. Add"
                                + " cache:vary=\"user\" to 'o' or make 'i' a cache:hole. (template: \"page\" - line 3, col 4)");
        assertThat(store.size()).isZero();
    }

    @Test
    void visitorsAtTheSameTimeGetTheirOwnPages() throws Exception {
        serve(
                dialect(false),
                "<div cache:fragment=\"o\" cache:key=\"'o'\">same <p cache:hole=\"\" th:text=\"${session.user}\"></p></div>");
        List<Thread> threads = new ArrayList<>();
        List<String> wrong = Collections.synchronizedList(new ArrayList<>());
        for (int i = 0; i < 8; i++) {
            String who = "visitor" + i;
            Visitor visitor = server.visitor();
            threads.add(new Thread(() -> {
                for (int page = 0; page < 20; page++) {
                    String text = visitor.get("/page?who=" + who);
                    if (!text.equals("<div>same <p>" + who + "</p></div>")) {
                        wrong.add(text);
                    }
                }
            }));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join(30_000);
        }

        assertThat(wrong).isEmpty();
        assertThat(heard.since(0, "HIT")).hasSizeGreaterThan(100);
    }
}
