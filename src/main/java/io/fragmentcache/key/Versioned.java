package io.fragmentcache.key;

/**
 * A model that gives its identity and its version. The identity becomes part of the key. The version is stored beside the
 * key, so that an outdated entry can still be found.
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
    /**
     * Returns the identity: a plain value (string, number, UUID, enum, date …), unique among all of {@link
     * #cacheType()}.
     */
    Object cacheId();

    /**
     * Returns the state: another value after each change. It is compared for equality, so it may fall: a size, a hash,
     * a date that is set back.
     */
    Object cacheVersion();

    /**
     * Returns whether each state has a greater number or a later instant than every state before it, as a counter in
     * the database does. The cache then sees that a caller is behind (a lagging replica, a longer transaction), and
     * shows it the newer entry. Defaults to false.
     */
    default boolean cacheVersionRises() {
        return false;
    }

    /**
     * Returns the name of the type in tags. Defaults to the simple name of the class. Keys hold the full name of the class
     * beside it, or of the class that overrides this method.
     */
    default String cacheType() {
        return getClass().getSimpleName();
    }
}
