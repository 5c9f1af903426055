package io.fragmentcache.testing;

import io.fragmentcache.testing.Visitor.Fact;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a request tells of a visitor, down to the plain values in it, each with its place. */
final class VisitorValues {
    /**
     * One value.
     *
     * @param place where it is, for people: {@code session attribute 'user.name'}
     */
    record Value(String text, String place) {
        /** Whether a page shows it, as a word of its own. */
        boolean isIn(String html) {
            return Pattern.compile("(?<![\\p{L}\\p{N}])" + Pattern.quote(text) + "(?![\\p{L}\\p{N}])")
                    .matcher(html)
                    .find();
        }
    }

    private static final int DEEPEST = 4;
    private static final int LARGEST_COLLECTION = 100;

    private final List<Value> values = new ArrayList<>();

    private VisitorValues() {}

    static List<Value> of(Visitor visitor) {
        VisitorValues found = new VisitorValues();
        for (Fact fact : Fact.values()) {
            visitor.all(fact).forEach((name, value) -> found.add(fact, name, value, 0));
        }
        if (visitor.principal() != null) {
            found.leaf(String.valueOf(visitor.principal().getName()), "the login");
        }
        found.leaf(visitor.locale().toLanguageTag(), "the locale");
        return found.values;
    }

    private void add(Fact fact, String path, @Nullable Object value, int depth) {
        if (value == null || depth > DEEPEST) {
            return;
        }
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, member) -> add(fact, path + "." + key, member, depth + 1));
        } else if (value instanceof List<?> list) {
            list.stream().limit(LARGEST_COLLECTION).forEach(member -> add(fact, path, member, depth + 1));
        } else if (value instanceof Record members) {
            for (RecordComponent component : members.getClass().getRecordComponents()) {
                add(fact, path + "." + component.getName(), read(component.getAccessor(), value), depth + 1);
            }
        } else if (value.getClass().getName().startsWith("java.") || value instanceof Enum) {
            leaf(String.valueOf(value), fact + " '" + path + "'");
        } else {
            getters(fact, path, value, depth);
        }
    }

    private void getters(Fact fact, String path, Object bean, int depth) {
        for (Method method : bean.getClass().getMethods()) {
            boolean isGetter = method.getParameterCount() == 0
                    && method.getName().startsWith("get")
                    && method.getName().length() > 3
                    && method.getDeclaringClass() != Object.class;
            if (isGetter) {
                String name = method.getName().substring(3);
                String property = name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
                add(fact, path + "." + property, read(method, bean), depth + 1);
            }
        }
    }

    private void leaf(String text, String place) {
        if (!text.isBlank()) {
            values.add(new Value(text, place));
        }
    }

    private static @Nullable Object read(Method getter, Object bean) {
        try {
            getter.setAccessible(true);
            return getter.invoke(bean);
        } catch (ReflectiveOperationException | RuntimeException notReadable) {
            // Only the sentence of a test that fails anyway is the poorer for it.
            return null;
        }
    }
}
