package io.fragmentcache.ehcache;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.Objects;
import org.ehcache.Cache;
import org.ehcache.CacheManager;
import org.ehcache.PersistentCacheManager;
import org.ehcache.config.ResourcePools;
import org.ehcache.config.builders.CacheConfigurationBuilder;
import org.ehcache.config.builders.CacheManagerBuilder;
import org.ehcache.config.builders.ResourcePoolsBuilder;
import org.ehcache.config.units.MemoryUnit;
import org.ehcache.impl.config.store.disk.OffHeapDiskStoreConfiguration;
import org.ehcache.spi.resilience.ResilienceStrategy;
import org.jspecify.annotations.Nullable;

/** The caches of an {@link EhcacheStore}: one of entries, and on a disk one of stamps, which live and die together. */
record EhcacheCaches(
        CacheManager manager,
        Cache<String, byte[]> entries,
        @Nullable Cache<String, byte[]> stamps) {
    private static final String ENTRIES = "entries";
    private static final String STAMPS = "stamps";
    private static final String ALL = "all";
    private static final int MEGABYTES_OF_STAMPS = 64;
    /** Few, since a text must fit into one of them. */
    private static final int SEGMENTS = 2;

    static EhcacheCaches offHeap(long megabytes) {
        ResourcePools pools = ResourcePoolsBuilder.newResourcePoolsBuilder()
                .offheap(megabytes, MemoryUnit.MB)
                .build();
        CacheManager manager = CacheManagerBuilder.newCacheManagerBuilder()
                .withCache(ENTRIES, in(pools))
                .build(true);
        return new EhcacheCaches(manager, cache(manager, ENTRIES), null);
    }

    static EhcacheCaches disk(Path files, long megabytes) {
        PersistentCacheManager manager = CacheManagerBuilder.newCacheManagerBuilder()
                .with(CacheManagerBuilder.persistence(files.toFile()))
                .withCache(ENTRIES, onDisk(megabytes))
                .withCache(STAMPS, onDisk(MEGABYTES_OF_STAMPS))
                .build(true);
        return new EhcacheCaches(manager, cache(manager, ENTRIES), cache(manager, STAMPS));
    }

    private static CacheConfigurationBuilder<String, byte[]> onDisk(long megabytes) {
        return in(ResourcePoolsBuilder.newResourcePoolsBuilder()
                        .disk(megabytes, MemoryUnit.MB, true)
                        .build())
                .withService(new OffHeapDiskStoreConfiguration(SEGMENTS));
    }

    private static CacheConfigurationBuilder<String, byte[]> in(ResourcePools pools) {
        return CacheConfigurationBuilder.newCacheConfigurationBuilder(String.class, byte[].class, pools)
                .withResilienceStrategy(rethrowing());
    }

    /** Ehcache's own way is to log each failure and go on: the gate does that once, and recovers. */
    @SuppressWarnings("unchecked")
    static ResilienceStrategy<String, byte[]> rethrowing() {
        Class<?> face = ResilienceStrategy.class;
        InvocationHandler rethrow = (proxy, method, arguments) -> switch (method.getName()) {
            case "hashCode" -> System.identityHashCode(proxy);
            case "equals" -> proxy == arguments[0];
            case "toString" -> "rethrow";
            // Each other method hands over the failure as its last argument.
            default -> throw new IllegalStateException("Ehcache failed", (Throwable) arguments[arguments.length - 1]);
        };
        return (ResilienceStrategy<String, byte[]>)
                Proxy.newProxyInstance(face.getClassLoader(), new Class<?>[] {face}, rethrow);
    }

    private static Cache<String, byte[]> cache(CacheManager manager, String name) {
        return Objects.requireNonNull(manager.getCache(name, String.class, byte[].class));
    }

    /** What {@link #keepStamps} kept before the last close; nothing where nothing was kept, or it was lost. */
    byte[] keptStamps() {
        byte[] kept = stamps == null ? null : stamps.get(ALL);
        return kept == null ? new byte[0] : kept;
    }

    void keepStamps(byte[] bytes) {
        if (stamps != null) {
            stamps.put(ALL, bytes);
        }
    }

    void close() {
        manager.close();
    }
}
