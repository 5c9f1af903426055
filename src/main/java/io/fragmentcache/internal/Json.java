package io.fragmentcache.internal;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object in the making. A page that holds it need not escape it: what HTML would read as markup is
 * written as numbers. Not thread-safe.
 */
public final class Json {
    private final Map<String, @Nullable Object> members = new LinkedHashMap<>();

    /** @param value a text, a number, a boolean, nothing, a Json, or a list or map of these */
    public Json with(String name, @Nullable Object value) {
        members.put(name, value);
        return this;
    }

    @Override
    public String toString() {
        StringBuilder out = new StringBuilder();
        write(this, out);
        return out.toString();
    }

    /** A text as JSON, in quotes. */
    public static String text(String value) {
        StringBuilder out = new StringBuilder();
        text(value, out);
        return out.toString();
    }

    private static void write(@Nullable Object value, StringBuilder out) {
        if (value == null || value instanceof Number || value instanceof Boolean) {
            out.append(value);
        } else if (value instanceof Json object) {
            write(object.members, out);
        } else if (value instanceof Map<?, ?> map) {
            out.append('{');
            for (Iterator<? extends Map.Entry<?, ?>> i = map.entrySet().iterator(); i.hasNext(); ) {
                Map.Entry<?, ?> member = i.next();
                text(String.valueOf(member.getKey()), out);
                out.append(':');
                write(member.getValue(), out);
                out.append(i.hasNext() ? "," : "");
            }
            out.append('}');
        } else if (value instanceof List<?> list) {
            out.append('[');
            for (Iterator<?> i = list.iterator(); i.hasNext(); ) {
                write(i.next(), out);
                out.append(i.hasNext() ? "," : "");
            }
            out.append(']');
        } else {
            text(value.toString(), out);
        }
    }

    private static void text(String value, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            boolean markup = c == '<' || c == '>' || c == '&' || c == '\'' || c == '\u2028' || c == '\u2029';
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ' || markup || Character.isSurrogate(c)) {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }
}
