package io.fragmentcache.internal.definition;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.fragmentcache.digest.Digest;
import io.fragmentcache.internal.Bound;
import io.fragmentcache.key.KeyPrefix;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The beginnings of the keys of all fragments: visitors can ask for any number of languages, so all of them share one
 * bound. Thread-safe.
 */
final class KeyPrefixes {
    private static final int MOST_BYTES = 8 << 20;

    private static final int BYTES_OF_ONE = 400;

    /** The language, in the locale, in its tag and in the beginning of the key. */
    private static final int BYTES_OF_A_LETTER = 6;

    /** Which beginning of one fragment. */
    record Variant(Locale locale, @Nullable Digest messages, Set<String> chosen) {
        int weight() {
            return BYTES_OF_ONE + BYTES_OF_A_LETTER * locale.toLanguageTag().length();
        }
    }

    private record Of(Object fragment, Variant variant) {}

    @Bound("8 MB, of all fragments")
    private final Cache<Of, KeyPrefix> made = Caffeine.newBuilder()
            .maximumWeight(MOST_BYTES)
            .weigher((Of of, KeyPrefix prefix) -> of.variant.weight())
            .executor(Runnable::run)
            .build();

    /** @param fragment stands for it; no more than a name, since it is held until its beginnings are let go */
    @Nullable KeyPrefix of(Object fragment, Variant variant) {
        return made.getIfPresent(new Of(fragment, variant));
    }

    void put(Object fragment, Variant variant, KeyPrefix prefix) {
        made.put(new Of(fragment, variant), prefix);
    }
}
