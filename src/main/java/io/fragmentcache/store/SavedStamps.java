package io.fragmentcache.store;

import io.fragmentcache.internal.Internal;
import io.fragmentcache.key.Tag;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Stamps on their way through a restart.
 *
 * @param last the greatest number that was given
 * @param floor when tags that are not held count as touched
 * @param latest the latest stamp of any tag
 * @param held the stamps by tag
 */
@Internal
public record SavedStamps(long last, long floor, long latest, Map<Tag, Long> held) {
    private static final byte FORMAT = 1;
    private static final int SUM_BYTES = 4;

    public SavedStamps {
        held = Map.copyOf(held);
    }

    /** Format, numbers, tags, and the CRC32C of all that. */
    public byte[] toBytes() {
        BytesOut out = new BytesOut(64 + 32 * held.size());
        out.single(FORMAT).eight(last).eight(floor).eight(latest).number(held.size());
        held.forEach((tag, stamp) -> out.text(tag.name()).number(latest - stamp));
        byte[] bytes = out.four(0).toBytes();
        BytesOut.four(bytes, bytes.length - SUM_BYTES, checksum(bytes));
        return bytes;
    }

    /** Null where the bytes are none, damaged or foreign. */
    public static @Nullable SavedStamps of(byte[] bytes) {
        if (bytes.length < 1 + SUM_BYTES || bytes[0] != FORMAT) {
            return null;
        }
        BytesIn in = new BytesIn(bytes, 1);
        if (in.fourAt(bytes.length - SUM_BYTES) != checksum(bytes)) {
            return null;
        }
        try {
            long last = in.eight();
            long floor = in.eight();
            long latest = in.eight();
            Map<Tag, Long> held = new HashMap<>();
            for (int count = in.count(); count > 0; count--) {
                held.put(Tag.of(in.text()), latest - in.number());
            }
            return new SavedStamps(last, floor, latest, held);
        } catch (RuntimeException foreign) {
            return null;
        }
    }

    private static int checksum(byte[] bytes) {
        CRC32C sum = new CRC32C();
        sum.update(bytes, 0, bytes.length - SUM_BYTES);
        return (int) sum.getValue();
    }
}
