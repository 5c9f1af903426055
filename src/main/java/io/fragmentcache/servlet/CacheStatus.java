package io.fragmentcache.servlet;

import io.fragmentcache.internal.engine.Tally;
import io.fragmentcache.spi.Outcome;

/**
 * The {@code Cache-Status} of a page (RFC 9211): {@code fragments; hit; ttl=540; detail="hit=50 stale=0 miss=0 bypass=0"}.
 * A page is a hit if no fragment was rendered for it, also where a stale one was shown; then {@code ttl} is negative.
 * Otherwise {@code fwd} tells the worst that happened. It never holds a key.
 */
final class CacheStatus {
    static final String HEADER = "Cache-Status";

    private static final long MICROS = 1_000_000;

    private CacheStatus() {}

    /**
     * Of a page that asked for fragments.
     *
     * @param cache its name
     * @param now microseconds since 1970
     */
    static String of(Tally tally, String cache, long now) {
        FieldItem item = FieldItem.of(cache);
        if (tally.count(Outcome.MISS) > 0) {
            item.token("fwd", "miss");
        } else if (tally.count(Outcome.BYPASS) > 0) {
            item.token("fwd", "bypass");
        } else {
            item.flag("hit");
        }
        if (tally.isDated()) {
            item.number("ttl", Math.floorDiv(tally.freshUntil() - now, MICROS));
        }
        if (tally.stored()) {
            item.flag("stored");
        }
        if (tally.collapsed()) {
            item.flag("collapsed");
        }
        return item.text("detail", counts(tally)).toString();
    }

    /** {@code hit=49 stale=0 miss=1 bypass=0}. */
    static String counts(Tally tally) {
        return "hit=" + tally.count(Outcome.HIT) + " stale=" + tally.count(Outcome.STALE) + " miss="
                + tally.count(Outcome.MISS) + " bypass=" + tally.count(Outcome.BYPASS);
    }
}
