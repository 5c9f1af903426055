package io.fragmentcache.key;

import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.function.Supplier;
import org.hibernate.proxy.LazyInitializer;

/** What Hibernate's proxies know of their rows, without a database. */
final class Initializers {
    private Initializers() {}

    static LazyInitializer loaded(Object entity) {
        return answering(Map.of("getImplementation", () -> entity, "isUninitialized", () -> false));
    }

    /** Of a row that is not loaded, when no session is there to load it. */
    static LazyInitializer closed(Class<?> entity, Object id) {
        return answering(Map.of(
                "getImplementation",
                () -> {
                    throw new IllegalStateException("no Session");
                },
                "isUninitialized",
                () -> true,
                "getInternalIdentifier",
                () -> id,
                "getPersistentClass",
                () -> entity));
    }

    private static LazyInitializer answering(Map<String, Supplier<Object>> answers) {
        return (LazyInitializer) Proxy.newProxyInstance(
                LazyInitializer.class.getClassLoader(),
                new Class<?>[] {LazyInitializer.class},
                (proxy, method, arguments) -> answers.getOrDefault(method.getName(), () -> {
                            throw new UnsupportedOperationException(method.toString());
                        })
                        .get());
    }
}
