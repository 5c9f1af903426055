package shop;

import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.spring.boot.FragmentCacheFilterCustomizer;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.test.annotation.DirtiesContext;

/** Administrators see pages as if there were no cache: their role is known when the first fragment is met. */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@DirtiesContext
class PreviewTest {
    @LocalServerPort
    private int port;

    @TestConfiguration(proxyBeanMethods = false)
    static class Preview {
        @Bean
        FragmentCacheFilterCustomizer administrators() {
            return filter -> filter.bypass(request -> request.isUserInRole("ADMIN"));
        }
    }

    @Test
    void theRoleDecides() {
        Visitor visitor = Visitor.at(port);
        visitor.get("/");
        assertThat(Visitor.status(visitor.named("zoe").get("/"))).startsWith("fragments; fwd=bypass");
        assertThat(Visitor.status(visitor.named("jose").get("/"))).startsWith("fragments; hit");
        assertThat(Visitor.status(visitor.get("/"))).startsWith("fragments; hit");
    }
}
