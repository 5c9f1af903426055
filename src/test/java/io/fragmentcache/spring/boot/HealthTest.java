package io.fragmentcache.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.actuate.health.Status;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.thymeleaf.ThymeleafAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.thymeleaf.spring6.SpringTemplateEngine;

/** A store that fails is told, and takes no application down. */
class HealthTest {
    private static final String TEMPLATE = "<p cache:fragment=\"p\" cache:key=\"${id}\" th:text=\"${text}\">x</p>";

    private final ApplicationContextRunner both = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    FragmentCacheAutoConfiguration.class,
                    FragmentCacheActuatorAutoConfiguration.class,
                    ThymeleafAutoConfiguration.class))
            .withBean(StringTemplates.class);

    private final ApplicationContextRunner boot3 =
            both.withClassLoader(new FilteredClassLoader("org.springframework.boot.health"));
    private final ApplicationContextRunner boot4 =
            both.withClassLoader(new FilteredClassLoader("org.springframework.boot.actuate.health"));

    private static void miss(ApplicationContext context) {
        SpringTemplateEngine engine = context.getBean(SpringTemplateEngine.class);
        assertThat(engine.process(TEMPLATE, AutoConfigurationTest.of(1, "tea"))).isEqualTo("<p>tea</p>");
    }

    private static ApplicationContextRunner unreachable(ApplicationContextRunner runner) {
        return runner.withPropertyValues(
                "fragment-cache.store.type=redis", "fragment-cache.store.uri=redis://127.0.0.1:1");
    }

    @Test
    void aStoreThatWorksIsUp() {
        boot3.run(context -> {
            miss(context);
            assertThat(context.getBean(HealthIndicator.class).health().getStatus())
                    .isEqualTo(Status.UP);
        });
    }

    @Test
    void aRedisThatCannotBeReachedIsUnknownAndPagesAreRendered() {
        unreachable(boot3).run(context -> {
            miss(context);
            assertThat(context.getBean(HealthIndicator.class).health())
                    .satisfies(health -> assertThat(health.getStatus()).isEqualTo(Status.UNKNOWN))
                    .satisfies(health -> assertThat(health.getDetails()).containsKey("stores"));
        });
    }

    @Test
    void itIsTheSameWithTheNamesOfBoot4() {
        unreachable(boot4).run(context -> {
            miss(context);
            assertThat(context.getBean(org.springframework.boot.health.contributor.HealthIndicator.class)
                            .health())
                    .extracting(org.springframework.boot.health.contributor.Health::getStatus)
                    .isEqualTo(org.springframework.boot.health.contributor.Status.UNKNOWN);
        });
    }

    @Test
    void itCanBeLeftOut() {
        boot3.withPropertyValues("management.health.fragments.enabled=false")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(HealthIndicator.class));
    }
}
