package io.fragmentcache.key;

/**
 * A model that tells which one it is and in which state. Its identity becomes part of the key, its version is kept
 * beside the key, so that an outdated entry can still be found.
 *
 * <pre>{@code
 * record Product(long id, String name, Instant updatedAt) implements Versioned {
 *     public Object cacheId() { return id; }
 *     public Object cacheVersion() { return updatedAt; }
 * }
 * }</pre>
 *
 * <p>Types that cannot implement this are registered with {@code FragmentCache.model(..)}; JPA entities with
 * {@code @Id} and {@code @Version} need neither.
 */
public interface Versioned {
    /** Which one: a plain value (string, number, UUID, enum, date …), unique among all of {@link #cacheType()}. */
    Object cacheId();

    /**
     * Which state: another value after each change. Numbers and instants are ordered, which lets the cache see that an
     * asker is behind (a lagging replica); any other plain value is only compared for equality.
     */
    Object cacheVersion();

    /** The name of the type in keys and tags; its simple class name unless said otherwise. */
    default String cacheType() {
        return getClass().getSimpleName();
    }
}
