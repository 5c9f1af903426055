package io.fragmentcache.spi;

import io.fragmentcache.freshness.Lifetime;
import io.fragmentcache.key.Key;
import io.fragmentcache.key.Locator;
import io.fragmentcache.key.Version;
import io.fragmentcache.store.Entry;
import org.jspecify.annotations.Nullable;

/**
 * A fragment was looked up.
 *
 * @param locator the fragment
 * @param key the key of the look-up
 * @param outcome what the cache does
 * @param reason why it is not a hit, for people, such as {@code touched Product:42}; {@code fresh} for a hit
 * @param entry the entry that the store held, whatever its age; null if it held none
 * @param version the version that the caller's models have
 * @param lifetime the lifetime that the fragment declares
 * @param parent the fragment around this one that is being rendered; null for an outermost fragment
 * @param inBackground whether no visitor waits for the page: a regeneration or a warm-up
 */
public record LookedUp(
        Locator locator,
        Key key,
        Outcome outcome,
        String reason,
        @Nullable Entry entry,
        Version version,
        Lifetime lifetime,
        @Nullable Locator parent,
        boolean inBackground) {}
