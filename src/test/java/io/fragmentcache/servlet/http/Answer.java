package io.fragmentcache.servlet.http;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * What a server answered.
 *
 * @param headers by name, whatever the case of its letters
 * @param whole whether the body came to its announced end
 */
record Answer(int status, Map<String, List<String>> headers, byte[] body, boolean whole) {
    /** The values of a header in one, as if sent in one line; empty where it is absent. */
    String header(String name) {
        return String.join(", ", headers.getOrDefault(name, List.of()));
    }

    boolean has(String name) {
        return headers.containsKey(name);
    }

    String text() {
        return text(StandardCharsets.UTF_8);
    }

    String text(Charset charset) {
        return new String(body, charset);
    }
}
