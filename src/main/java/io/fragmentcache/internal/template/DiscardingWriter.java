package io.fragmentcache.internal.template;

import java.io.Writer;

/**
 * Where a fragment is printed that no request asked for: it is stored on the way, and its holes are no visitor's to
 * fill.
 */
public final class DiscardingWriter extends Writer {
    @Override
    public void write(char[] text, int offset, int length) {}

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
