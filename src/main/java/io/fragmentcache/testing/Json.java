package io.fragmentcache.testing;

import java.util.Collection;
import java.util.Iterator;
import java.util.function.Consumer;

/** Writes JSON. Not thread-safe. */
final class Json {
    private final StringBuilder text = new StringBuilder();

    void object(Runnable members) {
        text.append('{');
        members.run();
        text.append('}');
    }

    Json name(String name) {
        if (text.charAt(text.length() - 1) != '{') {
            text.append(',');
        }
        string(name);
        text.append(':');
        return this;
    }

    void value(String value) {
        string(value);
    }

    void value(boolean value) {
        text.append(value);
    }

    <T> void array(Collection<T> items, Consumer<? super T> item) {
        text.append('[');
        for (Iterator<T> i = items.iterator(); i.hasNext(); ) {
            item.accept(i.next());
            text.append(i.hasNext() ? "," : "");
        }
        text.append(']');
    }

    private void string(String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (c < ' ') {
                text.append(String.format("\\u%04x", (int) c));
            } else {
                text.append(c);
            }
        }
        text.append('"');
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
