package io.fragmentcache.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.FragmentCache;
import io.fragmentcache.metrics.FragmentCacheMeters;
import io.fragmentcache.metrics.FragmentObservations;
import io.fragmentcache.spi.ContextPropagator;
import io.fragmentcache.thymeleaf.CacheDialect;
import io.micrometer.observation.ObservationRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;

/** An application starts whatever else is, or is not, on its class path. */
class ClassPathsTest {
    private final WebApplicationContextRunner runner =
            new WebApplicationContextRunner().withConfiguration(AutoConfigurations.of(all()));

    @Test
    void withEverythingEachPartIsThere() {
        runner.run(context -> assertThat(context)
                .hasNotFailed()
                .hasSingleBean(FragmentCache.class)
                .hasSingleBean(FragmentCacheMeters.class)
                .hasSingleBean(ContextPropagator.class));
        runner.withBean(ObservationRegistry.class, ObservationRegistry::create)
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(FragmentObservations.class));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jakarta.persistence",
                "org.hibernate",
                "org.springframework.orm",
                "org.springframework.transaction",
                "org.springframework.security",
                "io.micrometer.core",
                "io.micrometer.context",
                "io.micrometer.observation",
                "org.springframework.boot.actuate",
                "org.springframework.boot.health",
                "io.lettuce",
                "org.ehcache"
            })
    void withoutOneOfThemTheOthersWork(String absent) {
        runner.withClassLoader(new FilteredClassLoader(absent))
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .hasSingleBean(FragmentCache.class)
                        .hasSingleBean(CacheDialect.class));
    }

    @Test
    void withoutTheWebTemplatesOfMailsAreCached() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(all()))
                .withClassLoader(new FilteredClassLoader("jakarta.servlet", "org.springframework.web"))
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .hasSingleBean(FragmentCache.class)
                        .doesNotHaveBean(FragmentCacheServletAutoConfiguration.class));
    }

    /** In each text file that Boot 3.5 and Boot 4 read, every class is there. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "org.springframework.boot.autoconfigure.AutoConfiguration",
                "org.springframework.boot.test.autoconfigure.web.servlet.AutoConfigureWebMvc",
                "org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureWebMvc",
                "org.springframework.boot.test.autoconfigure.web.reactive.AutoConfigureWebFlux",
                "org.springframework.boot.webflux.test.autoconfigure.AutoConfigureWebFlux"
            })
    void theFilesForBootNameClassesThatExist(String name) throws Exception {
        for (String line : read("META-INF/spring/" + name + ".imports").lines().toList()) {
            if (!line.isBlank()) {
                assertThat(Class.forName(line)).hasAnnotation(AutoConfiguration.class);
            }
        }
    }

    @Test
    void allPropertiesAreDescribedForEditors() throws IOException {
        String metadata = read("META-INF/spring-configuration-metadata.json");
        for (String property : PropertyNames.known().names()) {
            if (!property.contains("<name>")) {
                assertThat(metadata).contains("\"name\": \"" + property + "\"");
            }
        }
    }

    @Test
    void anImageKeepsWhatIsFoundByName() {
        RuntimeHints hints = new RuntimeHints();
        new FragmentCacheHints().registerHints(hints, null);
        assertThat(RuntimeHintsPredicates.resource()
                        .forResource("META-INF/services/io.fragmentcache.internal.guard.Watch"))
                .accepts(hints);
        assertThat(RuntimeHintsPredicates.resource().forResource("io/fragmentcache/inspect/dashboard.html"))
                .accepts(hints);
        assertThat(hints.reflection().typeHints().count()).isGreaterThanOrEqualTo(4);
    }

    private static Class<?>[] all() {
        List<Class<?>> classes =
                ImportCandidates.load(AutoConfiguration.class, ClassPathsTest.class.getClassLoader())
                        .getCandidates()
                        .stream()
                        .filter(name -> name.startsWith("io.fragmentcache."))
                        .<Class<?>>map(ClassPathsTest::named)
                        .toList();
        return classes.toArray(new Class<?>[0]);
    }

    private static Class<?> named(String name) {
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException e) {
            throw new AssertionError(name, e);
        }
    }

    private static String read(String resource) throws IOException {
        try (InputStream in =
                Objects.requireNonNull(ClassPathsTest.class.getClassLoader().getResourceAsStream(resource), resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
