package io.fragmentcache.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.FragmentCacheBuilder;
import io.fragmentcache.freshness.Lifetime;
import io.fragmentcache.servlet.FragmentCacheFilterBuilder;
import io.fragmentcache.spring.boot.FragmentCacheProperties;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** The tables of docs/configuration.md name what can be configured, all of it and nothing else. */
class ConfigurationDocsTest {
    private static final String PAGE = Pages.doc("configuration.md");

    @Test
    void theTableOfTheBuilderHasEachOfItsMethods() {
        assertThat(names("The builder")).isEqualTo(setters(FragmentCacheBuilder.class));
    }

    @Test
    void theTableOfTheFilterHasEachOfItsMethods() {
        assertThat(names("The filter")).isEqualTo(setters(FragmentCacheFilterBuilder.class));
    }

    @Test
    void theTableOfLifetimesHasEachOfTheirMethods() {
        Set<String> methods = setters(Lifetime.class);
        methods.remove("saying");
        assertThat(names("Lifetimes")).isEqualTo(methods);
    }

    @Test
    void theTableOfPropertiesHasEachOfThemWithItsDefault() {
        Map<String, String> properties = new TreeMap<>();
        gather("fragment-cache", FragmentCacheProperties.class, properties);
        Map<String, String> rows = new TreeMap<>();
        Pages.rows(PAGE, "Properties of Spring Boot").forEach(row -> rows.put(row.group(1), row.group()));
        assertThat(rows.keySet()).isEqualTo(properties.keySet());
        properties.forEach((property, usual) -> assertThat(rows.get(property)).contains(usual));
    }

    private static Set<String> names(String heading) {
        return Pages.rows(PAGE, heading).stream()
                .map(row -> row.group(1).replaceAll("\\(.*", ""))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Public methods that give the same type back. */
    private static Set<String> setters(Class<?> type) {
        return Arrays.stream(type.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()) && !Modifier.isStatic(method.getModifiers()))
                .filter(method -> method.getReturnType() == type)
                .map(Method::getName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static void gather(String prefix, Class<?> type, Map<String, String> properties) {
        Constructor<?> constructor = type.getDeclaredConstructors()[0];
        RecordComponent[] components = type.getRecordComponents();
        for (int i = 0; i < components.length; i++) {
            Class<?> kind = components[i].getType();
            String name = prefix + "." + kebab(components[i].getName());
            if (kind.isRecord()) {
                gather(name, kind, properties);
            } else if (Map.class.isAssignableFrom(kind)) {
                properties.put(name + ".<name>.*", "");
            } else {
                properties.put(name, usual(constructor.getParameters()[i]));
            }
        }
    }

    private static String usual(Parameter parameter) {
        DefaultValue value = parameter.getAnnotation(DefaultValue.class);
        return value == null ? "" : "`" + value.value()[0] + "`";
    }

    private static String kebab(String name) {
        return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }
}
