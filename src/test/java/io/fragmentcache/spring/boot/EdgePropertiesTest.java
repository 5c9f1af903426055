package io.fragmentcache.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.fragmentcache.FragmentCache;
import io.fragmentcache.edge.EdgePurge;
import io.fragmentcache.servlet.HoleServlet;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.thymeleaf.ITemplateEngine;
import org.thymeleaf.TemplateEngine;

/** An edge that is configured by properties alone. */
class EdgePropertiesTest {
    private final WebApplicationContextRunner runner = new WebApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    FragmentCacheAutoConfiguration.class, FragmentCacheServletAutoConfiguration.class))
            .withPropertyValues("fragment-cache.filter.max-age=1m", "spring.application.name=shop");

    @Test
    void aTouchIsPurgedByTheTagsThatThePropertiesDescribe() throws Exception {
        LinkedBlockingQueue<String> purged = new LinkedBlockingQueue<>();
        HttpServer edge = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        edge.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            purged.add(exchange.getRequestHeaders().getFirst("Authorization") + " " + body);
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        edge.start();
        try {
            runner.withPropertyValues(
                            "fragment-cache.edge.header=surrogate-key",
                            "fragment-cache.edge.purge=url",
                            "fragment-cache.edge.purge-url=http://127.0.0.1:"
                                    + edge.getAddress().getPort() + "/",
                            "fragment-cache.edge.purge-token=Bearer hidden",
                            "fragment-cache.edge.collect=1ms")
                    .run(context -> {
                        assertThat(context).hasSingleBean(EdgePurge.class);
                        context.getBean(FragmentCache.class).touch("Product", 7);
                        assertThat(purged.poll(20, TimeUnit.SECONDS))
                                .startsWith("Bearer hidden ")
                                .contains("shop:Product:7");
                        assertThat(context.getBean(FragmentCacheProperties.class)
                                        .toString())
                                .doesNotContain("hidden");
                    });
        } finally {
            edge.stop(0);
        }
    }

    @Test
    void withoutPropertiesNothingIsPurgedAndNoHoleIsServed() {
        runner.run(context -> assertThat(context)
                .hasNotFailed()
                .doesNotHaveBean(EdgePurge.class)
                .doesNotHaveBean(ServletRegistrationBean.class));
    }

    @ParameterizedTest
    @CsvSource({"varnish,purge-url", "url,purge-url", "fastly,purge-id", "cloudflare,purge-id"})
    void whatAnEdgeNeedsIsNamed(String purger, String needed) {
        runner.withPropertyValues("fragment-cache.edge.header=xkey", "fragment-cache.edge.purge=" + purger)
                .run(context -> {
                    FailureAnalysis analysis = Failures.analyze(Objects.requireNonNull(context.getStartupFailure()));
                    assertThat(analysis.getDescription())
                            .isEqualTo("fragment-cache.edge.purge = " + purger + " cannot be used.");
                    assertThat(analysis.getAction()).contains("It needs fragment-cache.edge." + needed + " too.");
                });
    }

    @Test
    void aTokenThatIsMissingIsNamed() {
        runner.withPropertyValues(
                        "fragment-cache.edge.header=cache-tag",
                        "fragment-cache.edge.purge=cloudflare",
                        "fragment-cache.edge.purge-id=zone")
                .run(context -> assertThat(Failures.analyze(Objects.requireNonNull(context.getStartupFailure()))
                                .getAction())
                        .contains("It needs fragment-cache.edge.purge-token too."));
    }

    @Test
    void holesAreServedAtTheirPathAndItsScript() {
        runner.withBean(ITemplateEngine.class, TemplateEngine::new)
                .withPropertyValues("fragment-cache.edge.holes=/fragments/hole")
                .run(context -> {
                    ServletRegistrationBean<?> holes = context.getBean(ServletRegistrationBean.class);
                    assertThat(holes.getServlet()).isInstanceOf(HoleServlet.class);
                    assertThat(holes.getUrlMappings())
                            .containsExactlyInAnyOrder("/fragments/hole", "/fragments/hole.js");
                });
    }
}
