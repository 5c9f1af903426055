package shop;

import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.FragmentCache;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactive.ReactiveShop;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.web.reactive.server.WebTestClient;

/** Pages of WebFlux are never those of another visitor. */
class WebFluxTest {
    @Test
    void nobodySeesWhatAnotherSent() {
        ConfigurableApplicationContext application = new SpringApplicationBuilder(ReactiveShop.class)
                .web(WebApplicationType.REACTIVE)
                .properties(
                        "spring.config.location=optional:classpath:/nowhere/",
                        "server.port=0")
                .run();
        try {
            WebTestClient client = WebTestClient.bindToApplicationContext(application)
                    .configureClient()
                    .responseTimeout(Duration.ofSeconds(50))
                    .build();
            List<String> pages = new ArrayList<>();
            for (String name : List.of("zoe", "jose", "zoe")) {
                pages.add(new String(
                        client.get()
                                .uri("/reactive?name=" + name)
                                .header("X-Name", name)
                                .cookie("name", name)
                                .exchange()
                                .expectStatus()
                                .isOk()
                                .expectBody()
                                .returnResult()
                                .getResponseBodyContent()));
            }
            assertThat(pages.get(0)).contains(">Sencha<").contains("zoe").doesNotContain("jose").doesNotContain("cache:");
            assertThat(pages.get(1)).contains("jose").doesNotContain("zoe");
            assertThat(pages.get(2)).isEqualTo(pages.get(0));
            assertThat(application.getBeansOfType(FragmentCache.class)).hasSize(1);
        } finally {
            application.close();
        }
    }
}
