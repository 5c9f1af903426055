package shop;

import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.FragmentCache;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;
import reactive.ReactiveShop;

/** Pages of WebFlux are cached, and are never those of another visitor. */
@ExtendWith(OutputCaptureExtension.class)
class WebFluxTest {
    private ConfigurableApplicationContext application;
    private WebTestClient client;

    @BeforeEach
    void start() {
        application = new SpringApplicationBuilder(ReactiveShop.class)
                .web(WebApplicationType.REACTIVE)
                .properties("spring.config.location=optional:classpath:/nowhere/", "server.port=0")
                .run();
        client = WebTestClient.bindToApplicationContext(application)
                .configureClient()
                .responseTimeout(Duration.ofSeconds(50))
                .build();
    }

    @AfterEach
    void stop() {
        application.close();
    }

    private EntityExchangeResult<byte[]> ask(String page, String name) {
        return client.get()
                .uri(page + "?name=" + name)
                .header("X-Name", name)
                .header("Accept-Language", name.equals("zoe") ? "de" : "en")
                .cookie("name", name)
                .exchange()
                .expectBody()
                .returnResult();
    }

    private static String body(EntityExchangeResult<byte[]> answer) {
        byte[] body = answer.getResponseBodyContent();
        return body == null ? "" : new String(body, StandardCharsets.UTF_8);
    }

    /** What a fragment reads of a visitor, one kind for each page. */
    @ParameterizedTest
    @ValueSource(strings = {"cookie", "param", "query", "session", "locale", "model"})
    void nobodySeesWhatAnotherSent(String kind, CapturedOutput output) {
        String shown = kind.equals("locale") ? "de" : "zoe";
        String other = kind.equals("locale") ? "en" : "jose";
        String page = "/reactive/" + kind;
        for (int i = 0; i < 2; i++) {
            EntityExchangeResult<byte[]> answer = ask(page, "zoe");
            assertThat(answer.getStatus().value()).as(body(answer)).isEqualTo(200);
            assertThat(body(answer)).contains(shown).doesNotContain(other, "cache:");
            assertThat(body(ask(page, "jose"))).contains(other).doesNotContain(shown, "cache:");
        }
        // Each fragment is warned of once: what it reads of a visitor should be declared.
        assertThat(output.getOut().lines().filter(line -> line.contains("WARN")))
                .hasSizeLessThanOrEqualTo(1)
                .allMatch(line -> line.contains("'" + kind + "' reads"));
        assertThat(application.getBeansOfType(FragmentCache.class)).hasSize(1);
    }

    @Test
    void aFragmentOfAllIsRenderedOnce() {
        ask("/reactive/all", "jose");
        int made = ReactiveShop.MADE.get();
        assertThat(body(ask("/reactive/all", "mara"))).contains(">Sencha<").doesNotContain("cache:");
        assertThat(ReactiveShop.MADE.get()).isEqualTo(made);
    }

    /** On Boot 4 Thymeleaf cannot read one: then the page fails, and no other's is shown. */
    @Test
    void aHeaderIsNeverAnothersEither() {
        for (int i = 0; i < 2; i++) {
            assertThat(body(ask("/reactive/header", "zoe"))).doesNotContain("jose");
            assertThat(body(ask("/reactive/header", "jose"))).doesNotContain("zoe");
        }
    }

    @Test
    void aDataDrivenVariableInsideAFragmentIsAnError() {
        EntityExchangeResult<byte[]> answer = ask("/reactive/driven", "zoe");
        assertThat(answer.getStatus().value()).isEqualTo(500);
    }
}
