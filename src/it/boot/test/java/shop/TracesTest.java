package shop;

import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.FragmentCache;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.ObservationView;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.hibernate.resource.jdbc.spi.StatementInspector;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.test.annotation.DirtiesContext;

/** What traces show, with the registry of Spring Boot itself. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties =
                "spring.jpa.properties.hibernate.session_factory.statement_inspector=shop.TracesTest$ObservedStatements")
@DirtiesContext
class TracesTest {
    private static final String RENDER = "fragment.cache.render";
    private static final String PAGE = "http.server.requests";

    /** The names of observations that ended, each with those around it: what came first stands last. */
    private static final List<List<String>> ENDED = new CopyOnWriteArrayList<>();

    private static volatile ObservationRegistry registry = ObservationRegistry.NOOP;

    /** As libraries observe the database. Hibernate makes it. */
    public static final class ObservedStatements implements StatementInspector {
        @Override
        public String inspect(String sql) {
            Observation.createNotStarted("query", registry).observe(() -> {});
            return sql;
        }
    }

    @TestConfiguration
    static class Traces {
        @Bean
        ObservationHandler<Observation.Context> ended() {
            return new ObservationHandler<>() {
                @Override
                public void onStop(Observation.Context context) {
                    List<String> names = new ArrayList<>(List.of(context.getName()));
                    ObservationView around = context.getParentObservation();
                    while (around != null) {
                        names.add(around.getContextView().getName());
                        around = around.getContextView().getParentObservation();
                    }
                    ENDED.add(names);
                }

                @Override
                public boolean supportsContext(Observation.Context context) {
                    return true;
                }
            };
        }
    }

    @Autowired
    private FragmentCache cache;

    @LocalServerPort
    private int port;

    @Autowired
    void observe(ObservationRegistry boots) {
        registry = boots;
    }

    @Test
    void aRenderIsObservedInsideThePageAndItsQueriesInsideTheRender() {
        cache.touchEverything();
        ENDED.clear();
        assertThat(Visitor.at(port).get("/products/1").statusCode()).isEqualTo(200);
        assertThat(ENDED).anySatisfy(names -> assertThat(names).startsWith(RENDER).contains(PAGE));
        assertThat(ENDED).anySatisfy(names -> assertThat(names).startsWith("query", RENDER).contains(PAGE));
    }

    @Test
    void aHitIsNotObserved() {
        Visitor visitor = Visitor.at(port);
        visitor.get("/products/1");
        ENDED.clear();
        assertThat(Visitor.status(visitor.get("/products/1"))).startsWith("fragments; hit");
        assertThat(ENDED).noneMatch(names -> names.contains(RENDER)).noneMatch(names -> names.contains("query"));
    }
}
