package io.fragmentcache.servlet;

import io.fragmentcache.Outcome;
import io.fragmentcache.RequestScope;
import java.util.Optional;

/**
 * The {@code Cache-Status} of a page (RFC 9211): {@code fragments; hit; detail="hit=50 stale=0 miss=0 bypass=0"}. A page is
 * a hit if all its fragments are; otherwise it tells the worst that happened. It never holds a key.
 */
final class CacheStatus {
    static final String HEADER = "Cache-Status";

    private CacheStatus() {}

    /** Empty where the page asked for no fragment. */
    static Optional<String> of(RequestScope scope) {
        int hit = scope.count(Outcome.HIT);
        int stale = scope.count(Outcome.STALE);
        int miss = scope.count(Outcome.MISS);
        int bypass = scope.count(Outcome.BYPASS);
        if (hit + stale + miss + bypass == 0) {
            return Optional.empty();
        }
        String verdict = miss > 0 ? "fwd=miss" : stale > 0 ? "fwd=stale" : hit > 0 ? "hit" : "fwd=bypass";
        return Optional.of("fragments; " + verdict + "; detail=\"hit=" + hit + " stale=" + stale + " miss=" + miss
                + " bypass=" + bypass + "\"");
    }
}
