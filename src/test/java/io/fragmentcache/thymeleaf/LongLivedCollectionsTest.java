package io.fragmentcache.thymeleaf;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Cache;
import io.fragmentcache.FragmentCache;
import io.fragmentcache.internal.Bound;
import io.fragmentcache.stage.Stage;
import io.fragmentcache.store.CaffeineStore;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.thymeleaf.IEngineConfiguration;
import org.thymeleaf.templatemode.TemplateMode;
import org.thymeleaf.util.ProcessorConfigurationUtils;

/** Every collection that lives longer than a request says what keeps it from growing for ever. */
class LongLivedCollectionsTest {
    private static final String OURS = "io.fragmentcache.";

    /** Trees, parts and scanned elements are values, which are complete when they are made. */
    private static final Set<String> VALUES = Set.of("io.fragmentcache.digest", "io.fragmentcache.internal.scan");

    private final Map<String, String> bounds = new TreeMap<>();
    private final Set<String> unbounded = new TreeSet<>();
    private final IdentityHashMap<Object, Boolean> met = new IdentityHashMap<>();
    private final Deque<Object> waiting = new ArrayDeque<>();

    @Test
    void everyCollectionOfACacheAtWorkHasABoundAndAnOwnerWhoSaysIt() throws IllegalAccessException {
        Stage shop = Stage.over(
                        CaffeineStore.ofMegabytes(1),
                        "10m fresh, 1h stale",
                        builder -> builder.source("t :: sourced", id -> Map.of("n", 1))
                                .vary("currency", request -> "EUR"))
                .template(
                        "t",
                        "<ul cache:fragment='list' cache:key=\"'k'\"><li cache:fragment='row' cache:key=\"'r'\">"
                                + "<i cache:hole='' th:text='#{t}'>x</i></li></ul>"
                                + "<p cache:fragment='sourced' cache:key=\"'s'\" >y</p>");
        shop.render("t");
        shop.wait("11m").render("t");
        shop.runBackground();
        shop.cache().touch("Product", 1);
        walk(shop.cache());
        walk(shop.cacheDialect());
        IEngineConfiguration engine = shop.engine().getConfiguration();
        engine.getDialects().forEach(waiting::add);
        for (TemplateMode mode : TemplateMode.values()) {
            engine.getElementProcessors(mode).forEach(each -> waiting.add(ProcessorConfigurationUtils.unwrap(each)));
            engine.getTextProcessors(mode).forEach(each -> waiting.add(ProcessorConfigurationUtils.unwrap(each)));
            engine.getTemplateBoundariesProcessors(mode)
                    .forEach(each -> waiting.add(ProcessorConfigurationUtils.unwrap(each)));
        }
        walk(List.of());
        assertThat(unbounded).isEmpty();
        System.getLogger("io.fragmentcache.bounds").log(System.Logger.Level.DEBUG, () -> "bounds: " + bounds);
        assertThat(bounds)
                .containsKeys(
                        "CaffeineStore.entries",
                        "Failures.recent",
                        "Backoffs.failed",
                        "RecentlyNotStored.refused",
                        "KnownFragments.definitions",
                        "KnownFragments.keys",
                        "KnownFragments.facts",
                        "SourcedRenders.byTag",
                        "Regenerator.cooling",
                        "MemoryStamps.held",
                        "RenderTimes.last",
                        "Flights.flights",
                        "FragmentLookup.reported",
                        "FragmentCapture.emits",
                        "Definitions.byMark",
                        "Definitions.failed",
                        "Definition.reported",
                        "KeyPrefixes.made",
                        "LearnedFacts.known",
                        "Variants.windows",
                        "ParsedTemplates.doubted",
                        "HoleBodies.bodies")
                .hasSizeGreaterThan(40);
    }

    /** What belongs to no cache lives as long as its class. */
    @Test
    void everyCollectionOfAClassHasABoundToo() throws IOException, ReflectiveOperationException {
        Path classes = Path.of(URI.create(FragmentCache.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toString()))
                .toRealPath();
        List<Path> files;
        try (Stream<Path> all = Files.walk(classes)) {
            files = all.filter(each -> each.toString().endsWith(".class")
                            && !each.toString().contains("-info")
                            && !each.toString().contains("META-INF"))
                    .toList();
        }
        for (Path file : files) {
            String name =
                    classes.relativize(file).toString().replace(".class", "").replace(File.separatorChar, '.');
            Class<?> type = Class.forName(name, false, FragmentCache.class.getClassLoader());
            for (Field field : type.getDeclaredFields()) {
                if (Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive() && !field.isSynthetic()) {
                    field.setAccessible(true);
                    Object value = field.get(null);
                    Bound bound = field.getAnnotation(Bound.class);
                    if (bound != null) {
                        bounds.put(type.getSimpleName() + "." + field.getName(), bound.value());
                    } else if (value != null && grows(value)) {
                        unbounded.add(type.getSimpleName() + "." + field.getName() + " ("
                                + value.getClass().getName() + ")");
                    }
                }
            }
        }
        assertThat(files).hasSizeGreaterThan(400);
        assertThat(unbounded).isEmpty();
        assertThat(bounds).containsKeys("PlainText.BY_CODE", "PlainText.BY_TYPE");
    }

    private void walk(Object root) throws IllegalAccessException {
        waiting.add(root);
        for (Object next = waiting.poll(); next != null; next = waiting.poll()) {
            if (met.put(next, true) == null) {
                visit(next);
            }
        }
    }

    private void visit(Object object) throws IllegalAccessException {
        if (object instanceof Map<?, ?> map) {
            map.forEach((key, value) -> {
                waiting.add(key);
                waiting.add(value);
            });
        } else if (object instanceof Cache<?, ?> cache) {
            cache.asMap().forEach((key, value) -> {
                waiting.add(key);
                waiting.add(value);
            });
        } else if (object instanceof Collection<?> collection) {
            collection.stream().filter(each -> each != null).forEach(waiting::add);
        } else if (object.getClass().isArray()
                && !object.getClass().getComponentType().isPrimitive()) {
            for (int i = 0; i < Array.getLength(object); i++) {
                if (Array.get(object, i) != null) {
                    waiting.add(Array.get(object, i));
                }
            }
        } else if (object.getClass().getName().startsWith(OURS)
                && !object.getClass().getName().contains("$$Lambda")
                && !isOfTests(object.getClass())) {
            for (Class<?> type = object.getClass(); type != Object.class; type = type.getSuperclass()) {
                for (Field field : type.getDeclaredFields()) {
                    if (!Modifier.isStatic(field.getModifiers())
                            && !field.getType().isPrimitive()
                            && type.getName().startsWith(OURS)) {
                        look(field, object);
                    }
                }
            }
        }
    }

    private void look(Field field, Object owner) throws IllegalAccessException {
        field.setAccessible(true);
        Object value = field.get(owner);
        if (value == null) {
            return;
        }
        boolean grows = !VALUES.contains(field.getDeclaringClass().getPackageName()) && grows(value);
        Bound bound = field.getAnnotation(Bound.class);
        String name = field.getDeclaringClass().getSimpleName() + "." + field.getName();
        if (bound != null) {
            bounds.put(name, bound.value());
        } else if (grows) {
            unbounded.add(name + " (" + value.getClass().getName() + ")");
        }
        waiting.add(value);
    }

    private static boolean grows(Object value) {
        return (value instanceof Map
                        || value instanceof Collection
                        || value instanceof Cache
                        || value instanceof ThreadLocal)
                && !isImmutable(value);
    }

    private static boolean isImmutable(Object value) {
        String type = value.getClass().getName();
        return type.startsWith("java.util.ImmutableCollections")
                || type.startsWith("java.util.Collections$Unmodifiable")
                || type.startsWith("java.util.Collections$Empty")
                || type.startsWith("java.util.Collections$Singleton");
    }

    private static boolean isOfTests(Class<?> type) {
        return type.getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .equals(LongLivedCollectionsTest.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation());
    }
}
