package io.fragmentcache.spi;

/** The result of a look-up. */
public enum Outcome {
    /** Shown from the store. */
    HIT,
    /** Shown from the store, past its freshness. */
    STALE,
    /** Rendered. */
    MISS,
    /** Rendered as without a cache: {@code cache:if} was false, or the request may not store. */
    BYPASS
}
