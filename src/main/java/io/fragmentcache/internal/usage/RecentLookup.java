package io.fragmentcache.internal.usage;

import io.fragmentcache.freshness.Lifetime;
import io.fragmentcache.key.Key;
import io.fragmentcache.key.Locator;
import io.fragmentcache.key.Version;

/**
 * A key that was asked for.
 *
 * @param version the version that its last reader's models had
 * @param reason why it was not a hit the last time that it was none; empty where it always was
 * @param missed when that was, in microseconds since 1970
 * @param refused whether it was rendered since and not stored, as far as is known
 */
public record RecentLookup(
        Key key, Locator locator, Lifetime lifetime, Version version, String reason, long missed, boolean refused) {
    /** The same, of what is stored. */
    RecentLookup stored() {
        return refused ? new RecentLookup(key, locator, lifetime, version, reason, missed, false) : this;
    }
}
