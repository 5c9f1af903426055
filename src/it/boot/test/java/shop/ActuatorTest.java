package shop;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;

/** What operators ask. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "management.endpoint.fragments.access=unrestricted",
            "management.prometheus.metrics.export.enabled=true",
            "management.defaults.metrics.export.enabled=true"
        })
@DirtiesContext
class ActuatorTest {
    @LocalServerPort
    private int port;

    @Autowired
    private MeterRegistry registry;

    @Test
    void theSummaryCountsByFragment() {
        Visitor visitor = visit();
        assertThat(visitor.named("zoe").get("/actuator/fragments").body())
                .contains("\"store\":\"CaffeineStore\"")
                .contains("\"list :: listing\":{\"hits\":")
                .contains("\"regenerations\":{");
    }

    @Test
    void oneFragmentTellsWhatItDependsOnAndWhyItIsShown() {
        Visitor visitor = visit();
        assertThat(visitor.named("zoe")
                        .get("/actuator/fragments/product%20::%20product?key=1")
                        .body())
                .contains("\"fragment\":\"product :: product\"")
                .contains("FRESH")
                .contains("product")
                .contains("\"digest\":\"");
    }

    @Test
    void whatIsNoFragmentIsARequestThatCannotBeAnswered() {
        assertThat(visit().named("zoe").get("/actuator/fragments/nonsense").statusCode()).isEqualTo(400);
    }

    @Test
    void aTagIsTouched() {
        Visitor visitor = visit();
        assertThat(Visitor.status(visitor.get("/products/1"))).startsWith("fragments; hit");
        assertThat(visitor.named("zoe").send("DELETE", "/actuator/fragments/Product:1").statusCode()).isEqualTo(200);
        assertThat(Visitor.status(visitor.get("/products/1"))).startsWith("fragments; fwd=miss");
    }

    @Test
    void onlyAdministratorsMayAsk() {
        assertThat(Visitor.at(port).named("jose").get("/actuator/fragments").statusCode()).isEqualTo(403);
    }

    @Test
    void theStoresAreWell() {
        HttpResponse<String> health = Visitor.at(port).get("/actuator/health");
        assertThat(health.body()).containsPattern("\"fragments\":\\{[^}]*CaffeineStore").contains("\"status\":\"UP\"").doesNotContain("UNKNOWN");
    }

    @Test
    void metersHaveTheTagsOfBootsOwnCaches() {
        visit();
        String prometheus = Visitor.at(port).get("/actuator/prometheus").body();
        assertThat(prometheus)
                .contains(
                        "cache_gets_total{cache=\"fragments\",cache_manager=\"fragmentCache\",name=\"fragments\",result=\"hit\"}")
                .contains(
                        "cache_gets_total{cache=\"fragments\",cache_manager=\"fragmentCache\",name=\"fragments\",result=\"miss\"}")
                .contains("cache_puts_total{", "cache_size{", "cache_evictions_total{")
                .contains("fragment_cache_lookups_total{fragment=\"list :: card\",outcome=\"hit\",where=\"outermost\"}")
                .contains("fragment_cache_renders_seconds_count{fragment=\"list :: listing\",where=\"request\"}");
    }

    @Test
    void noMeterHasAKeyAsATag() {
        visit();
        assertThat(registry.getMeters().stream()
                        .filter(meter -> meter.getId().getName().startsWith("fragment.cache"))
                        .flatMap(meter -> meter.getId().getTags().stream())
                        .map(tag -> tag.getKey()))
                .isSubsetOf("fragment", "outcome", "where", "kind", "operation", "store", "stored", "error");
    }

    private Visitor visit() {
        Visitor visitor = Visitor.at(port);
        visitor.get("/");
        visitor.get("/");
        visitor.get("/products/1");
        return visitor;
    }
}
