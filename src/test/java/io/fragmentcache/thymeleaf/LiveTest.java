package io.fragmentcache.thymeleaf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fragmentcache.stage.Guest;
import io.fragmentcache.stage.WebStage;
import io.fragmentcache.store.CaffeineStore;
import java.util.List;
import nz.net.ultraq.thymeleaf.layoutdialect.LayoutDialect;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.thymeleaf.exceptions.TemplateProcessingException;

/** Templates whose author says that they are rendered for each request, whatever includes them. */
class LiveTest {
    private static final String BASKET = """
            <u>no</u><b th:fragment="basket" cache:live>[[${session.user}]]</b><b th:fragment="of(id)" cache:live>[[${id}]] [[${session.user}]]</b>""";

    private final Guest zoe = Guest.named("Zoë");
    private final Guest jose = Guest.named("José");

    private WebStage site(boolean spel) {
        return WebStage.of(spel, CaffeineStore.ofMegabytes(8)).template("inc", BASKET);
    }

    /** Both visitors see what plain Thymeleaf shows them, and the second one from the store. */
    private void isLive(WebStage house, String... events) {
        house.events();
        for (Guest guest : List.of(zoe, jose, zoe)) {
            assertThat(house.shows(guest)).isEqualTo(house.plain(guest)).contains(guest.name);
        }
        assertThat(house.events()).containsExactly(events);
    }

    @ParameterizedTest
    @CsvSource({
        "insert,false", "replace,false", "include,false",
        "insert,true", "replace,true", "include,true"
    })
    void whateverCachedFragmentIncludesItKeepsAHoleInItsPlace(String how, boolean spel) {
        WebStage house = site(spel)
                .template(
                        "page",
                        "<p cache:fragment=\"card\" cache:key=\"'tea'\">Tea <i th:" + how
                                + "=\"~{inc :: basket}\"></i>, <i th:" + how
                                + "=\"~{inc :: of(${3 + 4})}\"></i>, <i th:"
                                + how + "=\"inc :: of(id='x')\"></i></p>");
        isLive(house, "MISS card", "HIT card", "HIT card");
    }

    @ParameterizedTest
    @ValueSource(strings = {"insert", "replace", "include"})
    void itsArgumentsAreThoseOfTheIncludeInEachTurnOfALoop(String how) {
        WebStage house = site(false)
                .set("all", List.of("a", "b"))
                .template(
                        "page",
                        "<p cache:fragment=\"card\" cache:key=\"'tea'\"><u th:each=\"i : ${all}\"><i th:" + how
                                + "=\"~{inc :: of(${i})}\"></i></u></p>");
        isLive(house, "MISS card", "HIT card", "HIT card");
        assertThat(house.shows(zoe)).contains("a Zoë").contains("b Zoë");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aTemplateThatIsChosenAtRunTimeMayBeLive(boolean spel) {
        WebStage house = site(spel).set("which", "inc").template("page", """
                <p cache:fragment="card" cache:key="${which}"><i th:replace="~{${which} :: of(7)}"></i></p>""");
        isLive(
                house,
                "MISS card",
                "refused card: it includes 'inc', chosen at run time, for the first time",
                "MISS card",
                "HIT card");
    }

    @Test
    void aWholeTemplateMayBeLive() {
        WebStage house = site(false)
                .template("all", "<b cache:live>[[${session.user}]]</b>")
                .template("page", """
                <p cache:fragment="card" cache:key="'tea'"><i th:insert="~{all}"></i></p>""");
        isLive(house, "MISS card", "HIT card", "HIT card");
    }

    @Test
    void aFragmentInAFragmentIncludesIt() {
        WebStage house = site(false).template("page", """
                <p cache:fragment="outer" cache:key="'all'"><i cache:fragment="inner" cache:key="'tea'"><i th:replace="~{inc :: of(1)}"></i></i></p>""");
        isLive(house, "MISS outer", "MISS inner", "HIT outer", "HIT outer");
    }

    @Test
    void aLiveFragmentIncludesAnotherAndHoldsAFragmentOfEachVisitor() {
        WebStage house = site(false).template("out", """
                        <div th:fragment="all(n)" cache:live><i th:replace="~{inc :: of(${n + 1})}"></i><u cache:fragment="mine" cache:key="${session.user}">[[${n}]]</u></div>""").template("page", """
                        <p cache:fragment="card" cache:key="'tea'"><i th:replace="~{out :: all(1)}"></i></p>""");
        isLive(house, "MISS card", "MISS mine", "HIT card", "MISS mine", "HIT card", "HIT mine");
    }

    @Test
    void aCachedBodyIncludesALiveOneThatWasCutOutOfItsTemplate() {
        WebStage house = site(false).template("page", """
                <p cache:fragment="card" cache:key="'tea'"><i th:include="~{cut :: part}"></i></p>""").template("cut", """
                <b th:fragment="part" cache:live><u cache:fragment="mine" cache:key="${session.user}"><i>a</i><i>[[${session.user}]]</i><i>c</i></u></b>""");
        isLive(house, "MISS card", "MISS mine", "HIT card", "MISS mine", "HIT card", "HIT mine");
    }

    @Test
    void anIncludeTakesWhatIsInsideAHoleAsAHole() {
        WebStage house = site(false).template("holed", """
                <b th:fragment="part" cache:hole="id=5">[[${id}]] [[${session.user}]]</b>""").template("page", """
                <p cache:fragment="card" cache:key="'tea'"><i th:include="~{holed :: part}"></i></p>""");
        assertThat(house.shows(zoe)).isEqualTo("<p><i>5 Zoë</i></p>");
        assertThat(house.shows(jose)).isEqualTo("<p><i>5 José</i></p>");
        assertThat(house.events()).containsExactly("MISS card", "HIT card");
    }

    @Test
    void whatTheSignatureDoesNotNameIsWrittenAtTheMark() {
        WebStage house = site(false).template("more", """
                <b th:fragment="part" data-cache-live="id=${n}, twice=${n * 2}">[[${id}]] [[${twice}]] [[${session.user}]]</b>""").template("page", """
                <p cache:fragment="card" cache:key="'tea'"><i th:replace="~{more :: part(n=4)}"></i></p>""");
        house.shows(zoe);
        assertThat(house.shows(jose)).isEqualTo("<p><b>4 8 José</b></p>");
    }

    @Test
    void outsideOfAFragmentItIsAnElementAsAnyOther() {
        WebStage house = site(false).template("page", "<p><i th:replace=\"~{inc :: of(2)}\"></i></p>");
        assertThat(house.shows(zoe)).isEqualTo("<p><b>2 Zoë</b></p>");
        house.template("other", "<b cache:live>[[${session.user}]]</b>");
        assertThat(house.shows("other", jose)).isEqualTo("<b>José</b>");
    }

    @Test
    void anEditOfItIsSeenByWhatIncludesIt() {
        WebStage house = site(false).template("page", """
                <p cache:fragment="card" cache:key="'tea'"><i th:replace="~{inc :: basket}"></i></p>""");
        house.shows(zoe);
        house.template("inc", "<b th:fragment=\"basket\" cache:live>new [[${session.user}]]</b>");
        house.clearTemplates();
        assertThat(house.shows(jose)).isEqualTo("<p><b>new José</b></p>");
        house.template("inc", "<b th:fragment=\"basket\">baked in</b>");
        house.clearTemplates();
        assertThat(house.shows(jose)).isEqualTo("<p><b>baked in</b></p>");
    }

    @Test
    void aLayoutIncludesIt() {
        WebStage house = site(false)
                .dialect(new LayoutDialect())
                .template("lay", "<b layout:fragment=\"of(id)\" cache:live>[[${id}]] [[${session.user}]]</b>")
                .template("layout", """
                        <html><body><nav cache:fragment="menu" cache:key="'m'">Menu <i th:replace="~{inc :: of(9)}"></i></nav><main layout:fragment="content">x</main></body></html>""")
                .template("page", """
                        <html layout:decorate="~{layout}"><body><main layout:fragment="content"><p cache:fragment="card" cache:key="'tea'"><i layout:replace="~{lay :: of(8)}"></i><i layout:insert="~{inc :: of(id=6)}"></i></p></main></body></html>""");
        isLive(house, "MISS menu", "MISS card", "HIT menu", "HIT card", "HIT menu", "HIT card");
        assertThat(house.shows(zoe)).contains("Menu <b>9 Zoë</b>").contains("<p><b>8 Zoë</b>");
    }

    @Test
    void anArgumentThatIsNotPlainIsAnErrorThatNamesIt() {
        WebStage house = site(false).set("items", List.of("tea")).template("page", """
                <p cache:fragment="card" cache:key="'tea'"><i th:replace="~{inc :: of(${items})}"></i></p>""");
        assertThatThrownBy(() -> house.shows(zoe))
                .isInstanceOf(TemplateProcessingException.class)
                .hasMessageStartingWith("The argument 'id' of cache:live is a "
                        + List.of("tea").getClass().getName()
                        + ", which is not a plain value. It is kept with the fragment: hand over what identifies it");
    }

    @Test
    void theGuardNamesItWhereAnIncludedTemplateReadsTheVisitor() {
        WebStage house = WebStage.strict()
                .template("inc", "<b th:fragment=\"basket\">[[${session.user}]]</b>")
                .template("page", """
                        <p cache:fragment="card" cache:key="'tea'"><i th:replace="~{inc :: basket}"></i></p>""");
        assertThatThrownBy(() -> house.shows(zoe))
                .isInstanceOf(TemplateProcessingException.class)
                .hasMessageStartingWith(
                        "'card' reads session.user (line 1), which its tag does not declare: it keeps an"
                                + " entry for each value. Add it to cache:key, add cache:vary, put that part in cache:hole, or"
                                + " write cache:live beside the th:fragment of 'inc' that reads it.");
    }
}
