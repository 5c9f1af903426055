package io.fragmentcache.stage;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** What a server answered. */
public final class Answer {
    private final int status;
    private final Map<String, List<String>> headers;
    private final byte[] body;
    private final boolean whole;

    /**
     * @param headers by name, whatever the case of its letters
     * @param whole whether the body came to its announced end
     */
    public Answer(int status, Map<String, List<String>> headers, byte[] body, boolean whole) {
        this.status = status;
        this.headers = headers;
        this.body = body.clone();
        this.whole = whole;
    }

    public int status() {
        return status;
    }

    public Map<String, List<String>> headers() {
        return headers;
    }

    public byte[] body() {
        return body.clone();
    }

    public boolean whole() {
        return whole;
    }

    /** The values of a header in one, as if sent in one line; empty where it is absent. */
    public String header(String name) {
        return String.join(", ", headers.getOrDefault(name, List.of()));
    }

    public boolean has(String name) {
        return headers.containsKey(name);
    }

    public String text() {
        return text(StandardCharsets.UTF_8);
    }

    public String text(Charset charset) {
        return new String(body, charset);
    }
}
