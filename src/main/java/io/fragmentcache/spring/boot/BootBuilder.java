package io.fragmentcache.spring.boot;

import io.fragmentcache.FragmentCache;
import io.fragmentcache.FragmentCacheBuilder;
import io.fragmentcache.digest.DigestLock;
import io.fragmentcache.freshness.Lifetime;
import io.fragmentcache.problem.Problem;
import io.fragmentcache.store.Store;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;
import org.springframework.core.io.Resource;

/** Hands the properties to the builder of the cache. Each that it refuses is named. */
record BootBuilder(FragmentCacheProperties properties, Environment environment) {
    private static final String PREFIX = FragmentCacheProperties.PREFIX + ".";

    FragmentCacheBuilder over(Store store) {
        FragmentCacheBuilder builder =
                FragmentCache.over(store).strict(isStrict()).namespace(namespace());
        if (!properties.lifetime().isEmpty()) {
            builder.lifetime(properties.lifetime().over(Lifetime.DEFAULT, PREFIX + "lifetime"));
        }
        properties.profiles().forEach((name, profile) -> {
            // A profile is a lifetime of its own: what it leaves out is the library's default.
            builder.profile(name, profile.over(Lifetime.DEFAULT, PREFIX + "profiles." + name));
        });
        set("workers", properties.workers(), workers -> builder.workers(workers));
        set("join-timeout", properties.joinTimeout(), builder::joinTimeout);
        set("soft-timeout", properties.softTimeout(), builder::softTimeout);
        set("render-timeout", properties.renderTimeout(), builder::renderTimeout);
        set("replica-lag", properties.replicaLag(), builder::replicaLag);
        String secret = properties.secret();
        if (secret != null) {
            UnusableProperty.checkSecret(
                    PREFIX + "secret", () -> builder.secret(secret.getBytes(StandardCharsets.UTF_8)));
        }
        set("digests.lock", properties.digests().lock(), lock -> builder.previousDigests(read(lock)));
        return builder;
    }

    /** With DevTools templates are not cached: then a mistake is an error at once. */
    boolean isStrict() {
        Boolean strict = properties.strict();
        return strict != null ? strict : !environment.getProperty("spring.thymeleaf.cache", Boolean.class, true);
    }

    private String namespace() {
        String namespace = properties.namespace();
        return namespace != null ? namespace : environment.getProperty("spring.application.name", "");
    }

    private static DigestLock read(Resource lock) {
        try {
            return DigestLock.parse(lock.getDescription(), lock.getContentAsString(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw Problem.lockNotReadable(lock.getDescription(), e);
        }
    }

    private static <T> void set(String name, @Nullable T value, Function<T, FragmentCacheBuilder> setter) {
        if (value != null) {
            Supplier<FragmentCacheBuilder> made = () -> setter.apply(value);
            UnusableProperty.check(PREFIX + name, value, made);
        }
    }
}
