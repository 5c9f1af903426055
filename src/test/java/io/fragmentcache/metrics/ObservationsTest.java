package io.fragmentcache.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fragmentcache.key.Locator;
import io.fragmentcache.spi.RenderEnd;
import io.fragmentcache.spi.RenderStarted;
import io.fragmentcache.testing.FragmentStage;
import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.ObservationView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What traces show of fragments. */
class ObservationsTest {
    private static final String CARD = "<b cache:fragment=\"card\" cache:key=\"${id}\" cache:fresh=\"10m\""
            + " cache:stale=\"1h\" th:text=\"${name.trim()}\">x</b>";

    private static final String LIST = "<ul cache:fragment=\"list\" cache:key=\"1\"><li th:each=\"p : ${products}\""
            + " cache:fragment=\"row\" cache:key=\"${p.id}\" th:text=\"${p.load()}\">x</li></ul>";

    private static final String ROWS = "<ul><li cache:each=\"p : ${products}\" cache:fragment=\"row\""
            + " cache:key=\"${p.id}\" th:text=\"${p.load()}\">x</li></ul>";

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

    /** A row whose text comes from a database that is observed. */
    public record Product(int id, ObservationRegistry registry) {
        public String load() {
            return String.valueOf(
                    Observation.createNotStarted("query", registry).observe(() -> "tea"));
        }
    }

    /** As the server observes it. */
    private void page(Runnable renders) {
        Observation page = Observation.start("page", registry);
        try (Observation.Scope scope = page.openScope()) {
            assertThat(scope.getCurrentObservation()).isSameAs(page);
            renders.run();
            assertThat(registry.getCurrentObservation()).isSameAs(page);
        } finally {
            page.stop();
        }
        assertThat(registry.getCurrentObservation()).isNull();
    }

    private void page(Object name) {
        page(() -> shop.render("card", Map.of("id", 1, "name", name)));
    }

    private List<Product> products() {
        return List.of(new Product(1, registry), new Product(2, registry));
    }

    /** Each observation that stopped, after those that it is inside of. */
    private List<String> spans() {
        List<String> spans = stopped.stream().map(ObservationsTest::path).toList();
        stopped.clear();
        return spans;
    }

    private static String path(Observation.ContextView context) {
        ObservationView parent = context.getParentObservation();
        String name =
                String.valueOf(context.getContextualName() == null ? context.getName() : context.getContextualName());
        return parent == null ? name : path(parent.getContextView()) + " > " + name;
    }

    @Test
    void aRenderIsASpanOfItsPageAndAHitIsNot() {
        page("tea");
        Observation.Context render = stopped.get(0);
        assertThat(render.getName()).isEqualTo("fragment.cache.render");
        assertThat(render.getLowCardinalityKeyValues())
                .containsExactlyInAnyOrder(KeyValue.of("fragment", "card :: card"), KeyValue.of("stored", "true"));
        assertThat(render.getHighCardinalityKeyValues()).isEmpty();
        assertThat(spans()).containsExactly("page > render card :: card", "page");
        page("tea");
        assertThat(spans()).containsExactly("page");
        assertThat(heard).isEmpty();
    }

    @Test
    void queriesOfARenderAreItsChildrenAndSoAreInnerFragments() {
        shop.template("list", LIST);
        page(() -> shop.render("list", Map.of("products", products())));
        assertThat(spans())
                .containsExactly(
                        "page > render list :: list > render list :: row > query",
                        "page > render list :: list > render list :: row",
                        "page > render list :: list > render list :: row > query",
                        "page > render list :: list > render list :: row",
                        "page > render list :: list",
                        "page");
        page(() -> shop.render("list", Map.of("products", products())));
        assertThat(spans()).containsExactly("page");
    }

    @Test
    void rowsThatAreStoredTogetherAreSpansOfTheirOwn() {
        shop.template("rows", ROWS);
        page(() -> shop.render("rows", Map.of("products", products())));
        assertThat(spans())
                .containsExactly(
                        "page > render rows :: row > query",
                        "page > render rows :: row",
                        "page > render rows :: row > query",
                        "page > render rows :: row",
                        "page");
    }

    @Test
    void aRenderThatFailsIsASpanWithItsError() {
        assertThatThrownBy(() -> page(new Object())).hasStackTraceContaining("trim");
        Observation.Context render = stopped.get(0);
        assertThat(render.getName()).isEqualTo("fragment.cache.render");
        assertThat(render.getError()).isNotNull();
        assertThat(render.getLowCardinalityKeyValues()).contains(KeyValue.of("stored", "false"));
        assertThat(spans()).containsExactly("page > render card :: card", "page");
        assertThat(heard).containsExactly("page: fragment.cache.render.failed card :: card");
        assertThat(registry.getCurrentObservation()).isNull();
    }

    @Test
    void whyARenderIsNotStoredIsAnEventOfItsSpan() {
        shop.template("own", "<b cache:fragment=\"own\" cache:key=\"1\" cache:until=\"${end}\">x</b>");
        page(() -> shop.render("own", Map.of("end", Instant.EPOCH)));
        assertThat(stopped.get(0).getLowCardinalityKeyValues()).contains(KeyValue.of("stored", "false"));
        assertThat(heard).containsExactly("fragment.cache.render: fragment.cache.not.stored own :: own");
    }

    @Test
    void whatIsSwitchedOffLeavesNoGapBetweenAPageAndItsQueries() {
        registry.observationConfig().observationPredicate((name, context) -> !name.startsWith("fragment.cache"));
        shop.template("list", LIST);
        page(() -> shop.render("list", Map.of("products", products())));
        assertThat(spans()).containsExactly("page > query", "page > query", "page");
    }

    @Test
    void fragmentsInsideARegenerationAreItsChildren() {
        shop.template(
                "list", LIST.replace("cache:key=\"1\"", "cache:key=\"1\" cache:fresh=\"10m\" cache:stale=\"1h\""));
        page(() -> shop.render("list", Map.of("products", products())));
        shop.advance("11m");
        page(() -> shop.render("list", Map.of("products", products())));
        stopped.clear();
        shop.runBackground();
        assertThat(spans())
                .containsExactly(
                        "page > fragment regeneration > render list :: row > query",
                        "page > fragment regeneration > render list :: row",
                        "page > fragment regeneration > render list :: row > query",
                        "page > fragment regeneration > render list :: row",
                        "page > fragment regeneration");
    }

    @Test
    void aRegistryThatObservesNothingCostsNoSpan() {
        FragmentObservations none = FragmentObservations.of(ObservationRegistry.NOOP);
        Locator card = Locator.parse("card :: card");
        assertThat(none.renderStarted(new RenderStarted(card, false, null))).isSameAs(RenderEnd.NONE);
    }

    @Test
    void templatesThatAreStringsFillNoMetricsStore() {
        Set<String> names = new HashSet<>();
        page(() -> {
            for (int i = 0; i < 1_100; i++) {
                observations
                        .renderStarted(new RenderStarted(new Locator("template " + i, "card"), false, null))
                        .ended(true, null);
            }
        });
        spans().forEach(names::add);
        assertThat(names).hasSize(1_002).contains("page > render others");
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
        assertThat(heard).isEmpty();
    }

    @Test
    void outsideOfAnObservationNothingIsTold() {
        shop.render("card", Map.of("id", 1, "name", "tea"));
        assertThat(heard).isEmpty();
        assertThat(stopped).isEmpty();
    }
}
