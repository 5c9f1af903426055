package io.fragmentcache.key;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Short ways to build keys in tests. */
final class Keys {
    static final KeyPrefix CARD =
            KeyPrefix.of("shop", Locator.parse("shop/list :: card"), new byte[] {1, 2, 3, 4, 5}, Locale.ENGLISH);

    private Keys() {}

    static Key key(@Nullable Object... values) {
        return built(Versions.none(), values).key();
    }

    static Version version(@Nullable Object... values) {
        return built(Versions.none(), values).version();
    }

    static KeyBuilder built(Versions versions, @Nullable Object... values) {
        KeyBuilder builder = new KeyBuilder(versions, CARD);
        for (Object value : values) {
            builder.add(value);
        }
        return builder;
    }
}
