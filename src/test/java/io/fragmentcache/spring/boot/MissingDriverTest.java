package io.fragmentcache.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** A store whose library was left out names the property that asks for it, and the dependency. */
class MissingDriverTest {
    @ParameterizedTest
    @CsvSource({"redis, io.lettuce., io.lettuce:lettuce-core", "disk, org.ehcache., org.ehcache:ehcache"})
    void theDependencyIsNamed(String type, String hidden, String dependency) throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader without = new Without(hidden)) {
            thread.setContextClassLoader(without);
            Object start = without.loadClass(Start.class.getName())
                    .getDeclaredConstructor(String.class)
                    .newInstance(type);
            String[] told = (String[]) ((Callable<?>) start).call();
            assertThat(told[0]).isEqualTo("fragment-cache.store.type = " + type + " cannot be used.");
            assertThat(told[1]).contains("needs " + dependency + ", absent from the class path. Add: <dependency>");
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** An application that does not start, behind the class loader. */
    public static final class Start implements Callable<String[]> {
        private final String type;

        public Start(String type) {
            this.type = type;
        }

        @Override
        public String[] call() {
            List<String> told = new ArrayList<>();
            new ApplicationContextRunner()
                    .withConfiguration(AutoConfigurations.of(FragmentCacheAutoConfiguration.class))
                    .withPropertyValues(
                            "fragment-cache.store.type=" + type,
                            "fragment-cache.store.directory=" + System.getProperty("java.io.tmpdir"))
                    .run(context -> {
                        FailureAnalysis analysis =
                                Failures.analyze(Objects.requireNonNull(context.getStartupFailure()));
                        told.add(analysis.getDescription());
                        told.add(analysis.getAction());
                    });
            return told.toArray(String[]::new);
        }
    }

    /** The class path of this test, without the classes of one library. */
    private static final class Without extends URLClassLoader {
        private final String hidden;

        Without(String hidden) throws Exception {
            super(classPath(), ClassLoader.getPlatformClassLoader());
            this.hidden = hidden;
        }

        private static URL[] classPath() throws Exception {
            List<URL> urls = new ArrayList<>();
            for (String each : System.getProperty("java.class.path").split(File.pathSeparator)) {
                urls.add(Path.of(each).toUri().toURL());
            }
            return urls.toArray(URL[]::new);
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.startsWith(hidden)) {
                throw new ClassNotFoundException(name);
            }
            return super.loadClass(name, resolve);
        }
    }
}
