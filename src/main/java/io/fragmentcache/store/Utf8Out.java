package io.fragmentcache.store;

import io.fragmentcache.internal.Internal;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Hands what is written in pieces to another stream in chunks. A page has a hundred pieces, and a container takes time for
 * each that it is given. Call {@link #flush()} at the end. Not thread-safe.
 */
@Internal
public final class Utf8Out extends OutputStream {
    private static final int CHUNK = 8 * 1024;

    private final OutputStream out;
    private final byte[] chunk;
    private int size;

    /** @param length how many bytes will be written */
    public Utf8Out(OutputStream out, long length) {
        this.out = out;
        this.chunk = new byte[(int) Math.min(CHUNK, length)];
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (length > chunk.length - size) {
            hand();
        }
        if (length >= chunk.length) {
            out.write(bytes, offset, length);
        } else {
            System.arraycopy(bytes, offset, chunk, size, length);
            size += length;
        }
    }

    /** Writes characters that are all of ASCII. */
    @SuppressWarnings("deprecation") // The only copy of characters to bytes that looks at none of them.
    void ascii(String characters) throws IOException {
        int end = characters.length();
        for (int from = 0; from < end; ) {
            if (size == chunk.length) {
                hand();
            }
            int to = Math.min(end, from + chunk.length - size);
            characters.getBytes(from, to, chunk, size);
            size += to - from;
            from = to;
        }
    }

    private void hand() throws IOException {
        if (size > 0) {
            out.write(chunk, 0, size);
            size = 0;
        }
    }

    /** Hands over what was written. The stream behind is not flushed. */
    @Override
    public void flush() throws IOException {
        hand();
    }
}
