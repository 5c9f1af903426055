package io.fragmentcache.contract;

import io.fragmentcache.key.Key;
import io.fragmentcache.key.KeyBuilder;
import io.fragmentcache.key.KeyPrefix;
import io.fragmentcache.key.Tag;
import io.fragmentcache.key.Version;
import io.fragmentcache.key.Versions;
import io.fragmentcache.store.Entry;
import io.fragmentcache.store.Hole;
import io.fragmentcache.store.Snapshots;
import io.fragmentcache.store.Stamps;
import io.fragmentcache.store.Times;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Entries for tests of stores. Each text tells which entry it is. */
public final class SampleEntries {
    /** A birth near the present: stores may work with the real time. */
    public static final long BORN = 1_795_000_000_000_000L;

    private static final KeyPrefix PREFIX = KeyPrefix.of("shop", "test");
    private static final Hole FIRST_HOLE = new Hole(3, "shop/list", "h1", Map.of("id", 42L));
    private static final long MINUTE = 60_000_000;
    private static final long FOREVER = Long.MAX_VALUE / 4;

    private SampleEntries() {}

    /** Returns the key of a fragment that shows this plain value. */
    public static Key key(Object value) {
        return new KeyBuilder(Versions.none(), PREFIX).add(value).key();
    }

    /** Returns an entry with a short text. */
    public static Entry entry(Object value, long born) {
        return entry(value, born, "<p>" + value + "@" + born + "</p>");
    }

    /** Returns an entry with this text. */
    public static Entry entry(Object value, long born, String text) {
        return entry(value, born, text, FOREVER);
    }

    /** Of no use from this time on. */
    static Entry keptUntil(Object value, long born, long keepUntil) {
        return entry(value, born, "<p>short-lived</p>", keepUntil);
    }

    private static Entry entry(Object value, long born, String text, long keepUntil) {
        Snapshots snapshots = Snapshots.of(Map.of(Tag.EVERYTHING, born));
        return new Entry(key(value), Version.NONE, text, snapshots, times(born, keepUntil));
    }

    /** Returns an entry with a value in each field. */
    public static Entry full(Object value, long born) {
        return full(value, born, List.of(FIRST_HOLE, new Hole(9, "shop/list", "h2", Map.of())));
    }

    private static Entry full(Object value, long born, List<Hole> holes) {
        Map<Tag, Long> stamps = new LinkedHashMap<>();
        stamps.put(Tag.of("Product", 42), born - 7);
        stamps.put(Tag.EVERYTHING, Stamps.NEVER);
        stamps.put(Tag.of("Größe"), born);
        String text = "<p>Crème brûlée, 3 €, \uD83C\uDF75, " + value + "@" + born + "</p>";
        return new Entry(key(value), Version.of(7L, "seven"), text, holes, Snapshots.of(stamps), times(born, FOREVER));
    }

    /** Returns the entry that {@link #ofFirstRelease()} encodes. */
    public static Entry golden() {
        return full("golden", BORN, List.of(FIRST_HOLE));
    }

    /** Returns an entry as the first release wrote it. Such bytes lie in stores of users, and stay readable. */
    public static byte[] ofFirstRelease() {
        return HexFormat.of()
                .parseHex("020006608b015f3000003c7293c83a4c0000000000000003530473686f705304746573745306676f"
                        + "6c64656e2880989abc0480989abc04d68fd2f196ddcff93fa413046c0237530a736576656e061450"
                        + "726f647563743a34320e022a80c0f995e0a2b0060e4772c3b6c39f65000002061273686f702f6c69"
                        + "7374046831020469646c04343278783c703e4372c3a86d65206272c3bb6cc3a9652c203320e282ac"
                        + "2c20f09f8db52c20676f6c64656e40313739353030303030303030303030303c2f703e");
    }

    private static Times times(long born, long keepUntil) {
        long freshUntil = Math.min(keepUntil, born + 20 + 10 * MINUTE);
        long staleUntil = Math.min(keepUntil, born + 20 + 20 * MINUTE);
        return new Times(born, born + 20, freshUntil, staleUntil, keepUntil, 1_234);
    }
}
