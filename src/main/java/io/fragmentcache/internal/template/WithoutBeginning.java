package io.fragmentcache.internal.template;

import java.io.IOException;
import java.io.Writer;

/** Leaves out the first characters of what is written. For one thread. */
final class WithoutBeginning extends Writer {
    private final Writer out;
    private int left;

    /** @param left how many are left out */
    WithoutBeginning(Writer out, int left) {
        this.out = out;
        this.left = left;
    }

    @Override
    public void write(char[] text, int from, int length) throws IOException {
        int skipped = Math.min(left, length);
        left -= skipped;
        if (skipped < length) {
            out.write(text, from + skipped, length - skipped);
        }
    }

    @Override
    public void write(String text, int from, int length) throws IOException {
        int skipped = Math.min(left, length);
        left -= skipped;
        if (skipped < length) {
            out.write(text, from + skipped, length - skipped);
        }
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
