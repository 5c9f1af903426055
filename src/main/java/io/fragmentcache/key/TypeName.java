package io.fragmentcache.key;

import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * What a type of models is called: by its simple name in tags and for people, by the name and its origin in keys. Two
 * classes of one simple name share tags, so that a touch outdates what shows either; they never share an entry.
 *
 * @param origin what the simple name leaves out of the class's full name; with a name that the application gave, the full
 *     name of the class that it was given to
 * @param name as tags spell it
 */
record TypeName(String origin, String name) {
    /** No name of a class holds it, so a given name is never spelled like a class. */
    private static final char GIVEN = ';';

    /** Stands in the names of classes that CGLIB, Javassist and others generate. */
    private static final String GENERATED = "$$";

    /**
     * How models of a {@link Versioned} class are called.
     *
     * @param declared the class as it stands in the application's code
     * @param name where it does not override {@code cacheType()}; else with the origin alone
     */
    private record Naming(Class<?> declared, TypeName name, boolean isGiven) {}

    private static final ClassValue<TypeName> OF_CLASS = new ClassValue<>() {
        @Override
        protected TypeName computeValue(Class<?> type) {
            String full = type.getName();
            String simple = type.getSimpleName();
            boolean ends = full.endsWith(simple);
            return new TypeName(ends ? full.substring(0, full.length() - simple.length()) : full, simple);
        }
    };

    private static final ClassValue<Naming> OF_VERSIONED = new ClassValue<>() {
        @Override
        protected Naming computeValue(Class<?> type) {
            return naming(type);
        }
    };

    static TypeName of(Class<?> type) {
        return OF_CLASS.get(type);
    }

    /** A name that the application gives to models of this class. */
    static TypeName given(String name, Class<?> type) {
        return new TypeName(type.getName() + GIVEN, name);
    }

    static TypeName of(Versioned model) {
        Class<?> type = model.getClass();
        Naming naming = OF_VERSIONED.get(type);
        if (!naming.isGiven) {
            return naming.name;
        }
        String said = model.cacheType();
        // A proxy that answers for itself says its own name, which is another one on each node.
        boolean isOwn = Proxy.isProxyClass(type) && said.equals(type.getSimpleName());
        return isOwn ? naming.name : new TypeName(naming.name.origin, said);
    }

    /** Whether a {@link Versioned} type is called as a model of it says. */
    static boolean isGiven(Class<?> type) {
        return OF_VERSIONED.get(type).isGiven;
    }

    /** The class of a {@link Versioned} model as it stands in the application's code: that of a proxy is a generated one. */
    static Class<?> declared(Class<?> type) {
        return OF_VERSIONED.get(type).declared;
    }

    private static Naming naming(Class<?> type) {
        Class<?>[] faces = type.getInterfaces();
        if (Proxy.isProxyClass(type) && faces.length > 0) {
            String all = Arrays.stream(faces).map(Class::getName).collect(Collectors.joining(","));
            return new Naming(faces[0], new TypeName(all + GIVEN, faces[0].getSimpleName()), true);
        }
        Class<?> declared = type;
        while (declared.getName().contains(GENERATED) && isConcrete(declared.getSuperclass())) {
            declared = declared.getSuperclass();
        }
        Class<?> namedBy = namedBy(declared);
        boolean isGiven = namedBy != Versioned.class;
        return new Naming(declared, isGiven ? given("", namedBy) : of(declared), isGiven);
    }

    /** An abstract class may be that of unrelated models. */
    private static boolean isConcrete(Class<?> above) {
        return Versioned.class.isAssignableFrom(above) && !Modifier.isAbstract(above.getModifiers());
    }

    /** The class that declares {@code cacheType()}: the interface itself for types that do not override it. */
    private static Class<?> namedBy(Class<?> type) {
        try {
            return type.getMethod("cacheType").getDeclaringClass();
        } catch (NoSuchMethodException notPublic) {
            return type;
        }
    }
}
