package io.fragmentcache.inspect;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.htmlunit.HttpMethod;
import org.htmlunit.Page;
import org.htmlunit.WebClient;
import org.htmlunit.WebRequest;
import org.htmlunit.WebResponse;
import org.htmlunit.html.HtmlPage;
import org.htmlunit.http.Cookie;

/** Somebody with a browser of their own, whose scripts run. */
final class Surfer implements AutoCloseable {
    private static final Pattern TOKEN = Pattern.compile("\"token\":\"([^\"]+)\"");
    private static final int PATIENCE_MILLIS = 30_000;

    private final WebClient browser = new WebClient();
    private final String root;

    Surfer(String root) {
        this.root = root;
        browser.getOptions().setThrowExceptionOnFailingStatusCode(false);
        browser.getOptions().setCssEnabled(false);
        browser.getCache().setMaxSize(0);
    }

    WebResponse get(String path) {
        return send(new Ask(HttpMethod.GET, path, Map.of()), "");
    }

    WebResponse get(String path, String header, String value) {
        return send(new Ask(HttpMethod.GET, path, Map.of(header, value)), "");
    }

    String text(String path) {
        return get(path).getContentAsString(StandardCharsets.UTF_8);
    }

    WebResponse post(String path, String body, String... headers) {
        Map<String, String> all = new HashMap<>(
                Map.of("Content-Type", "application/x-www-form-urlencoded", "Sec-Fetch-Site", "same-origin"));
        for (int i = 0; i < headers.length; i += 2) {
            all.put(headers[i], headers[i + 1]);
        }
        return send(new Ask(HttpMethod.POST, path, all), body);
    }

    /** As a browser that is too old to say from where it asks. */
    int postFrom(String origin, String path, String body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(root + path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Cookie", Browser.IDENTITY + "=" + cookie(Browser.IDENTITY))
                .header("Origin", origin)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            return HttpClient.newHttpClient()
                    .send(request, HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The token of this browser, as the inspector's own page gets it. */
    String token() {
        Matcher token = TOKEN.matcher(text("/_fragments/state"));
        if (!token.find()) {
            throw new AssertionError("no token");
        }
        return token.group(1);
    }

    /** As the button on the inspector's page does. */
    Surfer showOverlay() {
        int status = post("/_fragments/overlay", "show=true&token=" + token()).getStatusCode();
        if (status != 200) {
            throw new AssertionError("the overlay was answered with " + status);
        }
        return this;
    }

    String cookie(String name) {
        return browser.getCookieManager().getCookie(name).getValue();
    }

    void bringCookie(String name, String value) {
        browser.getCookieManager().addCookie(new Cookie("localhost", name, value));
    }

    /** Opens the inspector's page, with its script. */
    HtmlPage dashboard() {
        try {
            HtmlPage page = browser.getPage(root + "/_fragments");
            until(page, () -> page.getElementById("live").getTextContent().startsWith("Live"));
            return page;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lets the page's script go on until this holds. */
    void until(HtmlPage page, BooleanSupplier holds) {
        long end = System.nanoTime() + PATIENCE_MILLIS * 1_000_000L;
        while (!holds(page, holds)) {
            if (System.nanoTime() > end) {
                throw new AssertionError("It did not come: " + page.getBody().asNormalizedText());
            }
            browser.waitForBackgroundJavaScriptStartingBefore(50);
        }
    }

    /** Between two jobs of the page's script, which HtmlUnit runs under this lock: one sets many texts. */
    private static boolean holds(HtmlPage page, BooleanSupplier condition) {
        synchronized (page) {
            return condition.getAsBoolean();
        }
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private record Ask(HttpMethod method, String path, Map<String, String> headers) {}

    private WebResponse send(Ask ask, String body) {
        try {
            WebRequest request = new WebRequest(URI.create(root + ask.path).toURL(), ask.method);
            ask.headers.forEach(request::setAdditionalHeader);
            if (ask.method == HttpMethod.POST) {
                request.setRequestBody(body);
            }
            boolean scripts = browser.getOptions().isJavaScriptEnabled();
            browser.getOptions().setJavaScriptEnabled(false);
            try {
                Page page = browser.getPage(request);
                return page.getWebResponse();
            } finally {
                browser.getOptions().setJavaScriptEnabled(scripts);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        browser.close();
    }
}
