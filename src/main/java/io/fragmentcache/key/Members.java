package io.fragmentcache.key;

import io.fragmentcache.problem.Problem;
import java.beans.Introspector;
import java.lang.annotation.Annotation;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the fields and getters of a type that carry an annotation, by the annotation's name, and reads them. */
final class Members {
    private static final Set<String> ENTITY = Set.of("jakarta.persistence.Entity");

    private Members() {}

    /**
     * Readers of the members of this type and its supertypes that carry one of these annotations, one for each name: a
     * getter that a subclass overrides, and a record's field and accessor, count once.
     */
    static List<MethodHandle> of(Class<?> type, Set<String> annotations) {
        // Several fields in the order of their names: the order of their declaration is not promised to be told.
        return found(type, annotations).stream()
                .sorted(Comparator.comparing(Members::property))
                .map(Members::handle)
                .toList();
    }

    /** The members that refer to other models, with the types of those. */
    static List<Association> associations(Class<?> type, Set<String> annotations) {
        return found(type, annotations).stream()
                .map(member -> new Association(property(member), handle(member), target(genericType(member))))
                .toList();
    }

    private static Collection<AccessibleObject> found(Class<?> type, Set<String> annotations) {
        Map<String, AccessibleObject> found = new LinkedHashMap<>();
        for (Class<?> c = type; c != null && c != Object.class; c = c.getSuperclass()) {
            for (Field field : c.getDeclaredFields()) {
                if (carries(field, annotations)) {
                    found.putIfAbsent(field.getName(), field);
                }
            }
            for (Method method : c.getDeclaredMethods()) {
                if (method.getParameterCount() == 0 && carries(method, annotations)) {
                    found.putIfAbsent(method.getName(), method);
                }
            }
        }
        return found.values();
    }

    private static String property(AccessibleObject member) {
        String name = ((Member) member).getName();
        return member instanceof Method && name.startsWith("get") ? Introspector.decapitalize(name.substring(3)) : name;
    }

    private static Type genericType(AccessibleObject member) {
        return member instanceof Field field ? field.getGenericType() : ((Method) member).getGenericReturnType();
    }

    /** Of a collection, an array or an optional, the type of what is in it. */
    private static @Nullable Class<?> target(Type type) {
        if (type instanceof ParameterizedType parameterized) {
            Type[] arguments = parameterized.getActualTypeArguments();
            return target(arguments[arguments.length - 1]);
        }
        if (!(type instanceof Class<?> plain)) {
            return null;
        }
        if (plain.isArray()) {
            return target(plain.getComponentType());
        }
        return Collection.class.isAssignableFrom(plain) || plain == Object.class ? null : plain;
    }

    /** Whether a class says something else than the interface does by itself. */
    static boolean isOverridden(Class<?> type, Class<?> face, String method) {
        try {
            return type.getMethod(method).getDeclaringClass() != face;
        } catch (NoSuchMethodException notPublic) {
            return true;
        }
    }

    /** Whether this class itself is declared to be an entity. */
    static boolean isEntity(Class<?> type) {
        return carries(type, ENTITY);
    }

    static boolean carries(AnnotatedElement element, Set<String> annotations) {
        for (Annotation annotation : element.getAnnotations()) {
            if (annotations.contains(annotation.annotationType().getName())) {
                return true;
            }
        }
        return false;
    }

    static @Nullable Object read(MethodHandle member, Object model) {
        try {
            return member.invoke(model);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw Problem.memberThrew(member.toString(), model.getClass().getName(), e);
        }
    }

    static MethodHandle handle(AccessibleObject member) {
        try {
            member.setAccessible(true);
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            return member instanceof Field field ? lookup.unreflectGetter(field) : lookup.unreflect((Method) member);
        } catch (IllegalAccessException | RuntimeException e) {
            throw Problem.notReadable(member.toString(), e);
        }
    }
}
