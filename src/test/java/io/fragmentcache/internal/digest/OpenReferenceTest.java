package io.fragmentcache.internal.digest;

import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.digest.DependencyTree;
import io.fragmentcache.digest.Reference;
import io.fragmentcache.digest.Reference.Kind;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.thymeleaf.context.ExpressionContext;
import org.thymeleaf.standard.expression.StandardExpressions;

/** What is chosen at run time: told with its place, never guessed, never executed. */
class OpenReferenceTest {
    private static List<String> open(String inside) {
        Site site = Site.of("page", "<div cache:fragment='it'>\n" + inside + "</div>")
                .template("other", "<b th:fragment='x(a)'>other</b>");
        List<String> open = new ArrayList<>();
        for (Reference reference : site.tree("page :: it").open()) {
            open.add(reference.place() + " " + reference.source());
        }
        return open;
    }

    @Test
    void aTemplateChosenAtRunTimeIsOpen() {
        assertThat(open("<p th:insert='~{${theme}}'></p>")).containsExactly("page line 2 ${theme}");
        assertThat(open("<p th:insert='~{${theme} :: x}'></p>")).containsExactly("page line 2 ${theme}");
        assertThat(open("<p th:insert='${theme}'></p>")).containsExactly("page line 2 ${theme}");
        assertThat(open("<p th:insert=\"~{'a' + ${theme}}\"></p>")).containsExactly("page line 2 'a' + ${theme}");
        assertThat(open("<p th:insert='${a} ? ${b} : ~{other}'></p>")).containsExactly("page line 2 ${b}");
        assertThat(open("[[~{${theme}}]]")).containsExactly("page line 2 ${theme}");
    }

    @Test
    void aDeclaredOneIsNot() {
        assertThat(open("<p th:insert='~{${theme}}' cache:depends='other'></p>"))
                .isEmpty();
    }

    @Test
    void preprocessingIsOpenAndNotExecuted() {
        Site site = Site.of("page", """
                <div cache:fragment='it'>
                  <p th:insert="~{__${#counter.next()}__}"></p>
                  <p th:insert="__${#counter.next()}__"></p>
                  <p th:text='__${#counter.next()}__' th:title='#{__${#counter.next()}__}'></p>
                  <p th:each='x : __${#counter.next()}__' th:with='x=__${#counter.next()}__'></p>
                  <p th:fragment='f(__${#counter.next()}__)' cache:hole='x=__${#counter.next()}__'></p>
                  <p cache:each='x : __${#counter.next()}__' layout:insert='~{__${#counter.next()}__}'></p>
                  <!--[if IE]><p th:text='__${#counter.next()}__'></p><![endif]-->
                  <script th:inline='javascript'>[# th:text='__${#counter.next()}__'/] [[__${#counter.next()}__]]</script>
                  [[__${#counter.next()}__]] [(${#counter.next()})]
                </div>""");

        DependencyTree tree = site.tree("page :: it");

        assertThat(tree.open()).extracting(Reference::line).containsExactly(2, 3, 7);
        assertThat(tree.dynamicMessages()).isTrue();
        assertThat(site.counter.count()).isZero();
    }

    @Test
    void theEnginesOwnParserExecutesPreprocessing() {
        Site site = Site.of("page", "");

        StandardExpressions.getExpressionParser(site.engine.getConfiguration())
                .parseExpression(new ExpressionContext(site.engine.getConfiguration()), "__${#counter.next()}__");

        assertThat(site.counter.count()).as("or the test above could not fail").isEqualTo(1);
    }

    @Test
    void aSingleMarkIsPlainText() {
        Site site = Site.of("page", "<div cache:fragment='it'><p th:insert='~{shop/card__title}'></p></div>")
                .template("shop/card__title", "title");

        site.edit("shop/card__title", "title", "edited").changesOnly("page :: it");
        assertThat(site.tree("page :: it").open()).isEmpty();
    }

    @Test
    void aFragmentThatIsHandedInIsNotOpen() {
        Site site = Site.of(
                "card",
                "<div th:fragment='card(p, actions)'><div cache:fragment='it' th:fragment='x(more)'>"
                        + "<p th:insert='${actions}'></p><p th:replace='${more}'></p></div></div>");

        assertThat(site.tree("card :: it").open()).isEmpty();
        assertThat(site.tree("card :: it").handed())
                .extracting(Reference::source)
                .containsExactly("${actions}", "${more}");
    }

    @Test
    void whatALayoutPrintsIsLeftToThePage() {
        Site site = Site.of(
                "layout", "<html><body cache:fragment='it'>\n<main layout:fragment='content'></main></body></html>");

        assertThat(site.tree("layout :: it").open()).isEmpty();
        assertThat(site.tree("layout :: it").fromPage())
                .containsExactly(new Reference(Kind.PAGE, "layout", 2, "content", null, false));
    }

    @Test
    void aLocalFragmentIsFoundInItsOwnTemplateFirst() {
        Site site = Site.of(
                        "page",
                        "<div cache:fragment='it'><p th:insert='~{other}'></p><p th:insert='~{::own}'></p></div><b"
                                + " th:fragment='own'>own</b><b th:fragment='title'>title</b><i>no</i>")
                .template("other", "<p th:insert='~{this :: own}'></p><u th:fragment='own'>other's</u>");

        site.edit("page", ">own<", ">edited<").changesOnly("page :: it");
        site.edit("other", "other's", "edited").changesOnly("page :: it");
        site.edit("page", "<i>no", "<i>yes").changesNothing();
        site.edit("page", ">title<", ">other<").changesNothing();
    }

    @Test
    void aLocalFragmentThatIsNotThereIsTakenFromTheTemplateAround() {
        Site site = Site.of(
                        "page",
                        "<div cache:fragment='it'><p th:insert='~{other}'></p></div><b th:fragment='own'>own</b>")
                .template(
                        "other",
                        "<p th:insert='~{this :: own}'></p><p cache:fragment='inner' th:insert='~{::own}'></p>");

        site.edit("page", ">own<", ">edited<").changesOnly("page :: it");
        assertThat(site.tree("other :: inner").fromPage())
                .extracting(Reference::source)
                .containsExactly("~{::own}");
        assertThat(site.tree("page :: it").fromPage()).isEmpty();
    }

    @Test
    void whatMayBeAbsentIsSeenWhenItAppears() {
        Site site = Site.of("page", "<div cache:fragment='it'><p th:insert='~{maybe} ?: ~{other}'></p></div>")
                .template("other", "<b>other</b>");
        String absent = site.digest("page :: it");

        assertThat(site.tree("page :: it"))
                .hasToString("page :: it  " + absent + "\n  ~{maybe} (absent)\n  ~{other}\n");
        site.template("maybe", "<b>there</b>").digests().forget();
        assertThat(site.digest("page :: it")).isNotEqualTo(absent);
    }

    @Test
    void messagesAreFoundWhereverTheyArePrinted() {
        DependencyTree tree = Site.of(
                        "page",
                        "<div cache:fragment='it' th:title='#{a}'>[[#{b(${x}, #{c})}]]"
                                + "<p th:text=\"${#messages.msg('d')} + (${y} ? #{e} : #{|f|})\" th:with='x=#{g}'></p>"
                                + "<a th:href='@{/x(q=#{h})}' th:attr='title=#{i}'></a><p th:insert='~{other}'></p>"
                                + "<script th:inline='javascript'>var a = /*[[#{j}]]*/ 0;</script></div><p th:text='#{outside}'></p>")
                .template("other", "<b th:text='#{k}'></b>")
                .tree("page :: it");

        assertThat(tree.messages()).containsExactly("a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k");
        assertThat(tree.dynamicMessages()).isFalse();
    }

    @Test
    void aMessageChosenAtRunTimeIsToldAsSuch() {
        assertThat(messagesOf("#{${key}}").dynamicMessages()).isTrue();
        assertThat(messagesOf("#{__${key}__}").dynamicMessages()).isTrue();
        assertThat(messagesOf("${#messages.msg(key)}").dynamicMessages()).isTrue();
        assertThat(messagesOf("${#messages.msg('a')} + ${#messages.msgOrNull(key)}")
                        .dynamicMessages())
                .isTrue();
        assertThat(messagesOf("#{a} + ${b}").dynamicMessages()).isFalse();
    }

    private static DependencyTree messagesOf(String text) {
        return Site.of("page", "<p cache:fragment='it' th:text=\"" + text + "\"></p>")
                .tree("page :: it");
    }

    @Test
    void anExpressionInTextIsSeenAlsoWhereTheParserLeavesItInTheText() {
        Site site = Site.of(
                        "page",
                        "<p cache:fragment='it'>a [[~{other}]] b [(#{m('a ]] \"b')})] [[${x}</p><p cache:fragment='off'"
                                + " th:inline='none'>[[~{gone}]]</p>")
                .template("other", "<b>other</b>");
        site.engine.addDialect(new TextReader());

        site.edit("other", "other", "edited").changesOnly("page :: it");
        assertThat(site.tree("page :: it").messages()).containsExactly("m");
    }
}
