package io.fragmentcache.thymeleaf;

import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.stage.Item;
import io.fragmentcache.stage.Stage;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import java.util.Date;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A version is another one, not a later one: what goes down, or back in time, outdates as what rises does. */
class VersionSetBackTest {
    private static final String NOON = "2026-11-22T12:00:00";
    private static final String ELEVEN = "2026-11-22T11:00:00";

    static Stream<Arguments> setBack() {
        return Stream.of(
                Arguments.of("${v.size()}", List.of(1, 2), List.of(1)),
                Arguments.of("${v}", new BigDecimal("12.50"), new BigDecimal("9.90")),
                Arguments.of("${v.hashCode()}", "Zoe", "Ann"),
                Arguments.of("${v}", LocalDate.of(2026, 11, 22), LocalDate.of(2026, 11, 21)),
                Arguments.of("${v}", LocalDateTime.parse(NOON), LocalDateTime.parse(ELEVEN)),
                Arguments.of("${v}", Instant.parse(NOON + "Z"), Instant.parse(ELEVEN + "Z")),
                Arguments.of("${v}", ZonedDateTime.parse(NOON + "Z"), ZonedDateTime.parse(NOON + "+01:00")),
                Arguments.of("${v}", new Date(2_000), new Date(1_000)),
                Arguments.of("${v}", 7L, -7L),
                Arguments.of("${v}", 1.5, 1.25),
                Arguments.of("${v}", DayOfWeek.FRIDAY, DayOfWeek.MONDAY),
                Arguments.of("${v}", true, false),
                Arguments.of("${v}, ${v.size()}", List.of(3, 1), List.of(3)),
                Arguments.of("${v}", Item.of("tea", "Tea").renamed("Chai"), Item.of("tea", "Tea")));
    }

    @ParameterizedTest(name = "{0} of {1}, then {2}")
    @MethodSource("setBack")
    void whatIsShownIsOfTheVersionThatIsAskedFor(String version, Object later, Object earlier) {
        Stage shop = Stage.lifetime("5m fresh, 1h stale")
                .template(
                        "t",
                        "<p cache:fragment=\"f\" cache:key=\"'k'\" cache:version=\"" + version
                                + "\" th:text=\"${state}\">x</p>");
        shop.with("v", later).with("state", "later").render("t").shows("<p>later</p>");
        shop.with("v", earlier).with("state", "earlier").render("t");
        shop.runBackground();
        shop.render("t").shows("<p>earlier</p>").hit("f k");
        shop.with("v", later).with("state", "later again").render("t");
        shop.runBackground();
        shop.render("t").shows("<p>later again</p>").hit("f k");
        assertThat(shop.stored()).isOne();
    }
}
