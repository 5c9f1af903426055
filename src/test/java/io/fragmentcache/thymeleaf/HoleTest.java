package io.fragmentcache.thymeleaf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fragmentcache.stage.Guest;
import io.fragmentcache.stage.WebStage;
import io.fragmentcache.store.CaffeineStore;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.thymeleaf.dialect.IPostProcessorDialect;
import org.thymeleaf.engine.AbstractTemplateHandler;
import org.thymeleaf.exceptions.TemplateProcessingException;
import org.thymeleaf.model.IText;
import org.thymeleaf.postprocessor.IPostProcessor;
import org.thymeleaf.postprocessor.PostProcessor;
import org.thymeleaf.templatemode.TemplateMode;

/** Parts of a remembered text that are rendered for each request. */
class HoleTest {
    private final Guest zoe = Guest.named("Zoë");
    private final Guest jose = Guest.named("José");
    private final WebStage house = WebStage.open();

    @Test
    void aHoleIsRenderedForEachRequestAndTheRestOnce() {
        house.template("page", """
                <p cache:fragment="card" cache:key="'tea'">Tea, <b cache:hole th:text="${session.user}">x</b>!</p>""");
        assertThat(house.shows(zoe)).isEqualTo("<p>Tea, <b>Zoë</b>!</p>");
        assertThat(house.shows(jose)).isEqualTo("<p>Tea, <b>José</b>!</p>");
        assertThat(house.events()).containsExactly("MISS card", "HIT card");
    }

    @Test
    void outsideAFragmentAHoleIsAnElementWithItsArgumentsAsVariables() {
        house.template("page", """
                <b cache:hole="id=${3 + 4}" th:text="|${id} ${session.user}|">x</b>""");
        assertThat(house.shows(zoe)).isEqualTo("<b>7 Zoë</b>");
    }

    @Test
    void aHoleInsideAHoleSeesTheArgumentsOfBoth() {
        house.template("page", """
                <p cache:fragment="card" cache:key="'tea'"><b cache:hole="a=1">[[${a}]]<i cache:hole="b=${a + 1}">[[${a}]][[${b}]][[${session.user}]]</i></b></p>""");
        assertThat(house.shows(zoe)).isEqualTo("<p><b>1<i>12Zoë</i></b></p>");
        assertThat(house.shows(jose)).isEqualTo("<p><b>1<i>12José</i></b></p>");
    }

    @Test
    void eachTurnOfALoopKeepsItsOwnArguments() {
        house.set("items", List.of("tea", "oat")).template("page", """
                <ul cache:fragment="list" cache:key="'all'"><li th:each="p, s : ${items}"><b cache:hole="id=${p},n=${s.count}">[[${n}]] [[${id}]] [[${session.user}]]</b></li></ul>""");
        assertThat(house.shows(zoe)).isEqualTo("<ul><li><b>1 tea Zoë</b></li><li><b>2 oat Zoë</b></li></ul>");
        assertThat(house.shows(jose)).isEqualTo("<ul><li><b>1 tea José</b></li><li><b>2 oat José</b></li></ul>");
    }

    @Test
    void argumentsAreKeptWithTheTextTheyWereRenderedFor() {
        house.set("price", 5).template("page", """
                <p cache:fragment="card" cache:key="'tea'">[[${price}]] <b cache:hole="old=${price}">[[${old}]]</b></p>""");
        house.shows(zoe);
        house.set("price", 6);
        assertThat(house.shows(zoe)).isEqualTo("<p>5 <b>5</b></p>");
    }

    /** All holes of a text go through one chain of the engine's handlers. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void noHoleLeavesAnythingBehindForTheNext(long seed) {
        List<String> bodies = List.of(
                "<b%s th:text=\"${session.user}\">x</b>",
                "<b%s th:if=\"${session.user == 'Zoë'}\">only <i th:text=\"${session.user}\">x</i></b>",
                "<b%s th:remove=\"tag\">no tag</b>",
                "<b%s th:remove=\"all-but-first\"><i>1</i><i>2</i></b>",
                "<b%s th:each=\"n : ${ {1, 2} }\" th:text=\"${n}\">x</b>",
                "<b%s th:with=\"n=5\" th:object=\"${session.user}\">[[*{length()}]] [[${n}]]</b>",
                "<b%s th:inline=\"none\">[[${session.user}]]</b>",
                "<b%s th:utext=\"${n} ?: '<i>none</i>'\">x</b>",
                "<input%s th:value=\"${session.user}\">",
                "<th:block%s>[[${session.user}]]</th:block>",
                "<b%s th:switch=\"${session.user}\"><i th:case=\"'Zoë'\">Z</i><i th:case=\"*\">other</i></b>");
        Random chance = new Random(seed);
        String marked = IntStream.range(0, 30)
                .mapToObj(i -> bodies.get(chance.nextInt(bodies.size())))
                .collect(Collectors.joining(" - "));
        house.template(
                "page",
                "<p cache:fragment=\"card\" cache:key=\"'tea'\">" + marked.replace("%s", " cache:hole") + "</p>");
        for (Guest guest : List.of(zoe, jose, zoe)) {
            assertThat(house.shows(guest)).isEqualTo(house.plain(guest));
        }
    }

    @Test
    void everyKindOfPlainArgumentComesBackAsItWas() {
        house.set("kind", TemplateMode.HTML).template("page", """
                <p cache:fragment="card" cache:key="'tea'"><b cache:hole="a=${1L},b='x',c=${true},d=${1.5},e=${kind},f=null">[[${a}]] [[${b}]] [[${c}]] [[${d}]] [[${e.markup}]] [[${f == null}]]</b></p>""");
        assertThat(house.shows(zoe)).isEqualTo("<p><b>1 x true 1.5 true true</b></p>");
        assertThat(house.shows(zoe)).isEqualTo("<p><b>1 x true 1.5 true true</b></p>");
    }

    @Test
    void anArgumentThatIsNoPlainValueIsAnErrorThatNamesIt() {
        house.set("items", List.of("tea")).template("page", """
                <p cache:fragment="card" cache:key="'tea'">
                  <b cache:hole="all=${items}">x</b></p>""");
        assertThatThrownBy(() -> house.shows(zoe))
                .isInstanceOf(TemplateProcessingException.class)
                .hasMessage("The argument 'all' of cache:hole is a "
                        + List.of("tea").getClass().getName()
                        + ", which is not a plain value. It is kept with the fragment: hand over what identifies it, for"
                        + " instance cache:hole=\"id=${p.id}\". (template: \"page\" - line 2, col 3)");
    }

    @Test
    void aHoleInAnInsertedTemplateFindsThePiecesOfThatTemplate() {
        house.template("page", """
                        <div cache:fragment="card" cache:key="'tea'" th:insert="~{card :: body}"></div><p th:fragment="piece">of the page</p>""").template("card", """
                        <th:block th:fragment="body">Tea <b cache:hole="id=7"><i th:replace="~{:: piece}"></i></b></th:block><p th:fragment="piece">[[${id}]] [[${session.user}]]</p>""");
        assertThat(house.shows(zoe)).isEqualTo("<div>Tea <b><p>7 Zoë</p></b></div><p>of the page</p>");
        assertThat(house.shows(jose)).isEqualTo("<div>Tea <b><p>7 José</p></b></div><p>of the page</p>");
        assertThat(house.events()).containsExactly("MISS card", "HIT card");
    }

    @Test
    void aHoleIsHandedInWithAFragmentThatIsAParameter() {
        house.template("page", """
                        <div cache:fragment="card" cache:key="'tea'" th:insert="~{card :: body(~{:: #more})}"></div><p th:remove="all"><b id="more"><i cache:hole>[[${session.user}]]</i></b></p>""").template("card", """
                        <th:block th:fragment="body(more)">Tea <u th:replace="${more}"></u></th:block>""");
        assertThat(house.shows(zoe)).isEqualTo("<div>Tea <b id=\"more\"><i>Zoë</i></b></div>");
        assertThat(house.shows(jose)).isEqualTo("<div>Tea <b id=\"more\"><i>José</i></b></div>");
    }

    @Test
    void aHoleOfAnInnerFragmentIsNeverBakedIntoTheOneAround() {
        house.template("page", """
                <ul cache:fragment="outer" cache:key="'all'"><li cache:fragment="inner" cache:key="'Tea', 1">[<b cache:hole="id=1">[[${id}]] [[${session.user}]]</b>]</li></ul>""");
        assertThat(house.shows(zoe)).isEqualTo("<ul><li>[<b>1 Zoë</b>]</li></ul>");
        assertThat(house.shows(jose)).isEqualTo("<ul><li>[<b>1 José</b>]</li></ul>");
        assertThat(house.events()).containsExactly("MISS outer", "MISS inner", "HIT outer");
    }

    @Test
    void aHoleOfAnInnerHitIsNotBakedInEither() {
        house.set("other", "a").template("page", """
                <ul cache:fragment="outer" cache:key="${other}">[[${other}]]<li cache:fragment="inner" cache:key="'tea'"><b cache:hole>[[${session.user}]]</b>!</li></ul>""");
        house.shows(zoe);
        house.set("other", "b");
        assertThat(house.shows(jose)).isEqualTo("<ul>b<li><b>José</b>!</li></ul>");
        assertThat(house.shows(zoe)).isEqualTo("<ul>b<li><b>Zoë</b>!</li></ul>");
        assertThat(house.events()).containsExactly("MISS outer", "MISS inner", "MISS outer", "HIT inner", "HIT outer");
    }

    @Test
    void aHoleMayHaveAFragmentOfEachVisitorInside() {
        house.template("page", """
                <ul cache:fragment="outer" cache:key="'all'">Tea <b cache:hole="id=7" cache:fragment="mine" cache:key="${session.user}" th:text="|${id} ${session.user} ${count}|">x</b></ul>""");
        assertThat(house.set("count", 1).shows(zoe)).isEqualTo("<ul>Tea <b>7 Zoë 1</b></ul>");
        assertThat(house.set("count", 2).shows(zoe)).isEqualTo("<ul>Tea <b>7 Zoë 1</b></ul>");
        assertThat(house.shows(jose)).isEqualTo("<ul>Tea <b>7 José 2</b></ul>");
        assertThat(house.events())
                .containsExactly("MISS outer", "MISS mine", "HIT outer", "HIT mine", "HIT outer", "MISS mine");
    }

    @Test
    void touchingTheFragmentInAHoleLeavesTheOneAroundAlone() {
        house.set("basket", 1).template("page", """
                <ul cache:fragment="outer" cache:key="'all'"><b cache:hole><i cache:fragment="mine" cache:key="'x'" cache:tags="'Basket:7'">[[${basket}]]</i></b></ul>""");
        house.shows(zoe);
        house.events();
        house.set("basket", 2).touch("Basket", 7);
        assertThat(house.shows(zoe)).isEqualTo("<ul><b><i>2</i></b></ul>");
        assertThat(house.events()).containsExactly("HIT outer", "MISS mine");
    }

    @Test
    void conditionsAndLoopsOnTheHolesTagAreEvaluatedForEachRequest() {
        house.template("page", """
                <p cache:fragment="card" cache:key="'tea'">(<b cache:hole="id=1" th:if="${session.cart != null}" th:each="c : ${session.cart}">[[${id}]][[${c}]]</b>)</p>""");
        assertThat(house.shows(zoe)).isEqualTo("<p>()</p>");
        zoe.session("cart", List.of("a", "b"));
        assertThat(house.shows(zoe)).isEqualTo("<p>(<b>1a</b><b>1b</b>)</p>");
        assertThat(house.shows(jose)).isEqualTo("<p>()</p>");
    }

    @Test
    void aHoleMayBeATagThatIsNotPrinted() {
        house.template("page", """
                <p cache:fragment="card" cache:key="'tea'">Tea <th:block cache:hole="id=1">[[${id}]] [[${session.user}]]</th:block>.</p>""");
        assertThat(house.shows(zoe)).isEqualTo("<p>Tea 1 Zoë.</p>");
        assertThat(house.shows(jose)).isEqualTo("<p>Tea 1 José.</p>");
    }

    @Test
    void anEmptyElementMayBeAHole() {
        house.template("page", """
                <p cache:fragment="card" cache:key="'tea'"><input cache:hole th:value="${session.user}"><br/><img cache:hole th:alt="${session.user}"/></p>""");
        assertThat(house.shows(zoe)).isEqualTo("<p><input value=\"Zoë\"><br/><img alt=\"Zoë\"/></p>");
        assertThat(house.shows(jose)).isEqualTo("<p><input value=\"José\"><br/><img alt=\"José\"/></p>");
    }

    @Test
    void theWholeFragmentMayBeOneHole() {
        house.template("page", """
                <th:block cache:fragment="card" cache:key="'tea'"><b cache:hole>[[${session.user}]]</b></th:block>""");
        assertThat(house.shows(zoe)).isEqualTo("<b>Zoë</b>");
        assertThat(house.shows(jose)).isEqualTo("<b>José</b>");
    }

    @Test
    void theAttributeMayBeWrittenWithData() {
        house.template("page", """
                <p data-cache-fragment="card" data-cache-key="'tea'"><b data-cache-hole="id=1">[[${id}]] [[${session.user}]]</b></p>""");
        assertThat(house.shows(zoe)).isEqualTo("<p><b>1 Zoë</b></p>");
        assertThat(house.shows(jose)).isEqualTo("<p><b>1 José</b></p>");
    }

    @Test
    void inliningThatIsOffAroundAHoleIsOffInIt() {
        house.template("page", """
                <p th:inline="none"><u cache:fragment="card" cache:key="'tea'"><b cache:hole>[[${session.user}]]</b></u></p>""");
        assertThat(house.shows(zoe)).isEqualTo("<p><u><b>[[${session.user}]]</b></u></p>");
        assertThat(house.shows(jose)).isEqualTo("<p><u><b>[[${session.user}]]</b></u></p>");
    }

    @Test
    void whatAVisitorTypedIsNeverEvaluatedInAHole() {
        zoe.session("user", "[[${7*7}]] <b> __${7*7}__");
        house.template("page", """
                <p cache:fragment="card" cache:key="'tea'"><b cache:hole="id=1" th:text="${session.user}">x</b></p>""");
        assertThat(house.shows(zoe)).isEqualTo("<p><b>[[${7*7}]] &lt;b&gt; __${7*7}__</b></p>");
        assertThat(house.shows(zoe)).isEqualTo("<p><b>[[${7*7}]] &lt;b&gt; __${7*7}__</b></p>");
    }

    @Test
    void textsHaveHolesToo() {
        house.template("mail.txt", """
                        [# cache:fragment="card" cache:key="'tea'"]Tea, [# cache:hole="id=1"][(${id})] [(${session.user})][/]![/]""").template("page", "<pre th:insert=\"~{mail.txt}\"></pre>");
        assertThat(house.shows(zoe)).isEqualTo("<pre>Tea, 1 Zoë!</pre>");
        assertThat(house.shows(jose)).isEqualTo("<pre>Tea, 1 José!</pre>");
        assertThat(house.events()).containsExactly("MISS card", "HIT card");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 1_000})
    void aPageMayBeAskedForInPieces(int piece) {
        house.set("items", List.of("tea", "oat")).template("page", """
                <ul cache:fragment="list" cache:key="'all'">(<li th:each="p : ${items}" cache:fragment="item" cache:key="${p}">[[${p}]] <b cache:hole="id=${p}">[[${id}]] [[${session.user}]]</b>;</li>)</ul>.""");
        String seenByZoe = "<ul>(<li>tea <b>tea Zoë</b>;</li><li>oat <b>oat Zoë</b>;</li>)</ul>.";
        assertThat(house.shows(zoe, piece)).isEqualTo(seenByZoe);
        assertThat(house.shows(jose, piece)).isEqualTo(seenByZoe.replace("Zoë", "José"));
        assertThat(house.shows(zoe, piece)).isEqualTo(seenByZoe);
    }

    @Test
    void aPageMayHaveFourHundredHoles() {
        List<Integer> items = IntStream.range(0, 400).boxed().toList();
        house.set("items", items).template("page", """
                <ul cache:fragment="list" cache:key="'all'"><li th:each="p : ${items}">[[${p}]]<b cache:hole="id=${p}">[[${id}]][[${session.user}]]</b></li></ul>""");
        for (Guest guest : List.of(zoe, jose, zoe)) {
            assertThat(house.shows(guest))
                    .isEqualTo(items.stream()
                            .map(item -> "<li>" + item + "<b>" + item + guest + "</b></li>")
                            .collect(Collectors.joining("", "<ul>", "</ul>")));
        }
    }

    @Test
    void aPostProcessorThatAsksForTheTextGetsItWithItsHoles() {
        house.dialect(new UpperCase()).template("page", """
                <p cache:fragment="card" cache:key="'tea'">Tea <b cache:hole>[[${session.user}]]</b></p>""");
        assertThat(house.shows(zoe)).isEqualTo("<P>TEA <B>ZOË</B></P>");
        assertThat(house.shows(jose)).isEqualTo("<P>TEA <B>JOSÉ</B></P>");
    }

    @Test
    void aTextThatLooksLikeAMarkStaysAsItIs() {
        String forged = "\uE000" + "0".repeat(32) + ":0\uE001 \uE000\uE001 \uE000";
        house.set("forged", forged).template("page", """
                <p cache:fragment="card" cache:key="'tea'">[[${forged}]]<b cache:hole>[[${session.user}]][[${forged}]]</b>[[${forged}]]</p>""");
        assertThat(house.shows(zoe)).isEqualTo("<p>" + forged + "<b>Zoë" + forged + "</b>" + forged + "</p>");
        assertThat(house.shows(jose)).isEqualTo("<p>" + forged + "<b>José" + forged + "</b>" + forged + "</p>");
    }

    @Test
    void anEntryThatOutlivedItsProcessFindsItsHolesInTheTemplateAgain() {
        CaffeineStore store = CaffeineStore.ofMegabytes(1);
        String page = """
                <div cache:fragment="list" cache:key="'all'"><p th:insert="~{card :: body}"></p></div>""";
        String card = """
                <th:block th:fragment="body"><b cache:hole="id=1">[[${id}]] [[${session.user}]]</b><i cache:hole="id=2">[[${id}]]</i></th:block>""";
        WebStage.over(store).template("page", page).template("card", card).shows(zoe);

        WebStage next = WebStage.over(store).template("page", page).template("card", card);
        assertThat(next.shows(jose)).isEqualTo("<div><p><b>1 José</b><i>2</i></p></div>");
        assertThat(next.events()).containsExactly("HIT list");
    }

    @Test
    void aFragmentWithHolesIsRegeneratedBehindItsReaders() {
        house.set("price", 5).template("page", """
                <ul cache:fragment="outer" cache:key="'all'">[[${price}]]<li cache:fragment="inner" cache:key="'tea'">[[${price}]] <b cache:hole="old=${price}">[[${old}]] [[${session.user}]]</b></li></ul>""");
        house.shows(zoe);
        house.set("price", 6).wait("6m");
        assertThat(house.shows(jose)).isEqualTo("<ul>5<li>5 <b>5 José</b></li></ul>");
        house.runBackground();
        assertThat(house.shows(zoe)).isEqualTo("<ul>6<li>6 <b>6 Zoë</b></li></ul>");
        assertThat(house.shows(jose)).isEqualTo("<ul>6<li>6 <b>6 José</b></li></ul>");
        assertThat(house.events())
                .containsExactly("MISS outer", "MISS inner", "STALE outer", "MISS inner", "HIT outer", "HIT outer");
    }

    @Test
    void anErrorInAHoleNamesItsTemplateAndLeavesNoVariableBehind() {
        house.template("page", """
                <p cache:fragment="card" cache:key="'tea'">
                  <b cache:hole="id=1" th:text="${session.user.length() / (session.user == 'Zoë' ? 0 : 1)}">x</b></p>
                [[${id}]]""");
        assertThatThrownBy(() -> house.shows(zoe))
                .isInstanceOf(TemplateProcessingException.class)
                .cause()
                .hasMessageContaining("(template: \"page\" - line 2, col 24)");
        assertThat(house.shows(jose)).isEqualTo("<p>\n  <b>4</b></p>\n");
    }

    /** Asks each text for its characters, as a dialect that minifies would. */
    private static final class UpperCase implements IPostProcessorDialect {
        @Override
        public String getName() {
            return "Upper case";
        }

        @Override
        public int getDialectPostProcessorPrecedence() {
            return 1_000;
        }

        @Override
        public Set<IPostProcessor> getPostProcessors() {
            return Set.of(new PostProcessor(TemplateMode.HTML, Handler.class, 1_000));
        }
    }

    /** Public, since the engine makes one for each page. */
    public static final class Handler extends AbstractTemplateHandler {
        @Override
        public void handleText(IText text) {
            super.handleText(
                    getContext().getModelFactory().createText(text.getText().toUpperCase(Locale.ROOT)));
        }
    }
}
