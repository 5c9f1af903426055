package io.fragmentcache.spring.boot;

import io.fragmentcache.ehcache.EhcacheStore;
import io.fragmentcache.problem.Problem;
import io.fragmentcache.redis.RedisStore;
import io.fragmentcache.spring.boot.FragmentCacheProperties.StoreProperties;
import io.fragmentcache.store.CaffeineStore;
import io.fragmentcache.store.Store;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Supplier;
import org.springframework.core.env.Environment;

/** The store that the properties describe. */
record PropertyStore(StoreProperties properties, Environment environment) {
    private static final String PREFIX = FragmentCacheProperties.PREFIX + ".store.";

    Store open() {
        return switch (properties.type()) {
            case MEMORY -> memory();
            case DISK -> memory().inFrontOf(disk());
            case REDIS -> memory().inFrontOf(redis());
        };
    }

    private CaffeineStore memory() {
        long bytes = properties.memory().toBytes();
        return UnusableProperty.check(PREFIX + "memory", properties.memory(), () -> {
            if (bytes < 0) {
                throw Problem.sizeBelowZero(properties.memory().toString());
            }
            return CaffeineStore.ofBytes(bytes);
        });
    }

    /** Where its library is absent, the property that asks for it is the one that chooses the kind of store. */
    private Store opened(Supplier<Store> store) {
        try {
            return store.get();
        } catch (Problem e) {
            if (e.getCause() instanceof LinkageError) {
                String type = properties.type().toString().toLowerCase(Locale.ROOT);
                return UnusableProperty.check(PREFIX + "type", type, () -> {
                    throw e;
                });
            }
            throw e;
        }
    }

    private Store disk() {
        Path directory = properties.directory();
        if (directory == null) {
            return UnusableProperty.check(PREFIX + "type", "disk", () -> {
                throw Problem.propertyMissing(PREFIX + "directory", "/var/cache/shop");
            });
        }
        long megabytes = properties.disk().toMegabytes();
        UnusableProperty.check(PREFIX + "disk", properties.disk(), () -> {
            if (megabytes < 1) {
                throw Problem.diskTooSmall(properties.disk().toString());
            }
            return megabytes;
        });
        return UnusableProperty.check(
                PREFIX + "directory", directory, () -> opened(() -> EhcacheStore.at(directory, megabytes)));
    }

    private Store redis() {
        String own = properties.uri();
        return own != null
                ? UnusableProperty.checkSecret(PREFIX + "uri", () -> opened(() -> RedisStore.at(own)))
                : UnusableProperty.checkSecret(
                        "spring.data.redis.url",
                        () -> opened(() -> RedisStore.at(new SpringRedisAddress(environment).uri())));
    }
}
