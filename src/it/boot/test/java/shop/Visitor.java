package shop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Collectors;

/** A browser with its own cookies, over a real connection. */
final class Visitor {
    private final HttpClient client = HttpClient.newBuilder()
            .cookieHandler(new CookieManager())
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();
    private final String home;
    private final String language;
    private final String login;

    private Visitor(String home, String language, String login) {
        this.home = home;
        this.language = language;
        this.login = login;
    }

    static Visitor at(int port) {
        return new Visitor("http://127.0.0.1:" + port, "en", "");
    }

    Visitor speaking(String tag) {
        return new Visitor(home, tag, login);
    }

    Visitor named(String name) {
        return new Visitor(
                home, language, Base64.getEncoder().encodeToString((name + ":tea").getBytes(StandardCharsets.UTF_8)));
    }

    HttpResponse<String> get(String path, String... headers) {
        HttpRequest.Builder request = request(path);
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    HttpResponse<String> send(String method, String path) {
        return send(request(path).method(method, HttpRequest.BodyPublishers.noBody()));
    }

    HttpResponse<String> post(String path, Map<String, String> form) {
        String body = form.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return send(request(path)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(home + path))
                .header("Accept", path.startsWith("/actuator") ? "application/json, text/plain" : "text/html")
                .header("Accept-Language", language);
        return login.isEmpty() ? request : request.header("Authorization", "Basic " + login);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static String status(HttpResponse<?> page) {
        return page.headers().firstValue("Cache-Status").orElse("none");
    }

    /** Without the values that Spring Security gives to each visit. */
    static String text(HttpResponse<String> page) {
        return page.body().replaceAll("value=\"[\\w-]{60,}\"", "value=\"token\"");
    }
}
