package io.fragmentcache.thymeleaf;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Cache;
import io.fragmentcache.FragmentCache;
import io.fragmentcache.freshness.Lifetime;
import io.fragmentcache.internal.engine.Body;
import io.fragmentcache.internal.engine.Engine;
import io.fragmentcache.internal.engine.Fragment;
import io.fragmentcache.internal.engine.Lookup;
import io.fragmentcache.key.KeyBuilder;
import io.fragmentcache.key.KeyPrefix;
import io.fragmentcache.key.Locator;
import io.fragmentcache.key.Versions;
import io.fragmentcache.store.CaffeineStore;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.thymeleaf.TemplateEngine;
import org.thymeleaf.context.Context;
import org.thymeleaf.templateresolver.StringTemplateResolver;

/**
 * The short form of {@link SoakTest}: a visitor makes up keys of 8 KB, and no collection of the cache keeps more of them
 * than fit into its megabytes. Counted, not measured.
 */
class LargeKeysTest {
    private static final int KEYS = 4_000;
    private static final int LENGTH = 8_000;

    /** No collection beside the store has more than 8 MB for keys that are stored, refused or fail. */
    private static final int MOST = (8 << 20) / LENGTH;

    private static final int TEMPLATES = 1_100;
    private static final int LENGTH_OF_A_TEMPLATE = 16_000;

    /** None has more than 16 MB for what it knows of templates. */
    private static final int MOST_TEMPLATES = (16 << 20) / LENGTH_OF_A_TEMPLATE;

    private static final Logger QUIET = Logger.getLogger("io.fragmentcache");

    private final CaffeineStore store = CaffeineStore.ofMegabytes(4);
    private final FragmentCache cache = FragmentCache.over(store).build();

    @BeforeEach
    void beQuiet() {
        QUIET.setLevel(Level.OFF);
    }

    @AfterEach
    void speakAgain() {
        QUIET.setLevel(null);
        cache.close();
    }

    @Test
    void keysThatAreStoredRefusedOrFailAreKeptByNoCollectionWithoutEnd() {
        String large = "x".repeat(LENGTH);
        Engine engine = cache.engine();
        for (int i = 0; i < KEYS; i++) {
            Lookup missed = engine.lookup(fragment(large + i), Lookup.Place.NOWHERE);
            int kind = i % 3;
            try {
                engine.render(missed, doll -> {
                    if (kind == 0) {
                        doll.refuse("for one only");
                    } else if (kind == 1) {
                        throw new IllegalStateException("down");
                    }
                    return new Body.Text("text");
                });
            } catch (IllegalStateException down) {
                assertThat(down).hasMessage("down");
            }
        }
        Map<String, Integer> sizes = sizes();
        assertThat(sizes)
                .hasSizeGreaterThan(15)
                .allSatisfy((name, size) -> assertThat(size).as(name).isLessThanOrEqualTo(MOST));
        assertThat(sizes.get("CaffeineStore.entries")).isBetween(1, (4 << 20) / LENGTH);
    }

    /** A template that is given as a string is its own name. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "<p cache:fragment='f' cache:key=\"'k'\">%s</p>",
                "<p cache:fragment='f' cache:key=\"'k'\"><i cache:fragment='g' cache:key=\"'k'\">%s</i></p>",
                "<p cache:fragment='f'>%s [[${#locale}]]</p>"
            })
    void templatesGivenAsStringsAreKeptByNoCollectionWithoutEnd(String shape) {
        TemplateEngine engine = new TemplateEngine();
        engine.setTemplateResolver(new StringTemplateResolver());
        CacheDialect dialect = new CacheDialect(cache);
        engine.addDialect(dialect);
        String large = "x".repeat(LENGTH_OF_A_TEMPLATE);
        for (int i = 0; i < TEMPLATES; i++) {
            Context context = new Context(Locale.ENGLISH, Map.of("q", i));
            engine.process(shape.formatted(large + i), context);
        }
        assertThat(counts(LargeKeysTest::largeStrings, dialect))
                .hasSizeGreaterThan(15)
                .allSatisfy((name, strings) -> assertThat(strings).as(name).isLessThanOrEqualTo(MOST_TEMPLATES));
    }

    private static Fragment fragment(String key) {
        KeyBuilder builder = new KeyBuilder(Versions.none(), KeyPrefix.of("", "large")).add(key);
        return new Fragment(
                new Locator("text", "large"),
                builder.key(),
                builder.version(),
                Lifetime.DEFAULT,
                Set.of("param.q"),
                builder::tags);
    }

    /** Of each collection that the cache reaches, by its field. */
    private Map<String, Integer> sizes() {
        return counts(LargeKeysTest::size);
    }

    private Map<String, Integer> counts(ToIntFunction<Object> count, Object... more) {
        Map<String, Integer> sizes = new TreeMap<>();
        Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Object> waiting = new ArrayDeque<>(List.of(more));
        waiting.add(cache);
        waiting.add(store);
        while (!waiting.isEmpty()) {
            Object object = waiting.remove();
            if (seen.add(object)) {
                for (Class<?> type = object.getClass(); type != null; type = type.getSuperclass()) {
                    for (Field field : type.getDeclaredFields()) {
                        Object value = value(field, object);
                        if (size(value) >= 0) {
                            String name = object.getClass().getSimpleName() + "." + field.getName();
                            sizes.merge(name, count.applyAsInt(value), Math::max);
                        } else if (value != null && value.getClass().getName().startsWith("io.fragmentcache.")) {
                            waiting.add(value);
                        }
                    }
                }
            }
        }
        return sizes;
    }

    private static @Nullable Object value(Field field, Object object) {
        if (Modifier.isStatic(field.getModifiers())
                || field.getType().isPrimitive()
                || !field.getDeclaringClass().getName().startsWith("io.fragmentcache.")) {
            return null;
        }
        try {
            field.setAccessible(true);
            return field.get(object);
        } catch (IllegalAccessException e) {
            throw new AssertionError(field.toString(), e);
        }
    }

    /** How many strings as long as a template a collection holds, itself or in its members. */
    private static int largeStrings(Object collection) {
        Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Object> waiting = new ArrayDeque<>(Set.of(collection));
        int strings = 0;
        while (!waiting.isEmpty()) {
            Object object = waiting.remove();
            if (!seen.add(object)) {
                continue;
            }
            if (object instanceof String text) {
                strings += text.length() >= LENGTH_OF_A_TEMPLATE ? 1 : 0;
            } else if (object instanceof Cache<?, ?> cache) {
                waiting.add(cache.asMap());
            } else if (object instanceof Map<?, ?> map) {
                map.forEach((key, value) -> waiting.addAll(List.of(key, value)));
            } else if (object instanceof Collection<?> members) {
                members.stream().filter(Objects::nonNull).forEach(waiting::add);
            } else if (object.getClass().getName().startsWith("io.fragmentcache.")) {
                for (Field field : object.getClass().getDeclaredFields()) {
                    Object value = value(field, object);
                    if (value != null) {
                        waiting.add(value);
                    }
                }
            }
        }
        return strings;
    }

    /** -1 of what is no collection. */
    private static int size(@Nullable Object value) {
        if (value instanceof Cache<?, ?> cache) {
            cache.cleanUp();
            return cache.asMap().size();
        }
        return value instanceof Map<?, ?> map ? map.size() : value instanceof Collection<?> all ? all.size() : -1;
    }
}
