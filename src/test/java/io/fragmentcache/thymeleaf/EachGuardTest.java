package io.fragmentcache.thymeleaf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fragmentcache.stage.Guest;
import io.fragmentcache.stage.Item;
import io.fragmentcache.stage.WebStage;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What one visitor reads in a row of {@code cache:each} does not reach another, and the rows beside it are kept. */
class EachGuardTest {
    private static final String ALL =
            "<ul><li cache:each=\"p : ${items}\" cache:fragment=\"row\" cache:key=\"${p}\">[[${p.name}]] [[${session.user}]]</li></ul>";
    private static final String OAT = ALL.replace("${session.user}", "${p.name == 'Oat' ? session.user : ''}");

    private final Guest zoe = Guest.named("Zoë");
    private final Guest jose = Guest.named("José");
    private final Item tea = Item.of("tea", "Tea");
    private final Item oat = Item.of("oat", "Oat");
    private final Item rye = Item.of("rye", "Rye");

    @Test
    void inStrictModeTheFirstRowThatReadsIsAnErrorWithItsPlace() {
        WebStage house = WebStage.strict().set("items", List.of(tea, oat)).template("page", ALL);
        assertThatThrownBy(() -> house.shows(zoe))
                .hasMessageStartingWith("'row' reads session.user (line 1), which its tag does not declare: ")
                .hasMessageEndingWith("(template: \"page\" - line 1, col 87)");
        assertThat(house.events()).containsExactly("MISS row", "MISS row");
    }

    @Test
    void inStrictModeTheRowsBesideTheErrorAreShown() {
        WebStage house = WebStage.strict().set("items", List.of(tea, oat, rye)).template("page", OAT);
        assertThatThrownBy(() -> house.shows(zoe)).hasMessageContaining("'row' reads session.user (line 1), which");
        house.events();
        assertThat(house.set("items", List.of(tea, rye)).shows(jose)).isEqualTo("<ul><li>Tea </li><li>Rye </li></ul>");
        // The row that failed taught the fragment what it reads, so their keys hold that now.
        assertThat(house.events()).containsExactly("MISS row", "MISS row");
    }

    @Test
    void rowsThatComeTwiceAreRenderedOnceForEachVisitor() {
        WebStage house = WebStage.open().set("items", List.of(tea, oat, tea)).template("page", ALL);
        for (Guest guest : new Guest[] {zoe, jose, zoe}) {
            assertThat(house.shows(guest))
                    .isEqualTo("<ul><li>Tea %1$s</li><li>Oat %1$s</li><li>Tea %1$s</li></ul>".formatted(guest));
        }
        assertThat(house.events()).endsWith("HIT row", "HIT row", "HIT row");
    }

    @Test
    void aRowThatReadsIsKeptForEachVisitor() {
        WebStage house =
                WebStage.open().set("items", List.of(tea, oat, rye, oat)).template("page", OAT);
        for (Guest guest : new Guest[] {zoe, jose, zoe}) {
            assertThat(house.shows(guest))
                    .isEqualTo(
                            "<ul><li>Tea </li><li>Oat %1$s</li><li>Rye </li><li>Oat %1$s</li></ul>".formatted(guest));
        }
        house.events();
        house.shows(zoe);
        assertThat(house.events()).containsExactly("HIT row", "HIT row", "HIT row", "HIT row");
    }
}
