package io.fragmentcache.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.FragmentCache;
import io.fragmentcache.metrics.FlightEvents;
import io.fragmentcache.metrics.FragmentObservations;
import io.fragmentcache.spi.Listener;
import io.fragmentcache.spi.Touched;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.thymeleaf.ThymeleafAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.thymeleaf.spring6.SpringTemplateEngine;

/** A listener that is a bean hears what happens. */
class ListenerBeansTest {
    private static final String TEMPLATE = "<p cache:fragment=\"p\" cache:key=\"${id}\" th:text=\"${text}\">x</p>";

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    FragmentCacheObservationAutoConfiguration.class,
                    FragmentCacheAutoConfiguration.class,
                    FragmentCacheMetricsAutoConfiguration.class,
                    FragmentCacheActuatorAutoConfiguration.class,
                    ThymeleafAutoConfiguration.class))
            .withBean(StringTemplates.class);

    /** Writes its name for each touch. */
    record Named(String name, List<String> heard) implements Listener {
        @Override
        public void touched(Touched event) {
            heard.add(name);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Two {
        private final List<String> heard = new ArrayList<>();

        @Bean
        @Order(2)
        Listener second() {
            return new Named("second", heard);
        }

        @Bean
        @Order(1)
        Listener first() {
            return new Named("first", heard);
        }
    }

    /** Beans that ask for the cache, and add themselves. */
    @Configuration(proxyBeanMethods = false)
    static class Added {
        private final List<String> heard = new ArrayList<>();

        @Bean
        Listener byHand(FragmentCache cache) {
            Listener listener = new Named("byHand", heard);
            cache.listen(listener);
            return listener;
        }

        @Bean
        Listener built() {
            return new Named("built", heard);
        }

        @Bean
        FragmentCacheBuilderCustomizer listening(Listener built) {
            return builder -> builder.listener(built);
        }
    }

    @Test
    void eachIsToldInItsOrder() {
        runner.withUserConfiguration(Two.class).run(context -> {
            context.getBean(FragmentCache.class).touchEverything();
            assertThat(context.getBean(Two.class).heard).containsExactly("first", "second");
        });
    }

    @Test
    void oneThatWasAddedByHandIsToldOnce() {
        runner.withUserConfiguration(Added.class).run(context -> {
            context.getBean(FragmentCache.class).touchEverything();
            assertThat(context.getBean(Added.class).heard).containsExactlyInAnyOrder("byHand", "built");
        });
    }

    @Test
    void aCacheOfTheApplicationTellsThemToo() {
        runner.withBean(FragmentCache.class, () -> FragmentCache.inMemory().build())
                .withUserConfiguration(Two.class)
                .run(context -> {
                    context.getBean(FragmentCache.class).touchEverything();
                    assertThat(context.getBean(Two.class).heard).containsExactly("first", "second");
                });
    }

    @Test
    void testsOfOneControllerTellThemToo() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(FragmentCacheSliceAutoConfiguration.class))
                .withUserConfiguration(Two.class)
                .run(context -> {
                    context.getBean(FragmentCache.class).touchEverything();
                    assertThat(context.getBean(Two.class).heard).containsExactly("first", "second");
                });
    }

    /** Observations, and events of Java Flight Recorder, are beans of the library itself. */
    @Test
    void aRenderIsObservedOnce() {
        List<String> observed = new ArrayList<>();
        ObservationRegistry registry = ObservationRegistry.create();
        registry.observationConfig().observationHandler(new ObservationHandler<>() {
            @Override
            public void onStart(Observation.Context context) {
                observed.add(context.getName());
            }

            @Override
            public boolean supportsContext(Observation.Context context) {
                return true;
            }
        });
        runner.withBean(ObservationRegistry.class, () -> registry).run(context -> {
            assertThat(context).hasSingleBean(FragmentObservations.class).hasSingleBean(FlightEvents.class);
            SpringTemplateEngine engine = context.getBean(SpringTemplateEngine.class);
            Observation.createNotStarted("page", registry)
                    .observe(() -> assertThat(engine.process(TEMPLATE, AutoConfigurationTest.of(1, "tea")))
                            .isEqualTo("<p>tea</p>"));
            assertThat(observed).containsExactly("page", "fragment.cache.render");
        });
    }
}
