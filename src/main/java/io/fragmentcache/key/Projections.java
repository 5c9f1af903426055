package io.fragmentcache.key;

import java.lang.invoke.MethodHandle;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a query that are not entities: a record with the components {@code id} and {@code version}, or an interface with
 * {@code getId()} and {@code getVersion()}, which Spring Data implements by a proxy. They tell a row by these two.
 */
final class Projections {
    /** One type of rows. */
    record Projection(TypeName type, MethodHandle id, MethodHandle version) {}

    private static final ClassValue<Optional<Projection>> KNOWN = new ClassValue<>() {
        @Override
        protected Optional<Projection> computeValue(Class<?> type) {
            return inspect(type);
        }
    };

    private Projections() {}

    static Optional<Projection> of(Class<?> type) {
        return KNOWN.get(type);
    }

    /** The type that a reader of code knows: of a proxy of the JDK, its first interface. */
    static Class<?> named(Class<?> type) {
        return Proxy.isProxyClass(type) && type.getInterfaces().length > 0 ? type.getInterfaces()[0] : type;
    }

    private static Optional<Projection> inspect(Class<?> type) {
        Class<?> face = named(type);
        if (face == type && !type.isRecord()) {
            return Optional.empty();
        }
        Method id = method(face, type.isRecord() ? "id" : "getId");
        Method version = method(face, type.isRecord() ? "version" : "getVersion");
        return id == null || version == null
                ? Optional.empty()
                : Optional.of(new Projection(TypeName.of(face), handle(id), handle(version)));
    }

    private static MethodHandle handle(AccessibleObject method) {
        return Members.handle(method);
    }

    private static @Nullable Method method(Class<?> type, String name) {
        try {
            return type.getMethod(name);
        } catch (NoSuchMethodException none) {
            return null;
        }
    }
}
