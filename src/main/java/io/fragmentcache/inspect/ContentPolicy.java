package io.fragmentcache.inspect;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the {@code Content-Security-Policy} of a page says of scripts (CSP Level 3).
 *
 * @param sources of each policy that restricts scripts: all of them must allow one
 */
record ContentPolicy(List<List<String>> sources) {
    private static final Pattern NONCE = Pattern.compile("'nonce-([A-Za-z0-9+/_=-]+)'");

    static ContentPolicy of(Collection<String> headers) {
        List<List<String>> sources = new ArrayList<>();
        for (String header : headers) {
            for (String policy : header.split(",", -1)) {
                String scripts = scripts(policy);
                if (scripts != null) {
                    sources.add(List.of(scripts.strip().split("\\s+", -1)));
                }
            }
        }
        return new ContentPolicy(sources);
    }

    /** The sources of scripts that a policy allows; null where it allows all. */
    private static @Nullable String scripts(String policy) {
        String general = null;
        String own = null;
        String ofElements = null;
        for (String directive : policy.split(";", -1)) {
            String stripped = directive.strip();
            int space = stripped.indexOf(' ');
            String name = (space < 0 ? stripped : stripped.substring(0, space)).toLowerCase(Locale.ROOT);
            String value = space < 0 ? "" : stripped.substring(space + 1);
            switch (name) {
                case "default-src" -> general = value;
                case "script-src" -> own = value;
                case "script-src-elem" -> ofElements = value;
                default -> {
                    // Of no concern to scripts.
                }
            }
        }
        return ofElements != null ? ofElements : own != null ? own : general;
    }

    /** The nonce that a script of the page needs; empty where none is asked for. */
    String nonce() {
        for (List<String> policy : sources) {
            for (String source : policy) {
                Matcher nonce = NONCE.matcher(source);
                if (nonce.matches()) {
                    return nonce.group(1);
                }
            }
        }
        return "";
    }

    /** Whether a script of the page's own origin that has the nonce is run. */
    boolean allowsOurs() {
        String nonce = "'nonce-" + nonce() + "'";
        return sources.stream()
                .allMatch(policy -> policy.contains(nonce)
                        || !policy.contains("'strict-dynamic'")
                                && policy.stream()
                                        .anyMatch(source -> source.equalsIgnoreCase("'self'")
                                                || source.equals("*")
                                                || source.equals("http:")
                                                || source.equals("https:")
                                                || !source.startsWith("'") && source.contains(".")
                                                || source.startsWith("localhost")));
    }
}
