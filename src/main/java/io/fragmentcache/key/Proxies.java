package io.fragmentcache.key;

import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/**
 * Finds the model behind a lazy-loading proxy of Hibernate, whose class is a generated one and whose fields are empty.
 * Hibernate need not be on the class path: its interfaces are found by name.
 */
final class Proxies {
    private static final String PROXY = "org.hibernate.proxy.HibernateProxy";

    private static final ClassValue<Boolean> IS_PROXY = new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
            return proxyInterface(type) != null;
        }
    };

    private Proxies() {}

    static Object unwrap(Object model) {
        return IS_PROXY.get(model.getClass()) ? implementation(model) : model;
    }

    private static @Nullable Class<?> proxyInterface(Class<?> type) {
        for (Class<?> face : type.getInterfaces()) {
            if (face.getName().equals(PROXY)) {
                return face;
            }
        }
        Class<?> parent = type.getSuperclass();
        return parent == null ? null : proxyInterface(parent);
    }

    private static Object implementation(Object proxy) {
        try {
            Class<?> face = proxyInterface(proxy.getClass());
            if (face == null) {
                return proxy;
            }
            Method initializerOf = face.getMethod("getHibernateLazyInitializer");
            Object initializer = initializerOf.invoke(proxy);
            return initializerOf.getReturnType().getMethod("getImplementation").invoke(initializer);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("The lazy proxy " + proxy.getClass().getName() + " gives no entity.", e);
        }
    }
}
