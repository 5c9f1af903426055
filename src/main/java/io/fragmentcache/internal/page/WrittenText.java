package io.fragmentcache.internal.page;

import io.fragmentcache.internal.memory.TextWriter;
import java.io.IOException;
import java.io.Writer;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.util.IWritableCharSequence;

/**
 * HTML that goes into a page by being written. A post-processor may ask for its characters instead: then it is written once,
 * and its holes are rendered meanwhile.
 */
abstract class WrittenText implements IWritableCharSequence {
    private static final int FIRST_CAPACITY = 1024;

    private @Nullable String characters;

    abstract void writeTo(Writer out) throws IOException;

    @Override
    public final void write(Writer out) throws IOException {
        if (characters != null) {
            out.write(characters);
        } else {
            writeTo(out);
        }
    }

    @Override
    public final int length() {
        return toString().length();
    }

    @Override
    public final char charAt(int index) {
        return toString().charAt(index);
    }

    @Override
    public final CharSequence subSequence(int start, int end) {
        return toString().subSequence(start, end);
    }

    @Override
    public String toString() {
        String known = characters;
        if (known == null) {
            TextWriter out = TextWriter.ofFragment(FIRST_CAPACITY);
            try {
                writeTo(out);
            } catch (IOException impossible) {
                throw new AssertionError("characters are collected in memory", impossible);
            }
            known = out.toString();
            characters = known;
        }
        return known;
    }
}
