package com.example.shop;

import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.spi.Listener;
import io.fragmentcache.spi.LookedUp;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The shop behind Varnish, with the configuration of docs/edge.md. Needs Debian's varnish and varnish-modules, so it is left
 * out of the usual build; {@code .ci/run} installs them and runs it.
 */
@Tag("varnish")
class VarnishTest {

    private static final Pattern VCL = Pattern.compile("```vcl\n(.*?)```", Pattern.DOTALL);
    private static final int CROWD = 200;

    /** One variant of a page for each language of the shop. The cookie with the language is of pages, not of holes. */
    private static final String LANGUAGE = """
            if (req.http.Cookie ~ "lang=de") { set req.http.Accept-Language = "de"; }
                if (req.http.Accept-Language ~ "(?i)^de") { set req.http.Accept-Language = "de"; }
                else { set req.http.Accept-Language = "en"; }
                if (req.url ~ "^/(categories/.*|products/.*)?$") { unset req.http.Cookie; }""";

    private final Street street = new Street();
    private final AtomicInteger asked = new AtomicInteger();
    private final HttpClient http = HttpClient.newHttpClient();
    private Process varnish;
    private String edge;

    @BeforeEach
    void open(@TempDir Path directory) throws IOException, InterruptedException {
        int port = freePort();
        edge = "http://127.0.0.1:" + port + "/";
        street.open(Map.of("SHOP_EDGE", edge, "SHOP_FRESH", "2h"), cache -> cache.listener(new Listener() {
            @Override
            public void lookedUp(LookedUp event) {
                // Each page asks for it once.
                if (event.locator().toString().equals("top :: visitor")) {
                    asked.incrementAndGet();
                }
            }
        }));
        Path vcl = Files.writeString(
                directory.resolve("shop.vcl"),
                vcl().replace("\"8080\"", "\"" + URI.create(street.url()).getPort() + "\""));
        Path log = directory.resolve("log");
        varnish = new ProcessBuilder(
                        "/usr/sbin/varnishd",
                        "-F",
                        "-j",
                        "none",
                        "-n",
                        directory.resolve("varnish").toString(),
                        "-a",
                        "127.0.0.1:" + port,
                        "-s",
                        "malloc,32m",
                        "-f",
                        vcl.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        while (!answers(port)) {
            assertThat(varnish.isAlive()).as(Files.readString(log)).isTrue();
        }
    }

    @AfterEach
    void close() throws InterruptedException {
        street.close();
        varnish.destroy();
        assertThat(varnish.waitFor(20, TimeUnit.SECONDS)).isTrue();
    }

    private static String vcl() throws IOException {
        Matcher written = VCL.matcher(Files.readString(Path.of("../docs/edge.md")));
        assertThat(written.find()).isTrue();
        String ofShelves = "if (req.url ~ \"^/shelf\") { unset req.http.Cookie; }";
        assertThat(written.group(1)).contains(ofShelves);
        return written.group(1).replace(ofShelves, LANGUAGE);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static boolean answers(int port) {
        try (Socket answers = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return answers.isConnected();
        } catch (IOException notYet) {
            Thread.onSpinWait();
            return false;
        }
    }

    private CompletableFuture<HttpResponse<String>> ask(String address, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address)).header("Accept-Language", "en");
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        return http.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private String see(String address, String... headers) {
        return ask(address, headers).join().body();
    }

    private String shelf() {
        return see(edge + "categories/1");
    }

    @Test
    void aShelfByEsiIsThatInPlaceForEachVisitorAndIsAskedForOnce() {
        try (Visitor zoe = street.visitor("en");
                Visitor max = street.visitor("en")) {
            zoe.open("/login").type("name", "Zoë").press("Log in");
            max.open("/login").type("name", "Max").press("Log in");
            String ofZoe = "JSESSIONID=" + zoe.session();
            String ofMax = "JSESSIONID=" + max.session();
            see(street.url() + "cart", "Cookie", ofZoe);
            for (String page : List.of("categories/1", "products/1", "")) {
                String zoes = see(street.url() + page, "Cookie", ofZoe);
                String maxs = see(street.url() + page, "Cookie", ofMax);
                assertThat(zoes).contains("Zoë").isNotEqualTo(maxs);
                int before = asked.get();
                HttpResponse<String> first = ask(edge + page, "Cookie", ofZoe).join();
                assertThat(first.body()).isEqualTo(zoes);
                assertThat(see(edge + page, "Cookie", ofMax)).isEqualTo(maxs);
                assertThat(see(edge + page, "Cookie", ofZoe)).isEqualTo(zoes);
                assertThat(see(edge + page)).contains("Log in").doesNotContain("Zoë", "esi:");
                assertThat(asked.get() - before).as("the page at the shop").isEqualTo(1);
                assertThat(first.headers().map()).doesNotContainKeys("xkey", "etag", "surrogate-control", "set-cookie");
                System.out.println("TABLE edge /" + page + " " + first.headers().map());
                System.out.println("TABLE shop /" + page + " "
                        + ask(street.url() + page, "Surrogate-Capability", "edge=\"ESI/1.0\"")
                                .join()
                                .headers()
                                .map());
            }
            assertThat(see(edge + "categories/1", "Cookie", ofZoe + "; lang=de"))
                    .isEqualTo(see(street.url() + "categories/1", "Cookie", ofZoe, "Accept-Language", "de"))
                    .contains("lang=\"de\"");
        }
    }

    @Test
    void aSavedProductIsNewAtTheEdgeWithinASecondThoughItsShelfMayStayThereForAnHour() {
        assertThat(ask(edge + "categories/1").join().headers().firstValue("X-Varnish"))
                .get()
                .asString()
                .doesNotContain(" ");
        assertThat(shelf()).contains("Assam Mangalam").doesNotContain("new harvest");
        int before = asked.get();
        assertThat(shelf()).contains("Assam Mangalam");
        assertThat(asked).hasValue(before);
        long saved;
        try (Visitor owner = street.visitor("en")) {
            owner.open("/admin/products/1").type("nameEn", "Assam Mangalam, new harvest");
            saved = System.nanoTime();
            owner.press("Save");
        }
        while (!shelf().contains("new harvest")) {
            assertThat(System.nanoTime() - saved).isLessThan(TimeUnit.SECONDS.toNanos(20));
        }
        System.out.println("TABLE new after " + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - saved) + " ms");
        int after = asked.get();
        assertThat(shelf()).contains("new harvest");
        assertThat(asked).as("kept again").hasValue(after);
    }

    @Test
    void aCrowdBeforeAColdShelfReachesTheShopOnce() {
        List<CompletableFuture<HttpResponse<String>>> crowd = new ArrayList<>();
        for (int i = 0; i < CROWD; i++) {
            crowd.add(ask(edge + "categories/1"));
        }
        assertThat(crowd.stream().map(each -> each.join().body()).distinct()).hasSize(1);
        assertThat(crowd.get(0).join().body()).contains("Assam Mangalam");
        assertThat(asked).hasValue(1);
    }
}
