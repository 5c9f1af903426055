package io.fragmentcache.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.spi.ContextPropagator;
import io.micrometer.context.ContextRegistry;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;

/** Regenerations take along what an application registered with Micrometer, and never who was logged in. */
class ContextPropagationTest {
    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(FragmentCachePropagationAutoConfiguration.class));

    @SuppressWarnings("ThreadLocalUsage") // One for each test.
    private final ThreadLocal<String> tenant = new ThreadLocal<>();

    @BeforeEach
    void register() {
        ContextRegistry.getInstance().registerThreadLocalAccessor("tenant", tenant);
    }

    @AfterEach
    void remove() {
        ContextRegistry.getInstance().removeThreadLocalAccessor("tenant");
        SecurityContextHolder.clearContext();
    }

    @Test
    void whatIsRegisteredIsThereAndTheVisitorIsNot() {
        runner.run(context -> {
            List<String> seen = new ArrayList<>();
            tenant.set("teahouse");
            SecurityContextHolder.getContext().setAuthentication(new TestingAuthenticationToken("zoe", "secret"));
            Runnable job = context.getBean(ContextPropagator.class).capture().apply(() -> {
                seen.add(String.valueOf(tenant.get()));
                seen.add(String.valueOf(SecurityContextHolder.getContext().getAuthentication()));
            });
            tenant.remove();
            SecurityContextHolder.clearContext();
            job.run();
            assertThat(seen).containsExactly("teahouse", "null");
            assertThat(tenant.get()).isNull();
        });
    }

    @Test
    void thePropertyLeavesItOut() {
        runner.withPropertyValues("fragment-cache.propagate-context=false")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(ContextPropagator.class));
    }
}
