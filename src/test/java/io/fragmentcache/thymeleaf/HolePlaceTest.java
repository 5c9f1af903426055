package io.fragmentcache.thymeleaf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fragmentcache.stage.Guest;
import io.fragmentcache.stage.WebStage;
import io.fragmentcache.store.CaffeineStore;
import io.fragmentcache.store.Store;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a hole may stand: where a later process finds it in the template again. */
class HolePlaceTest {
    private static final String MAIL = "Hi [# cache:hole][[${session.user}]][/]!";

    private final Guest zoe = Guest.named("Zoë");
    private final Guest awkward = Guest.named("a\"b<'\\");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<script cache:hole th:inline=\"javascript\">var u = [[${session.user}]];</script>",
                "<style cache:hole th:inline=\"css\">p { color: [[${session.user}]] }</style>",
                "<textarea cache:hole th:inline=\"text\">[[${session.user}]]</textarea>",
                "<textarea><b cache:hole th:text=\"${session.user}\">x</b></textarea>",
                "<a cache:hole th:title=\"${session.user}\" th:attr=\"data-u=${session.user}\">x</a>",
                "<select><option cache:hole th:value=\"${session.user}\">x</option></select>",
                "<p th:insert=\"~{mail.txt}\">x</p>",
                "<!--/*/ <b cache:hole th:text=\"${session.user}\">x</b> /*/-->",
                "<th:block cache:hole><!--[if IE]><b th:text=\"${session.user}\">x</b><![endif]--></th:block>"
            })
    void hereItPrintsAsWithoutACacheOnAMissAHitAndInAnotherProcess(String markup) {
        Store store = CaffeineStore.ofMegabytes(1);
        String plain = WebStage.open()
                .template("mail.txt", MAIL)
                .template("page", "<div>\n" + markup + "</div>")
                .shows(awkward);
        WebStage house = house(store, markup);
        house.shows(zoe);
        assertThat(house.shows(awkward)).isEqualTo(plain);
        WebStage restarted = house(store, markup);
        assertThat(restarted.shows(awkward)).isEqualTo(plain);
        assertThat(house.events()).containsExactly("MISS card", "HIT card");
        assertThat(restarted.events()).containsExactly("HIT card");
        assertThat(house(CaffeineStore.ofMegabytes(1), markup).shows(awkward)).isEqualTo(plain);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<script th:inline=\"javascript\">[# cache:hole]var u = [[${session.user}]];[/]</script>",
                "<style th:inline=\"css\">[# cache:hole]p { color: [[${session.user}]] }[/]</style>",
                "<textarea th:inline=\"text\">[# cache:hole][[${session.user}]][/]</textarea>",
                "<p th:inline=\"text\">[# cache:hole][[${session.user}]][/]</p>",
                "<!--[if IE]><b cache:hole th:text=\"${session.user}\">x</b><![endif]-->"
            })
    void hereItIsAnErrorWithItsLine(String markup) {
        assertThatThrownBy(() -> house(CaffeineStore.ofMegabytes(1), markup).shows(zoe))
                .hasStackTraceContaining(
                        "A cache:hole stands in what Thymeleaf parses only when it is rendered, a text with"
                                + " th:inline or a conditional comment: the next request would not find it. Put cache:hole on the"
                                + " element around it, for instance <script cache:hole th:inline=\"javascript\">."
                                + " (template: \"page\" - line 2, col ");
    }

    private static WebStage house(Store store, String markup) {
        return WebStage.over(store)
                .template("mail.txt", MAIL)
                .template("page", "<div cache:fragment=\"card\" cache:key=\"'tea'\">\n" + markup + "</div>");
    }
}
