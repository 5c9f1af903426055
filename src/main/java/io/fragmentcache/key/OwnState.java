package io.fragmentcache.key;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.List;

/**
 * Tells collections, maps and entries of an application's own type that may show more than their members: a cart that is a
 * list of items and has an owner, for instance.
 */
final class OwnState {
    private static final List<String> LIBRARIES = List.of(
            "java.",
            "javax.",
            "jakarta.",
            "jdk.",
            "sun.",
            "kotlin.",
            "scala.",
            "groovy.",
            "clojure.",
            "io.vavr.",
            "org.thymeleaf.",
            "org.hibernate.",
            "org.eclipse.",
            "org.springframework.",
            "org.apache.",
            "org.codehaus.",
            "com.google.common.",
            "com.fasterxml.jackson.");

    private static final ClassValue<Boolean> MORE = new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
            return hasMore(type);
        }
    };

    private OwnState() {}

    /** Whether its type adds public members to those of the library's type that it extends. */
    static boolean isIn(Object collection) {
        return MORE.get(collection.getClass());
    }

    private static boolean hasMore(Class<?> type) {
        for (Class<?> own = type; own != null && !isOfLibrary(own); own = own.getSuperclass()) {
            for (Method method : own.getDeclaredMethods()) {
                if (Modifier.isPublic(method.getModifiers())
                        && !Modifier.isStatic(method.getModifiers())
                        && !method.isSynthetic()
                        && !isKnown(method, type)) {
                    return true;
                }
            }
        }
        for (Field field : type.getFields()) {
            if (!Modifier.isStatic(field.getModifiers()) && !isOfLibrary(field.getDeclaringClass())) {
                return true;
            }
        }
        return false;
    }

    /** Whether a library's type declares it too, so that what it tells is of the members. */
    private static boolean isKnown(Method method, Class<?> type) {
        if (method.getName().equals("toString")) {
            return false;
        }
        for (Class<?> each = type; each != null; each = each.getSuperclass()) {
            if (isOfLibrary(each) && declares(each, method)) {
                return true;
            }
            for (Class<?> api : each.getInterfaces()) {
                if (isOfLibrary(api) && declares(api, method)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean declares(Class<?> type, Method method) {
        for (Method each : type.getMethods()) {
            if (each.getName().equals(method.getName()) && each.getParameterCount() == method.getParameterCount()) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOfLibrary(Class<?> type) {
        return LIBRARIES.stream().anyMatch(type.getName()::startsWith);
    }
}
