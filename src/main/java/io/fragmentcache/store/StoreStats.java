package io.fragmentcache.store;

/**
 * What a store holds now.
 *
 * @param store the kind of store, such as {@code CaffeineStore}
 * @param entries how many entries it holds, approximately; {@link #UNKNOWN} if counting would be expensive
 * @param bytes their size in bytes, approximately, or {@link #UNKNOWN}
 * @param limit how many bytes it may take, or {@link #UNKNOWN}
 * @param evictions how many entries it dropped to make room since it was opened, or {@link #UNKNOWN}
 */
public record StoreStats(String store, long entries, long bytes, long limit, long evictions) {
    /** Stands for a number that a store does not know. */
    public static final long UNKNOWN = -1;
}
