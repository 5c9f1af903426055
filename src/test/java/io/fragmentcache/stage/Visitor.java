package io.fragmentcache.stage;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Asks an application for pages, and keeps its cookies. Not safe for use by several threads. */
public final class Visitor {
    private final Browser browser;
    private final String root;
    private final Map<String, String> cookies = new LinkedHashMap<>();

    /** @param root where the application is mounted; empty for the root */
    public Visitor(Browser browser, String root) {
        this.browser = browser;
        this.root = root;
    }

    public String get(String path) {
        return send("GET", path).text();
    }

    public String get(String path, String header, String value) {
        return send("GET", path, header + ": " + value).text();
    }

    public String post(String path) {
        return send("POST", path).text();
    }

    /** @param headers lines, such as {@code If-None-Match: "a"}; a Cookie among them stands in for those kept */
    public Answer send(String method, String path, String... headers) {
        Stream<String> kept = cookies.isEmpty() || Stream.of(headers).anyMatch(line -> line.startsWith("Cookie:"))
                ? Stream.empty()
                : Stream.of("Cookie: "
                        + cookies.entrySet().stream()
                                .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                                .collect(Collectors.joining("; ")));
        Answer answer = browser.send(
                method, root + path, Stream.concat(Stream.of(headers), kept).toArray(String[]::new));
        answer.headers().getOrDefault("Set-Cookie", List.of()).forEach(this::keep);
        return answer;
    }

    private void keep(String cookie) {
        String pair = cookie.split(";", 2)[0];
        int equals = pair.indexOf('=');
        cookies.put(pair.substring(0, equals), pair.substring(equals + 1));
    }
}
