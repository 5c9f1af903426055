package io.fragmentcache.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.testing.FragmentStage;
import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What traces show of fragments. */
class ObservationsTest {
    private static final String CARD = "<b cache:fragment=\"card\" cache:key=\"${id}\" cache:fresh=\"10m\""
            + " cache:stale=\"1h\" th:text=\"${name.trim()}\">x</b>";

    private final List<String> heard = new ArrayList<>();
    private final List<Observation.Context> stopped = new ArrayList<>();
    private final ObservationRegistry registry = ObservationRegistry.create();
    private final FragmentObservations observations = FragmentObservations.of(registry);
    private final FragmentStage shop =
            FragmentStage.ofTemplates(cache -> cache.propagate(observations)).template("card", CARD);

    ObservationsTest() {
        shop.cache().listen(observations);
        registry.observationConfig().observationHandler(new ObservationHandler<>() {
            @Override
            public void onEvent(Observation.Event event, Observation.Context context) {
                heard.add(context.getName() + ": " + event.getContextualName());
            }

            @Override
            public void onStop(Observation.Context context) {
                stopped.add(context);
            }

            @Override
            public boolean supportsContext(Observation.Context context) {
                return true;
            }
        });
    }

    /** As the server observes it. */
    private void page(Object name) {
        Observation page = Observation.start("page", registry);
        try (Observation.Scope scope = page.openScope()) {
            assertThat(scope.getCurrentObservation()).isSameAs(page);
            shop.render("card", Map.of("id", 1, "name", name));
        } finally {
            page.stop();
        }
    }

    @Test
    void aRenderIsAnEventOfItsPageAndAHitIsNot() {
        page("tea");
        page("tea");
        assertThat(heard).containsExactly("page: fragment.cache.rendered card :: card");
    }

    @Test
    void aRegenerationIsAChildOfThePageThatAskedForIt() {
        page("tea");
        shop.advance("11m");
        page("tea");
        stopped.clear();
        shop.runBackground().regenerated("card");
        assertThat(stopped).hasSize(1);
        Observation.Context regeneration = stopped.get(0);
        assertThat(regeneration.getName()).isEqualTo("fragment.cache.regeneration");
        assertThat(regeneration.getLowCardinalityKeyValues())
                .containsExactlyInAnyOrder(KeyValue.of("fragment", "card :: card"), KeyValue.of("stored", "true"));
        assertThat(regeneration.getHighCardinalityKeyValues()).isEmpty();
        assertThat(regeneration.getParentObservation()).isNotNull();
        assertThat(registry.getCurrentObservation()).isNull();
        assertThat(heard).hasSize(1);
    }

    @Test
    void outsideOfAnObservationNothingIsTold() {
        shop.render("card", Map.of("id", 1, "name", "tea"));
        assertThat(heard).isEmpty();
        assertThat(stopped).isEmpty();
    }
}
