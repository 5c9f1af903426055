package io.fragmentcache.servlet;

/**
 * One member of a structured field (RFC 8941, section 4.1): a token with parameters. What cannot stand in a header is an
 * error, since all that is written here comes from this library or from the configuration.
 */
final class FieldItem {
    private static final long MOST = 999_999_999_999_999L;

    private final StringBuilder written = new StringBuilder();

    private FieldItem(String token) {
        token(token);
    }

    static FieldItem of(String token) {
        return new FieldItem(token);
    }

    /** Whether it begins with a letter or an asterisk, and goes on with what a token may hold (section 3.3.4). */
    static boolean isToken(String text) {
        return text.matches("[A-Za-z*][A-Za-z0-9!#$%&'*+.^_`|~:/-]*");
    }

    /** A parameter that is true. */
    FieldItem flag(String key) {
        written.append("; ").append(key);
        return this;
    }

    FieldItem token(String key, String value) {
        flag(key).written.append('=');
        token(value);
        return this;
    }

    /** @param value cut to what section 3.3.1 allows */
    FieldItem number(String key, long value) {
        flag(key).written.append('=').append(Math.max(-MOST, Math.min(MOST, value)));
        return this;
    }

    /** @param text printable ASCII */
    FieldItem text(String key, String text) {
        flag(key).written.append("=\"");
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character < ' ' || character > '~') {
                throw new IllegalArgumentException("not printable in a header: " + (int) character);
            }
            if (character == '"' || character == '\\') {
                written.append('\\');
            }
            written.append(character);
        }
        written.append('"');
        return this;
    }

    private void token(String text) {
        if (!isToken(text)) {
            throw new IllegalArgumentException("no token: " + text);
        }
        written.append(text);
    }

    @Override
    public String toString() {
        return written.toString();
    }
}
