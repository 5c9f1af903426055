package io.fragmentcache.freshness;

import io.fragmentcache.store.Entry;
import io.fragmentcache.store.Micros;
import io.fragmentcache.store.Times;
import java.time.Duration;
import java.util.Optional;

/**
 * Why a fragment would be shown or not.
 *
 * @param key in readable form
 * @param freshness the verdict and its reason
 * @param entry what is stored; empty where nothing is
 * @param now the time of the call
 */
public record Explanation(String key, Freshness freshness, Optional<Entry> entry, long now) {
    /** Returns the age of the entry; zero if none is stored. */
    public Duration age() {
        return entry.map(found -> Micros.toDuration(Math.max(0, now - found.written())))
                .orElse(Duration.ZERO);
    }

    /** Returns how long the entry is still fresh; negative if that is over. */
    public Duration remaining() {
        return entry.map(found -> Micros.toDuration(found.freshUntil() - now)).orElse(Duration.ZERO);
    }

    /** Of most, an error keeps them longer than they are stale: only {@code cache:until} ends both at one moment. */
    private static String end(Times times) {
        return times.keepUntil() == times.staleUntil()
                ? ", never shown after " + Micros.toInstant(times.keepUntil())
                : "";
    }

    @Override
    public String toString() {
        String verdict = key + ": " + freshness.verdict() + " (" + freshness.reason() + ")";
        return entry.map(found -> verdict + ", " + age().toSeconds() + " s old, fresh for "
                        + remaining().toSeconds() + " s more, made in "
                        + found.cost() / 1_000 + " ms, tags " + found.snapshots() + end(found.times()))
                .orElse(verdict);
    }
}
