package io.fragmentcache.internal.definition;

import java.beans.IntrospectionException;
import java.beans.Introspector;
import java.beans.PropertyDescriptor;
import java.lang.annotation.Annotation;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The getters of plain beans: of each property the one method that OGNL and SpEL both call. None where they may differ, or where
 * one may refuse the read.
 */
final class Getters {
    /** Shorter names, and those whose second letter is a capital one, are spelled in more than one way. */
    private static final Pattern PROPERTY = Pattern.compile("[a-z][a-z0-9_][A-Za-z0-9_]*");

    private static final MethodType READS = MethodType.methodType(Object.class, Object.class);

    /** Types of the JDK that tell nothing of how a bean is read. */
    private static final Set<String> HARMLESS =
            Set.of("java.lang.Object", "java.io.Serializable", "java.lang.Comparable", "java.lang.Cloneable");

    /** Types that the engine refuses to read, or reads in ways of their own. */
    private static final List<String> LIBRARIES = List.of(
            "java.",
            "javax.",
            "jakarta.",
            "jdk.",
            "sun.",
            "com.sun.",
            "org.ietf.jgss.",
            "org.omg.",
            "org.w3c.dom.",
            "org.xml.sax.",
            "org.thymeleaf.",
            "org.springframework.",
            "ognl.",
            "groovy.",
            "kotlin.",
            "scala.");

    /** Of JDK types only, so that a class keeps no class loader of a library alive; complete when it is made. */
    private static final ClassValue<Map<String, MethodHandle>> KNOWN = new ClassValue<>() {
        @Override
        protected Map<String, MethodHandle> computeValue(Class<?> type) {
            try {
                return isPlain(type) ? getters(type) : Map.of();
            } catch (IntrospectionException | RuntimeException | LinkageError unknown) {
                // A class that its members need is absent, for instance.
                return Map.of();
            } finally {
                // It would keep the class, and so its class loader, until memory is short.
                Introspector.flushFromCaches(type);
            }
        }
    };

    private Getters() {}

    /** Returns the getter of a property, of the type {@code (Object)Object}; null where none is known to be the right one. */
    static @Nullable MethodHandle of(Class<?> bean, String property) {
        return KNOWN.get(bean).get(property);
    }

    private static boolean isPlain(Class<?> type) {
        return !type.isArray()
                && !type.isEnum()
                && !type.isRecord()
                && !type.isHidden()
                && supertypes(type, new HashSet<>()).stream().allMatch(Getters::isOfApplication);
    }

    private static Set<Class<?>> supertypes(@Nullable Class<?> type, Set<Class<?>> into) {
        if (type != null && into.add(type)) {
            supertypes(type.getSuperclass(), into);
            for (Class<?> face : type.getInterfaces()) {
                supertypes(face, into);
            }
        }
        return into;
    }

    private static boolean isOfApplication(Class<?> type) {
        String name = type.getName();
        return HARMLESS.contains(name) || LIBRARIES.stream().noneMatch(name::startsWith) && !isOfKotlin(type);
    }

    /** SpEL knows the properties of Kotlin besides their getters. */
    private static boolean isOfKotlin(Class<?> type) {
        for (Annotation annotation : type.getDeclaredAnnotations()) {
            if (annotation.annotationType().getName().equals("kotlin.Metadata")) {
                return true;
            }
        }
        return false;
    }

    private static Map<String, MethodHandle> getters(Class<?> type) throws IntrospectionException {
        Map<String, List<Method>> byProperty = new HashMap<>();
        for (Method method : type.getMethods()) {
            String property = property(method);
            if (property != null) {
                byProperty.computeIfAbsent(property, first -> new ArrayList<>()).add(method);
            }
        }
        for (Field field : type.getFields()) {
            byProperty.remove(field.getName());
        }
        Map<String, MethodHandle> getters = new HashMap<>();
        byProperty.forEach((property, methods) -> {
            Method getter = only(methods);
            MethodHandle handle = getter == null ? null : handle(getter);
            if (handle != null) {
                getters.put(property, handle);
            }
        });
        for (PropertyDescriptor described : Introspector.getBeanInfo(type).getPropertyDescriptors()) {
            Method reads = described.getReadMethod();
            if (reads != null && !described.getName().equals(property(reads))) {
                // OGNL asks a class that describes this one.
                getters.remove(described.getName());
            }
        }
        // No method changes it from here on. An immutable copy would take longer to ask.
        return getters;
    }

    private static @Nullable String property(Method method) {
        String name = method.getName();
        int prefix = name.startsWith("get") ? 3 : name.startsWith("is") ? 2 : name.length();
        if (prefix == name.length() || method.getParameterCount() > 0) {
            return null;
        }
        String property = Character.toLowerCase(name.charAt(prefix)) + name.substring(prefix + 1);
        boolean isPlain = Character.isUpperCase(name.charAt(prefix))
                && PROPERTY.matcher(property).matches()
                && !property.equals("class");
        return isPlain ? property : null;
    }

    /** The one that each caller would call: a method that the compiler added beside it calls it. */
    private static @Nullable Method only(List<Method> methods) {
        Method only = null;
        for (Method method : methods) {
            if (!method.isBridge()) {
                if (only != null) {
                    return null;
                }
                only = method;
            }
        }
        if (only == null) {
            return null;
        }
        String name = only.getName();
        return methods.stream().allMatch(method -> method.getName().equals(name)) && isGetter(only) ? only : null;
    }

    private static boolean isGetter(Method method) {
        Class<?> type = method.getReturnType();
        return !Modifier.isStatic(method.getModifiers())
                && !method.getDeclaringClass().isInterface()
                && (method.getName().startsWith("is") ? type == boolean.class : type != void.class);
    }

    /** Null of a class that is not public, or of a package that its module keeps for itself. */
    private static @Nullable MethodHandle handle(Method getter) {
        try {
            return MethodHandles.publicLookup().unreflect(getter).asType(READS);
        } catch (IllegalAccessException hidden) {
            return null;
        }
    }
}
