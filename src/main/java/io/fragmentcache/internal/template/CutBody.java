package io.fragmentcache.internal.template;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import org.thymeleaf.model.IModel;
import org.thymeleaf.model.IModelFactory;
import org.thymeleaf.util.IWritableCharSequence;

/**
 * Stands in a parsed template for the body of a fragment that was cut out, as a text: code that prints the template's
 * own markup, such as {@code th:utext="~{t :: f}"}, prints all of it.
 */
record CutBody(Bodies bodies, IModel body, IModelFactory factory) implements IWritableCharSequence {
    @Override
    public void write(Writer out) throws IOException {
        bodies.whole(body, factory).write(out);
    }

    @Override
    public int length() {
        return toString().length();
    }

    @Override
    public char charAt(int index) {
        return toString().charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return toString().subSequence(start, end);
    }

    @Override
    public String toString() {
        StringWriter markup = new StringWriter();
        try {
            write(markup);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return markup.toString();
    }
}
