package io.fragmentcache.testing;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A value of one visitor on the page of another is found, named and placed. */
class VisitorsApartTest {
    private final Visitor zoe = Visitor.named("Zoë").session("user", "Zoë Z.").variable("cart", new Cart("3 teas", 7));
    private final Visitor jose =
            Visitor.named("José").session("user", "José J.").variable("cart", new Cart("none", 8));
    private final FragmentStage shop = FragmentStage.ofTemplates();

    @Test
    void aModelAttributeOfOneVisitorThatNoKeyHoldsIsFound() {
        shop.template("page", """
                <header><p cache:fragment="top" cache:key="'x'"><b th:text="${cart.says}">x</b></p></header>""");
        assertThatThrownBy(() -> shop.keepsApart(zoe, jose, "page", Map.of()))
                .isInstanceOf(AssertionError.class)
                .hasMessage("""
                        José sees '3 teas', variable 'cart.says' of Zoë, in html > body > header > p > b of the page 'page', \
                        from the fragment 'top x'.
                          plain Thymeleaf: none
                          the cache:       3 teas
                        Add what differs to cache:key or cache:vary, or put that element into a cache:hole.""");
    }

    @ParameterizedTest
    @MethodSource
    void pagesThatKeepVisitorsApartPass(String source) {
        shop.template("page", source);
        assertThatCode(() -> shop.keepsApart(zoe, jose, "page", Map.of())).doesNotThrowAnyException();
    }

    static List<String> pagesThatKeepVisitorsApartPass() {
        return List.of(
                "<b cache:fragment='top' cache:key='${session.user}' th:text='${session.user}'>x</b>",
                "<b cache:fragment='top' cache:key='${cart.id}' th:text='${cart.says}'>x</b>",
                "<p cache:fragment='top' cache:key=\"'x'\">Hello <b cache:hole='' th:text='${session.user}'>x</b></p>",
                "<p cache:fragment='top' cache:key=\"'x'\">Hello</p><b th:text='${session.user}'>x</b>");
    }

    @Test
    void aReadThatTheGuardSeesKeepsItsOwnSentence() {
        shop.template("page", "<b cache:fragment='top' cache:key=\"'x'\" th:text='${session.user}'>x</b>");
        assertThatThrownBy(() -> shop.keepsApart(zoe, jose, "page", Map.of()))
                .hasMessageContaining("session.user")
                .hasMessageContaining("cache:hole");
    }

    @Test
    void whatWasMadeOfAValueOfAnotherVisitorIsALeakToo() {
        shop.template(
                "page",
                "<i cache:fragment='other' cache:key=\"'x'\" th:text=\"${cart.id == 8 ? 'few' : 'many'}\">x</i>");
        assertThatThrownBy(() -> shop.keepsApart(zoe, jose, "page", Map.of()))
                .isInstanceOf(AssertionError.class)
                .hasMessage("""
                        José sees what was rendered for Zoë, in html > body > i of the page 'page'.
                          plain Thymeleaf: few
                          the cache:       many
                        Add what differs to cache:key or cache:vary, or put that element into a cache:hole.""");
    }

    @Test
    void aPageThatIsTheSameForBothProvesNothing() {
        shop.template("page", "<b cache:fragment='top' cache:key=\"'x'\">Hello</b>");
        assertThatThrownBy(() -> shop.keepsApart(zoe, jose, "page", Map.of()))
                .isInstanceOf(AssertionError.class)
                .hasMessage(
                        "The page 'page' is the same for Zoë and for José in plain Thymeleaf, so this proves nothing. Give"
                                + " the visitors a session attribute, login, parameter, cookie or variable that the page shows.");
    }

    @Test
    void aPageWithoutFragmentsProvesNothing() {
        shop.template("page", "<b th:text='${session.user}'>Hello</b>");
        assertThatThrownBy(() -> shop.keepsApart(zoe, jose, "page", Map.of()))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("asks the cache for no fragment");
    }

    @Test
    void twoVisitorsOfOneNameCannotBeToldApart() {
        assertThatThrownBy(() -> shop.keepsApart(zoe, Visitor.named("Zoë"), "page", Map.of()))
                .hasMessage(
                        "Both visitors are named 'Zoë', so no sentence could tell them apart. Give each a name of its own:"
                                + " Visitor.named(\"Zoë\").");
    }

    @Test
    void valuesInsideModelsAreNamedByTheirPath() {
        Visitor one = Visitor.named("one").variable("user", Map.of("homes", List.of(new Address("Linz"))));
        Visitor two = Visitor.named("two").variable("user", Map.of("homes", List.of(new Address("Graz"))));
        shop.template("page", """
                <ul cache:fragment="homes" cache:key="'x'"><li th:each="home : ${user.homes}" th:text="${home.town}">x</li>\
                </ul>""");
        assertThatThrownBy(() -> shop.keepsApart(one, two, "page", Map.of()))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith(
                        "two sees 'Linz', variable 'user.homes.town' of one, in html > body > ul > li of the"
                                + " page 'page', from the fragment 'homes x'.");
    }

    /** What a visitor has put into it. */
    public record Cart(String says, int id) {}

    /** A bean. */
    public static final class Address {
        private final String town;

        Address(String town) {
            this.town = town;
        }

        public String getTown() {
            return town;
        }
    }
}
