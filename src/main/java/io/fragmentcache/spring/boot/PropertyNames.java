package io.fragmentcache.spring.boot;

import java.lang.reflect.RecordComponent;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** The names of all properties, to find the one that was meant. */
record PropertyNames(List<String> names) {
    static PropertyNames known() {
        return new PropertyNames(of(FragmentCacheProperties.class, FragmentCacheProperties.PREFIX)
                .toList());
    }

    private static Stream<String> of(Class<?> type, String prefix) {
        return Stream.of(type.getRecordComponents()).flatMap(component -> of(component, prefix));
    }

    private static Stream<String> of(RecordComponent component, String prefix) {
        String name = prefix + "." + dashed(component.getName());
        if (component.getType().isRecord()) {
            return of(component.getType(), name);
        }
        return Map.class.isAssignableFrom(component.getType())
                ? of(LifetimeProperties.class, name + ".<name>")
                : Stream.of(name);
    }

    private static String dashed(String camel) {
        return camel.replaceAll("([a-z])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }

    /** The known name that takes the fewest changes of a letter. */
    String nearest(String written) {
        return names.stream()
                .min(Comparator.comparingInt((String name) -> changes(name, written)))
                .orElseThrow();
    }

    private static int changes(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int changed = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[other.length()];
    }
}
