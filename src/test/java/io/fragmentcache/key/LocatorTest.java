package io.fragmentcache.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fragmentcache.problem.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocatorTest {
    @Test
    void aLocatorIsReadWithAndWithoutBlanks() {
        assertThat(Locator.parse("shop/list::card"))
                .isEqualTo(Locator.parse(" shop/list  ::  card "))
                .hasToString("shop/list :: card");
    }

    @Test
    void aTemplateNameMayHoldColons() {
        assertThat(Locator.parse("db::shop :: card").template()).isEqualTo("db::shop");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "shop/list", ":: card", "  :: card"})
    void whatIsNoLocatorIsAnError(String text) {
        assertThatThrownBy(() -> Locator.parse(text))
                .isInstanceOf(Problem.class)
                .hasMessage("'" + text + "' is not a locator. Write template :: name, for instance shop/list :: card.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a\r\nSet-Cookie: x", "${x}", "a\"b", "<b>"})
    void aNameThatCouldBreakOutOfALogOrAHeaderIsAnError(String name) {
        assertThatThrownBy(() -> new Locator("shop/list", name))
                .isInstanceOf(Problem.class)
                .hasMessage(
                        "cache:fragment '" + name + "' is not a literal name. Write letters, digits, '-', '_' or '.',"
                                + " and put what changes into cache:key.");
    }
}
