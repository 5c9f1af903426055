package io.fragmentcache.store;

/**
 * What a store holds now.
 *
 * @param store what it is, such as {@code CaffeineStore}
 * @param entries how many entries it holds, approximately; {@link #UNKNOWN} if that cannot be told cheaply
 * @param bytes their size in bytes, approximately, or {@link #UNKNOWN}
 * @param limit how many bytes it may take, or {@link #UNKNOWN}
 * @param evictions how many entries it dropped to make room since it was opened, or {@link #UNKNOWN}
 */
public record StoreStats(String store, long entries, long bytes, long limit, long evictions) {
    /** Stands for a number that a store cannot tell. */
    public static final long UNKNOWN = -1;
}
