package io.fragmentcache.store;

import io.fragmentcache.key.Key;
import io.fragmentcache.key.KeyBuilder;
import io.fragmentcache.key.KeyPrefix;
import io.fragmentcache.key.Tag;
import io.fragmentcache.key.Version;
import io.fragmentcache.key.Versions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Entries for tests. */
public final class Entries {
    private static final KeyPrefix PREFIX = KeyPrefix.of("shop", "test");

    private Entries() {}

    public static Key key(Object value) {
        return new KeyBuilder(Versions.none(), PREFIX).add(value).key();
    }

    /** With a text that tells which one it is. */
    public static Entry entry(Object value, long born) {
        return entry(value, born, "<p>" + value + "@" + born + "</p>");
    }

    public static Entry entry(Object value, long born, String text) {
        return new Entry(key(value), Version.NONE, text, Snapshots.of(Map.of(Tag.EVERYTHING, born)), times(born));
    }

    /** With something in each field. */
    public static Entry full(Object value, long born) {
        Map<Tag, Long> stamps = new LinkedHashMap<>();
        stamps.put(Tag.of("Product", 42), born - 7);
        stamps.put(Tag.EVERYTHING, Stamps.NEVER);
        stamps.put(Tag.of("Größe"), born);
        List<Hole> holes =
                List.of(new Hole(3, "shop/list", "h1", Map.of("id", 42L)), new Hole(9, "shop/list", "h2", Map.of()));
        String text = "<p>Crème brûlée, 3 €, \uD83C\uDF75, " + value + "@" + born + "</p>";
        return new Entry(key(value), Version.of(7L, "seven"), text, holes, Snapshots.of(stamps), times(born));
    }

    private static Times times(long born) {
        return new Times(born, born + 20, born + 600_000_020, born + 1_200_000_020, Long.MAX_VALUE / 4, 1_234);
    }
}
