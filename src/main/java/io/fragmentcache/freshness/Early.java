package io.fragmentcache.freshness;

import io.fragmentcache.problem.Problem;
import io.fragmentcache.store.Entry;

/**
 * Sets when a fresh entry is regenerated before its end, so that entries with many requests are never stale. Meanwhile they
 * are hits. Off by default; set it with {@code Lifetime.of("10m").early(Early.byCost())}. Immutable.
 */
public final class Early {
    private interface Rule {
        boolean isDue(Entry entry, long now, Randomness chance);
    }

    /** No draw is longer: the logarithm of the smallest number above zero that chance gives. */
    private static final int LONGEST_DRAW = 37;

    private static final double LARGEST_BETA = 100;

    private static final Early NEVER = new Early("never", (entry, now, chance) -> false);

    private final String words;
    private final Rule rule;

    private Early(String words, Rule rule) {
        this.words = words;
        this.rule = rule;
    }

    /** Regenerates only when the entry is stale. */
    public static Early never() {
        return NEVER;
    }

    /**
     * Regenerates once this share of the freshness, jitter included, is over.
     *
     * @param share above 0 and below 1, for instance 0.9
     */
    public static Early after(double share) {
        if (!(share > 0 && share < 1)) {
            throw Problem.earlyOutOfRange(share);
        }
        return new Early("after " + share, (entry, now, chance) -> {
            long freshness = entry.freshUntil() - entry.written();
            return now - entry.written() >= share * freshness;
        });
    }

    /** Regenerates as {@link #byCost(double)} with 1, the best value if nothing is known of the requests. */
    public static Early byCost() {
        return byCost(1);
    }

    /**
     * Regenerates at random, the more likely the nearer the end is and the longer the render took: each request draws.
     * So it is early for what is read often, and nothing is spent on what is not. One render's time before its end, 37
     * % of readers draw it. This is <i>XFetch</i> (Vattani, Chierichetti, Lowenstein: Optimal Probabilistic Cache
     * Stampede Prevention, 2015).
     *
     * @param beta above 1 favours earlier ones, below 1 later ones; up to 100
     */
    public static Early byCost(double beta) {
        if (!(beta > 0 && beta <= LARGEST_BETA)) {
            throw Problem.betaOutOfRange(beta);
        }
        return new Early("by cost " + beta, (entry, now, chance) -> {
            double unit = beta * entry.cost();
            long left = entry.freshUntil() - now;
            // Nearly every hit ends at the first comparison, and draws nothing.
            return left < LONGEST_DRAW * unit && -Math.log(1 - chance.draw()) * unit >= left;
        });
    }

    /** Returns whether the request for this fresh entry should have it regenerated. */
    public boolean isDue(Entry entry, long now, Randomness chance) {
        return rule.isDue(entry, now, chance);
    }

    @Override
    public String toString() {
        return words;
    }
}
