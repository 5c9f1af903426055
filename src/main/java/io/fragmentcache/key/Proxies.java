package io.fragmentcache.key;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the model behind a lazy-loading proxy of Hibernate, whose class is a generated one and whose fields are empty.
 * Hibernate need not be on the class path: its interfaces are found by name.
 */
final class Proxies {
    private static final String COLLECTION = "org.hibernate.collection.spi.PersistentCollection";
    private static final String PROXY = "org.hibernate.proxy.HibernateProxy";

    private static final ClassValue<Boolean> IS_PROXY = new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
            return proxyInterface(type) != null;
        }
    };

    private Proxies() {}

    /** What a proxy that is not loaded knows of its model. */
    record Reference(Class<?> type, Object id) {}

    /** Whether objects of a class stand for others. */
    static boolean are(Class<?> type) {
        return IS_PROXY.get(type);
    }

    /** The model behind a proxy, which is loaded first where that is needed. */
    static Object unwrap(Object model) {
        return IS_PROXY.get(model.getClass()) ? implementation(model) : model;
    }

    /** Empty where the object is not a proxy, is loaded, or does not tell. */
    static Optional<Reference> unloaded(Object model) {
        if (!IS_PROXY.get(model.getClass())) {
            return Optional.empty();
        }
        try {
            Method initializerOf = initializerOf(model);
            Object initializer = initializerOf.invoke(model);
            Class<?> type = initializerOf.getReturnType();
            if (!Boolean.TRUE.equals(type.getMethod("isUninitialized").invoke(initializer))) {
                return Optional.empty();
            }
            // The other getter of the identifier loads the entity where a setting says so.
            Object id = type.getMethod("getInternalIdentifier").invoke(initializer);
            Object entity = type.getMethod("getPersistentClass").invoke(initializer);
            return id == null ? Optional.empty() : Optional.of(new Reference((Class<?>) entity, id));
        } catch (ReflectiveOperationException older) {
            return Optional.empty();
        }
    }

    /** False of one of Hibernate's collections that is not loaded, which would be loaded by being read. */
    static boolean isLoaded(Object collection) {
        Class<?> face = collectionInterface(collection.getClass());
        if (face == null) {
            return true;
        }
        try {
            return !Boolean.FALSE.equals(face.getMethod("wasInitialized").invoke(collection));
        } catch (ReflectiveOperationException older) {
            return true;
        }
    }

    private static @Nullable Class<?> collectionInterface(Class<?> type) {
        for (Class<?> each = type; each != null; each = each.getSuperclass()) {
            for (Class<?> face : each.getInterfaces()) {
                if (face.getName().equals(COLLECTION)) {
                    return face;
                }
            }
        }
        return null;
    }

    private static Method initializerOf(Object proxy) throws NoSuchMethodException {
        Class<?> face = proxyInterface(proxy.getClass());
        if (face == null) {
            throw new NoSuchMethodException(proxy.getClass().getName());
        }
        return face.getMethod("getHibernateLazyInitializer");
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
            Method initializerOf = initializerOf(proxy);
            Object initializer = initializerOf.invoke(proxy);
            return initializerOf.getReturnType().getMethod("getImplementation").invoke(initializer);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException thrown) {
                throw thrown;
            }
            throw notLoaded(proxy, e);
        } catch (ReflectiveOperationException e) {
            throw notLoaded(proxy, e);
        }
    }

    private static IllegalStateException notLoaded(Object proxy, Exception cause) {
        return new IllegalStateException("The lazy proxy " + proxy.getClass().getName() + " gives no entity.", cause);
    }
}
