package io.fragmentcache.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.contract.SampleEntries;
import io.fragmentcache.ehcache.EhcacheStore;
import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a store says when its library was left out, and that the rest of the library does not need it. */
class LibraryAbsentTest {
    @TempDir
    Path directory;

    @Test
    void withoutEhcacheItsStoreNamesTheDependency() throws Exception {
        Throwable thrown = thrownBy("org.ehcache.", "io.fragmentcache.ehcache.EhcacheStore", Path.class, directory);
        assertThat(thrown)
                .hasMessage("EhcacheStore needs org.ehcache:ehcache, absent from the class path. Add:"
                        + " <dependency><groupId>org.ehcache</groupId><artifactId>ehcache</artifactId>"
                        + "<classifier>jakarta</classifier></dependency>, as docs/stores.md shows it.");
        try (EhcacheStore withIt = EhcacheStore.at(directory, 10)) {
            assertThat(withIt.read(SampleEntries.key("a"))).isNull();
        }
    }

    @Test
    void withoutLettuceTheRedisStoreNamesTheDependency() throws Exception {
        Throwable thrown =
                thrownBy("io.lettuce.", "io.fragmentcache.redis.RedisStore", String.class, "redis://localhost");
        assertThat(thrown)
                .hasMessage("RedisStore needs io.lettuce:lettuce-core, absent from the class path. Add:"
                        + " <dependency><groupId>io.lettuce</groupId><artifactId>lettuce-core</artifactId>"
                        + "</dependency>, as docs/stores.md shows it.");
    }

    private static Throwable thrownBy(String hidden, String store, Class<?> type, Object where) throws Exception {
        try (URLClassLoader without = new Without(hidden)) {
            Class<?> found = without.loadClass(store);
            try {
                found.getMethod("at", type).invoke(null, where);
            } catch (InvocationTargetException e) {
                return e.getTargetException();
            }
            throw new AssertionError(store + " opened without " + hidden);
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
