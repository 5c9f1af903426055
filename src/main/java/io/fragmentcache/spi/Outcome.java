package io.fragmentcache.spi;

/** What became of a look-up. */
public enum Outcome {
    /** Shown from the store. */
    HIT,
    /** Shown from the store, past its freshness. */
    STALE,
    /** Rendered. */
    MISS,
    /** Rendered as if there were no cache: a condition said so, or the request may not store. */
    BYPASS
}
