package io.fragmentcache.thymeleaf;

import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.FragmentCache;
import io.fragmentcache.key.Versioned;
import java.io.File;
import java.lang.ref.WeakReference;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.thymeleaf.TemplateEngine;
import org.thymeleaf.context.Context;
import org.thymeleaf.templateresolver.StringTemplateResolver;

/** An application that ends takes its classes along, as with DevTools at each restart, and in a container at each redeploy. */
class RestartTest {
    private static final int MOST_COLLECTIONS = 50;

    /** An application: it starts, shows pages, and ends. Loaded by a class loader of its own. */
    public static final class Application implements Runnable {
        public record Product(int id, String name, int version) {}

        public record Told(int id) implements Versioned {
            @Override
            public Object cacheId() {
                return id;
            }

            @Override
            public Object cacheVersion() {
                return 1;
            }
        }

        public record Registered(int id) {}

        @Override
        public void run() {
            try (FragmentCache cache = FragmentCache.inMemory()
                    .model(Registered.class, Registered::id, any -> 1)
                    .touches(Product.class, product -> new Told(product.id()))
                    .build()) {
                TemplateEngine engine = new TemplateEngine();
                engine.setTemplateResolver(new StringTemplateResolver());
                engine.addDialect(new CacheDialect(cache));
                Product tea = new Product(1, "Tea", 1);
                Map<String, Object> model = new TreeMap<>();
                model.put("p", tea);
                model.put("told", new Told(2));
                model.put("registered", new Registered(3));
                model.put("all", List.of(tea, new Told(4)));
                // No property of the application's classes: OGNL keeps these, with a cache and without.
                model.put("text", "plain");
                for (int visit = 0; visit < 2; visit++) {
                    engine.process(
                            "<b cache:fragment=\"a\" cache:key=\"${p}, ${told}, ${registered}, ${all}\""
                                    + " cache:fresh=\"0s\" cache:stale=\"1h\" th:text=\"${text}\">x</b>"
                                    + "<i cache:fragment=\"b\" cache:key=\"1\" th:text=\"${text}\">x</i>"
                                    + "<u cache:each=\"m : ${all}\" cache:fragment=\"c\" cache:key=\"${m}\">x</u>",
                            new Context(Locale.ENGLISH, model));
                    cache.touch(tea);
                    cache.touch(model.get("registered"));
                }
            }
        }
    }

    /** A record whose methods are linked by being called. */
    public record Linked(@Nullable Linked inner) implements Runnable {
        public Linked() {
            this(null);
        }

        @Override
        public void run() {
            Linked same = new Linked();
            assertThat(same.equals(this)).isTrue();
            assertThat(same.hashCode()).isEqualTo(hashCode());
            assertThat(same.toString()).isEqualTo(toString());
        }
    }

    /** Loads some classes itself, and leaves the rest to its parent. */
    private static final class Restarted extends URLClassLoader {
        private final String own;

        Restarted(String own, ClassLoader parent) {
            super(classPath(), parent);
            this.own = own;
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                if (loaded == null && name.startsWith(own)) {
                    loaded = findClass(name);
                }
                return loaded == null ? super.loadClass(name, resolve) : loaded;
            }
        }

        private static URL[] classPath() {
            return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                    .map(entry -> url(Path.of(entry)))
                    .toArray(URL[]::new);
        }

        private static URL url(Path entry) {
            try {
                return entry.toUri().toURL();
            } catch (MalformedURLException impossible) {
                throw new AssertionError("the path of a file", impossible);
            }
        }
    }

    /** On the caller's thread, which goes on, as the threads of a container do. */
    private static WeakReference<ClassLoader> runs(String own, ClassLoader parent) throws Exception {
        WeakReference<ClassLoader> ended;
        try (Restarted loader = new Restarted(own, parent)) {
            ended = new WeakReference<>(loader);
            Runnable application = start(Application.class, loader);
            Thread thread = Thread.currentThread();
            ClassLoader before = thread.getContextClassLoader();
            thread.setContextClassLoader(loader);
            try {
                application.run();
            } finally {
                thread.setContextClassLoader(before);
            }
        }
        // The JDK keeps the type of the record that it linked last. Let it be another one.
        start(Linked.class, new Restarted(RestartTest.class.getName(), parent)).run();
        return ended;
    }

    private static Runnable start(Class<?> type, ClassLoader loader) throws Exception {
        Object started =
                loader.loadClass(type.getName()).getDeclaredConstructor().newInstance();
        assertThat(started.getClass()).isNotEqualTo(type);
        return (Runnable) started;
    }

    private static boolean isCollected(WeakReference<ClassLoader> ended) {
        for (int i = 0; i < MOST_COLLECTIONS && ended.get() != null; i++) {
            System.gc();
        }
        return ended.get() == null;
    }

    @Test
    void aRestartOfTheApplicationWithTheLibraryOutsideOfItLeavesNothingBehind() throws Exception {
        assertThat(isCollected(runs(RestartTest.class.getName(), RestartTest.class.getClassLoader())))
                .as("classes of the application are collected")
                .isTrue();
    }

    @Test
    void aRedeploymentWithAllLibrariesInsideOfItLeavesNothingBehind() throws Exception {
        assertThat(isCollected(runs(RestartTest.class.getName(), ClassLoader.getPlatformClassLoader())))
                .as("all classes are collected")
                .isTrue();
    }
}
