package io.fragmentcache.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.metrics.FragmentCacheMeters;
import io.fragmentcache.spi.Outcome;
import io.fragmentcache.spring.boot.Endpoints;
import io.fragmentcache.spring.boot.FragmentsEndpoint;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.htmlunit.WebResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The overlay, the dashboard, {@code Cache-Status}, the endpoint and the meters count the same things. */
class CountsAgreeTest {
    private static final String PAGE = """
            <html><head><title>A shelf</title></head><body>
            <ul cache:fragment="list" cache:key="${shelf}"><li th:each="p : ${products}" cache:fragment="card" cache:key="${p}"><b th:text="${p}">x</b>\
            <i cache:hole="p=${p}" th:text="|hole ${p}|">h</i></li></ul>
            <p cache:fragment="news" cache:key="'k'" cache:if="${false}">not cached</p>
            </body></html>
            """;
    private static final Pattern NUMBER = Pattern.compile("\"(hit|stale|miss|bypass|holes|inside)\":(\\d+)");

    /** Look-ups of visitors by outcome. */
    private record Seen(long hit, long stale, long miss, long bypass) {
        Seen plus(Seen other) {
            return new Seen(hit + other.hit, stale + other.stale, miss + other.miss, bypass + other.bypass);
        }
    }

    private final House house = House.withTheFilter().template("page", PAGE);
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final FragmentsEndpoint endpoint = Endpoints.of(house.cache);

    CountsAgreeTest() {
        new FragmentCacheMeters(house.cache, "fragments").bindTo(registry);
    }

    @AfterEach
    void close() {
        house.close();
    }

    private static long number(String json, String name) {
        Matcher number = NUMBER.matcher(json);
        while (number.find()) {
            if (number.group(1).equals(name)) {
                return Long.parseLong(number.group(2));
            }
        }
        return -1;
    }

    private static Seen seen(String json) {
        return new Seen(number(json, "hit"), number(json, "stale"), number(json, "miss"), number(json, "bypass"));
    }

    private static String part(String json, String name) {
        int start = json.indexOf("\"" + name + "\":{");
        return json.substring(start, json.indexOf('}', start));
    }

    private static Seen header(WebResponse page) {
        Matcher detail = Pattern.compile("hit=(\\d+) stale=(\\d+) miss=(\\d+) bypass=(\\d+)")
                .matcher(page.getResponseHeaderValue("Cache-Status"));
        assertThat(detail.find()).isTrue();
        return new Seen(
                Long.parseLong(detail.group(1)),
                Long.parseLong(detail.group(2)),
                Long.parseLong(detail.group(3)),
                Long.parseLong(detail.group(4)));
    }

    private Seen endpoint() {
        FragmentsEndpoint.Lookups lookups = endpoint.summary().lookups();
        return new Seen(lookups.hits(), lookups.stale(), lookups.misses(), lookups.bypassed());
    }

    private long meter(Outcome outcome) {
        return Math.round(registry.get("fragment.cache.lookups").counters().stream()
                .filter(counter -> outcome.name()
                        .toLowerCase(Locale.ROOT)
                        .equals(counter.getId().getTag("outcome")))
                .filter(counter -> !"background".equals(counter.getId().getTag("where")))
                .mapToDouble(Counter::count)
                .sum());
    }

    private Seen meters() {
        return new Seen(meter(Outcome.HIT), meter(Outcome.STALE), meter(Outcome.MISS), meter(Outcome.BYPASS));
    }

    @Test
    void allFiveCountTheSameOnEachPage() {
        Seen all = new Seen(0, 0, 0, 0);
        try (Surfer surfer = house.surfer().showOverlay()) {
            for (Seen expected :
                    List.of(new Seen(0, 0, 3, 1), new Seen(1, 0, 0, 1), new Seen(0, 1, 0, 1), new Seen(1, 0, 0, 1))) {
                if (expected.stale() == 1) {
                    // The page is stale, and what is rendered in the background is nobody's miss.
                    house.wait("6m");
                }
                WebResponse page = surfer.get("/page");
                String overlay = part(page.getContentAsString(), "page");
                all = all.plus(expected);

                assertThat(header(page)).isEqualTo(expected);
                assertThat(seen(overlay)).isEqualTo(expected);
                assertThat(number(overlay, "holes")).isEqualTo(2);
                assertThat(number(overlay, "inside")).isEqualTo(expected.miss() == 0 ? 2 : 0);
                assertThat(seen(part(surfer.text("/_fragments/state"), "lookups")))
                        .isEqualTo(all);
                assertThat(endpoint()).isEqualTo(all);
                assertThat(meters()).isEqualTo(all);
            }
            String state = surfer.text("/_fragments/state");
            assertThat(seen(part(state, "outermost"))).isEqualTo(new Seen(2, 1, 1, 0));
            assertThat(seen(part(state, "background")).miss()).isPositive();
            assertThat(endpoint.summary().outermost()).isEqualTo(new FragmentsEndpoint.Lookups(2, 1, 1, 0));
            assertThat(state).contains("\"name\":\"page :: card\",\"outermost\":0,\"reused\":6,");
        }
    }
}
