package io.fragmentcache.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.docs.EdgePage;
import io.fragmentcache.servlet.EdgeTags;
import io.fragmentcache.stage.Answer;
import io.fragmentcache.stage.Browser;
import io.fragmentcache.stage.ServerStage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An application behind Debian's Varnish and nginx, with the configuration that docs/edge.md shows. Run by {@code
 * .ci/varnish}, which installs both.
 */
class EdgeCheck {
    private static final int CROWD = 200;

    private final ServerStage pages = new ServerStage();
    private final AtomicInteger asked = new AtomicInteger();
    private final List<Process> started = new ArrayList<>();

    @TempDir
    Path directory;

    @AfterEach
    void stop() throws InterruptedException {
        for (Process process : started) {
            process.destroy();
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        }
        pages.close();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void shop() {
        pages.filtering(filter -> filter.apartHoles("/holes")
                        .maxAge(Duration.ofHours(1))
                        .staleWhileRevalidate(Duration.ofMinutes(10))
                        .edgeTags(EdgeTags.xkey().namespace("shop")))
                .holesAt("/holes")
                .page("shelf", """
                        <ul cache:fragment="shelf" cache:key="'all'" cache:tags="'Product:1'" cache:fresh="2h" cache:stale="2h"><li>Täa [[${price}]]: <b cache:hole="id=7" cache:apart>[[${id}]] for [[${session.user}]]</b></li></ul>""")
                .page(
                        "plain",
                        "<p cache:fragment=\"p\" cache:key=\"'x'\" cache:tags=\"'Product:2'\" cache:fresh=\"2h\" cache:stale=\"2h\">[[${price}]]</p>")
                .at("/login", (request, response) -> {
                    request.getSession().setAttribute("user", request.getParameter("user"));
                    response.getWriter().write("hello");
                })
                .inside((request, response, chain) -> {
                    asked.incrementAndGet();
                    chain.doFilter(request, response);
                });
        pages.model.put("price", "1 €");
        pages.start();
    }

    private Browser run(int port, String... command) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile())
                .start();
        started.add(process);
        for (long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60); System.nanoTime() < end; ) {
            try (Socket answers = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return new Browser(answers.getPort());
            } catch (IOException notYet) {
                assertThat(process.isAlive()).as(log()).isTrue();
                Thread.onSpinWait();
            }
        }
        throw new AssertionError(log());
    }

    private String log() {
        try {
            return Files.readString(directory.resolve("log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Browser varnish() throws IOException {
        int port = freePort();
        Path vcl = Files.writeString(
                directory.resolve("edge.vcl"),
                EdgePage.vcl().replace("\"8080\"", "\"" + pages.browser().port() + "\""));
        return run(
                port,
                "/usr/sbin/varnishd",
                "-F",
                "-j",
                "none",
                "-n",
                Files.createDirectory(directory.resolve("varnish")).toString(),
                "-a",
                "127.0.0.1:" + port,
                "-s",
                "malloc,16m",
                "-f",
                vcl.toString());
    }

    private String login(String user) {
        return "Cookie: "
                + pages.browser()
                        .get("/login?user=" + user)
                        .header("Set-Cookie")
                        .split(";")[0];
    }

    @Test
    void aPageWithHolesByEsiIsThatInPlaceByteForByteForTwoVisitorsAndIsAskedForOnce() throws IOException {
        shop();
        Browser edge = varnish();
        String zoe = login("Zoe");
        String max = login("Max");
        byte[] zoes = pages.browser().get("/shelf", zoe).body();
        byte[] maxs = pages.browser().get("/shelf", max).body();
        int before = asked.get();
        Answer first = edge.get("/shelf", zoe);
        assertThat(first.body()).isEqualTo(zoes).isNotEqualTo(maxs);
        assertThat(edge.get("/shelf", max).body()).isEqualTo(maxs);
        assertThat(edge.get("/shelf", zoe).body()).isEqualTo(zoes);
        // The page once, and a hole for each of the three.
        assertThat(asked.get() - before).isEqualTo(4);
        assertThat(first.header("Cache-Control")).isEqualTo("private, no-cache");
        assertThat(first.headers()).doesNotContainKeys("xkey", "ETag", "Surrogate-Control", "Set-Cookie");
        System.out.println("TABLE origin: "
                + pages.browser()
                        .get("/shelf", "Surrogate-Capability: edge=\"ESI/1.0\"")
                        .headers());
        System.out.println("TABLE edge: " + first.headers());
    }

    @Test
    void aSavedProductIsPurgedSoftlyAndNewWithinASecondThoughItsPageMayBeKeptForAnHour() throws IOException {
        shop();
        Browser edge = varnish();
        EdgeTags tags = EdgeTags.xkey().namespace("shop");
        try (EdgePurge purge = EdgePurge.over(pages.cache(), tags)
                .to(VarnishEdge.at(URI.create("http://127.0.0.1:" + edge.port() + "/")))
                .open()) {
            assertThat(edge.get("/plain").text()).contains("1 €");
            assertThat(edge.get("/plain").header("X-Varnish")).as("a hit").contains(" ");
            pages.model.put("price", "2 €");
            assertThat(edge.get("/plain").text()).contains("1 €");
            long touched = System.nanoTime();
            pages.cache().touch("Product", 2);
            long end = touched + TimeUnit.SECONDS.toNanos(20);
            while (!edge.get("/plain").text().contains("2 €")) {
                assertThat(System.nanoTime()).isLessThan(end);
            }
            assertThat(purge).isNotNull();
            System.out.println("TABLE new after " + (System.nanoTime() - touched) / 1_000_000 + " ms");
        }
    }

    @Test
    void aColdCrowdReachesTheApplicationOnce() throws Exception {
        shop();
        Browser edge = varnish();
        CountDownLatch allSent = new CountDownLatch(CROWD);
        pages.model.put("price", new Object() {
            @Override
            public String toString() {
                return "3 €";
            }
        });
        int before = asked.get();
        ExecutorService crowd = Executors.newFixedThreadPool(CROWD);
        try {
            List<Future<String>> seen = new ArrayList<>();
            for (int i = 0; i < CROWD; i++) {
                seen.add(crowd.submit(() -> {
                    allSent.countDown();
                    allSent.await();
                    return edge.get("/plain").text();
                }));
            }
            for (Future<String> each : seen) {
                assertThat(each.get()).isEqualTo("<p>3 €</p>");
            }
        } finally {
            crowd.shutdownNow();
        }
        assertThat(asked.get() - before).isEqualTo(1);
    }

    @Test
    void nginxKeepsVariantsAnswersWithTheTagOfThePageAndAsksBehindOfWhatIsStale() throws IOException {
        shop();
        int port = freePort();
        Path home = Files.createDirectory(directory.resolve("nginx"));
        Path configuration = Files.writeString(
                directory.resolve("nginx.conf"),
                String.format(Locale.ROOT, """
                daemon off; pid %1$s/pid; error_log stderr; worker_processes 1;
                events { worker_connections 256; }
                http {
                  access_log off; client_body_temp_path %1$s/a; proxy_temp_path %1$s/b;
                  fastcgi_temp_path %1$s/c; uwsgi_temp_path %1$s/d; scgi_temp_path %1$s/e;
                  proxy_cache_path %1$s/cache levels=1:2 keys_zone=pages:8m inactive=1h use_temp_path=off;
                  server {
                    listen 127.0.0.1:%2$d;
                    location / {
                      proxy_pass http://127.0.0.1:%3$d; proxy_http_version 1.1; proxy_set_header Connection "";
                      proxy_cache pages; proxy_cache_revalidate on; proxy_cache_lock on;
                      add_header X-Cache $upstream_cache_status;
                    }
                  }
                }
                """, home, port, pages.browser().port()));
        if (System.getProperty("user.name").equals("root")) {
            Files.writeString(configuration, "user root;\n" + Files.readString(configuration));
        }
        Browser edge =
                run(port, "/usr/sbin/nginx", "-e", "stderr", "-p", home.toString(), "-c", configuration.toString());
        Answer first = edge.get("/plain");
        assertThat(first.header("X-Cache")).isEqualTo("MISS");
        Answer second = edge.get("/plain");
        assertThat(second.header("X-Cache")).isEqualTo("HIT");
        assertThat(second.text()).isEqualTo(first.text());
        assertThat(second.header("ETag")).isEqualTo(first.header("ETag")).startsWith("\"");
        assertThat(edge.get("/plain", "If-None-Match: " + first.header("ETag")).status())
                .isEqualTo(304);
        assertThat(edge.get("/shelf").header("X-Cache")).isEqualTo("MISS");
        assertThat(edge.get("/shelf").header("X-Cache"))
                .as("a page with a hole in place")
                .isEqualTo("MISS");
        String announced = "Surrogate-Capability: nginx=\"ESI/1.0\"";
        assertThat(edge.get("/shelf", announced).text()).contains("esi:include");
        assertThat(edge.get("/shelf", announced).header("X-Cache")).isEqualTo("HIT");
        assertThat(edge.get("/shelf").text()).as("who announced nothing").doesNotContain("esi:include");
    }
}
