package io.fragmentcache;

import io.fragmentcache.internal.Internal;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What applications may use: public types outside internal packages, and their members that are not {@code @Internal}. */
final class Api {
    private Api() {}

    static boolean isOf(Class<?> type) {
        Class<?> outer = type.getEnclosingClass();
        return Modifier.isPublic(type.getModifiers())
                && !type.isAnonymousClass()
                && !type.getPackageName().contains(".internal")
                && !isMarked(type)
                && (outer == null || isOf(outer));
    }

    /** Its own members that applications, or subclasses of theirs, can name. */
    static Stream<Member> members(Class<?> type) {
        List<Member> all = new ArrayList<>();
        all.addAll(Arrays.asList(type.getDeclaredFields()));
        all.addAll(Arrays.asList(type.getDeclaredConstructors()));
        all.addAll(Arrays.asList(type.getDeclaredMethods()));
        boolean open = !Modifier.isFinal(type.getModifiers());
        return all.stream()
                .filter(member -> !member.isSynthetic() && !isMarked((java.lang.reflect.AnnotatedElement) member))
                .filter(member -> Modifier.isPublic(member.getModifiers())
                        || (open && Modifier.isProtected(member.getModifiers())));
    }

    static boolean namesInternals(Member member) {
        return types(member).anyMatch(type -> {
            String name = type.getTypeName();
            return name.contains(".internal.");
        });
    }

    /** As in a declaration. */
    static String line(Member member) {
        String modifiers = Modifier.toString(member.getModifiers()
                & (Modifier.PUBLIC | Modifier.PROTECTED | Modifier.STATIC | Modifier.ABSTRACT | Modifier.FINAL));
        if (member instanceof Field field) {
            return modifiers + " " + field.getGenericType().getTypeName() + " " + field.getName();
        }
        Executable executable = (Executable) member;
        String arguments = Arrays.stream(executable.getGenericParameterTypes())
                .map(Type::getTypeName)
                .collect(Collectors.joining(", ", "(", ")"));
        return member instanceof Method method
                ? modifiers + " " + method.getGenericReturnType().getTypeName() + " " + method.getName() + arguments
                : modifiers + " "
                        + ((Constructor<?>) member).getDeclaringClass().getSimpleName() + arguments;
    }

    /** One type with its members, sorted, so that a change shows as the lines that it changes. */
    static String describe(Class<?> type) {
        StringBuilder text = new StringBuilder(kind(type)).append(' ').append(type.getTypeName());
        if (type.getGenericSuperclass() != null
                && !List.of(Object.class, Record.class, Enum.class).contains(type.getSuperclass())) {
            text.append(" extends ").append(type.getGenericSuperclass().getTypeName());
        }
        if (type.getInterfaces().length > 0) {
            text.append(" implements ")
                    .append(Arrays.stream(type.getGenericInterfaces())
                            .map(Type::getTypeName)
                            .collect(Collectors.joining(", ")));
        }
        members(type)
                .map(Api::line)
                .sorted(Comparator.naturalOrder())
                .forEach(line -> text.append("\n    ").append(line));
        return text.append('\n').toString();
    }

    private static String kind(Class<?> type) {
        boolean isFinal = Modifier.isFinal(type.getModifiers());
        return type.isAnnotation()
                ? "annotation"
                : type.isInterface()
                        ? "interface"
                        : type.isRecord() ? "record" : type.isEnum() ? "enum" : isFinal ? "final class" : "class";
    }

    private static Stream<Type> types(Member member) {
        if (member instanceof Field field) {
            return Stream.of(field.getGenericType());
        }
        Executable executable = (Executable) member;
        Stream<Type> arguments = Arrays.stream(executable.getGenericParameterTypes());
        return member instanceof Method method
                ? Stream.concat(Stream.of(method.getGenericReturnType()), arguments)
                : arguments;
    }

    private static boolean isMarked(java.lang.reflect.AnnotatedElement element) {
        return element.isAnnotationPresent(Internal.class);
    }
}
