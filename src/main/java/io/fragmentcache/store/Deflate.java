package io.fragmentcache.store;

import java.io.ByteArrayOutputStream;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** Makes large texts small: HTML shrinks to a fourth or less. */
final class Deflate {
    /** What a deflated byte can grow to at most, by the format. */
    private static final int MOST = 1_032;

    private Deflate() {}

    static byte[] shrink(byte[] bytes) {
        Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
        try {
            deflater.setInput(bytes);
            deflater.finish();
            ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length / 3 + 64);
            byte[] part = new byte[8_192];
            while (!deflater.finished()) {
                out.write(part, 0, deflater.deflate(part));
            }
            return out.toByteArray();
        } finally {
            deflater.end();
        }
    }

    /** Back to exactly this many bytes. */
    static byte[] grow(byte[] bytes, BytesIn.Slice deflated, long length) {
        if (length < 0 || length > (long) deflated.length() * MOST || length > Integer.MAX_VALUE - 8) {
            throw new IllegalStateException("no such length");
        }
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(bytes, deflated.from(), deflated.length());
            byte[] grown = new byte[(int) length];
            int size = 0;
            while (size < grown.length) {
                int more = inflater.inflate(grown, size, grown.length - size);
                if (more == 0) {
                    throw new IllegalStateException("deflated bytes that end early");
                }
                size += more;
            }
            boolean ends = inflater.finished() || (inflater.inflate(new byte[1]) == 0 && inflater.finished());
            if (!ends || inflater.getRemaining() > 0) {
                throw new IllegalStateException("deflated bytes that go on");
            }
            return grown;
        } catch (DataFormatException foreign) {
            throw new IllegalStateException("no deflated bytes", foreign);
        } finally {
            inflater.end();
        }
    }
}
