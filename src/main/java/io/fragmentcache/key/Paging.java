package io.fragmentcache.key;

import io.fragmentcache.problem.Problem;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Pages of Spring Data: what a {@code Slice} or {@code Page} shows, and which one a {@code Pageable} asks for. Spring Data
 * need not be on the class path: its interfaces are found by name.
 */
final class Paging {
    /** What goes into the key, and what beside it. */
    record Parts(List<Object> identity, List<Object> state) {}

    private static final String PACKAGE = "org.springframework.data.domain.";

    private static final ClassValue<Optional<Map<String, Method>>> READERS = new ClassValue<>() {
        @Override
        protected Optional<Map<String, Method>> computeValue(Class<?> type) {
            return readers(type);
        }
    };

    private Paging() {}

    /** Whether values of a class are pages, or tell one. */
    static boolean isKnown(Class<?> type) {
        return READERS.get(type).isPresent();
    }

    /** Returns null if the value is of another kind. */
    static @Nullable Parts of(Object value) {
        Map<String, Method> readers = READERS.get(value.getClass()).orElse(null);
        if (readers == null) {
            return null;
        }
        List<Object> identity = new ArrayList<>(4);
        List<Object> state = new ArrayList<>(2);
        if (readers.containsKey("getContent")) {
            for (String name : List.of("getContent", "getNumber", "getSize")) {
                identity.add(read(value, readers, name));
            }
            identity.add(read(value, readers, "getSort").toString());
            // How many there are is news of the same page.
            for (String name : List.of("hasNext", "getTotalPages", "getTotalElements")) {
                if (readers.containsKey(name)) {
                    state.add(read(value, readers, name));
                }
            }
        } else if (readers.containsKey("isPaged")
                && read(value, readers, "isPaged").equals(true)) {
            identity.add(read(value, readers, "getPageNumber"));
            identity.add(read(value, readers, "getPageSize"));
            identity.add(read(value, readers, "getSort").toString());
        } else {
            // A sort, or a request for all in some order.
            identity.add(value.toString());
        }
        return new Parts(identity, state);
    }

    private static Object read(Object value, Map<String, Method> readers, String name) {
        try {
            Method reader = readers.get(name);
            Object read = reader == null ? null : reader.invoke(value);
            return read == null ? "" : read;
        } catch (ReflectiveOperationException e) {
            throw Problem.memberThrew(name, value.getClass().getName(), e);
        }
    }

    private static Optional<Map<String, Method>> readers(Class<?> type) {
        Map<String, Method> readers = new TreeMap<>();
        boolean known = collect(type, readers);
        return known ? Optional.of(readers) : Optional.empty();
    }

    /** Through the interfaces, which are public where the classes are not. */
    private static boolean collect(@Nullable Class<?> type, Map<String, Method> readers) {
        if (type == null) {
            return false;
        }
        boolean known = false;
        for (String name : List.of("Slice", "Page", "Pageable", "Sort")) {
            if (type.getName().equals(PACKAGE + name)) {
                for (Method method : type.getMethods()) {
                    if (method.getParameterCount() == 0) {
                        readers.putIfAbsent(method.getName(), method);
                    }
                }
                known = true;
            }
        }
        for (Class<?> face : type.getInterfaces()) {
            known |= collect(face, readers);
        }
        boolean above = collect(type.getSuperclass(), readers);
        return known || above;
    }
}
