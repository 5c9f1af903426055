package io.fragmentcache.internal.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.stage.Account;
import io.fragmentcache.stage.Guest;
import io.fragmentcache.stage.WebStage;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A variable that is read over and over is told once, as long as it is the same object of the same tag around. */
class ReadAgainTest {
    private final Guest ann = Guest.withoutName().session("name", "Ann");
    private final Guest bob = Guest.withoutName().session("name", "Bob");

    private static WebStage pages(String body) {
        return WebStage.open().template("page", body);
    }

    private void areRight(WebStage pages) {
        for (Guest guest : List.of(ann, bob, ann, bob)) {
            assertThat(pages.shows(guest)).isEqualTo(pages.plain(guest));
        }
    }

    @Test
    void whatATagInsideSetsUnderTheSameNameIsItsOwnAndWhatIsReadAfterItIsNot() {
        areRight(pages("""
                <div th:with="n=${session.name}"><p cache:fragment="f" cache:key="'k'">[[${n}]] [[${n}]]
                <i th:with="n='inner'">[[${n}]]</i><i th:each="n : ${ {'a', 'b'} }">[[${n}]]</i> [[${n}]]</p></div>"""));
    }

    @Test
    void behindATagThatSetTheVerySameObjectTheVariableIsReadOnceMore() {
        String same = "Ann";
        WebStage pages = pages("""
                <div th:with="n=${session.name},m=${session.same}"><p cache:fragment="f" cache:key="'k'">
                <i th:with="n=${m}">[[${n}]] [[${n}]] [[${n}]]</i> [[${n}]]</p></div>""");

        for (String name : List.of(same, "Bob", same, "Bob")) {
            Guest guest = Guest.withoutName().session("name", name).session("same", same);
            assertThat(pages.shows(guest)).isEqualTo(pages.plain(guest));
        }
    }

    @Test
    void manyVariablesReadInTurnsAreEachCompared() {
        StringBuilder set = new StringBuilder();
        StringBuilder read = new StringBuilder();
        for (int i = 0; i < 12; i++) {
            set.append(i == 0 ? "" : ",").append("v" + i + "=${session.name + " + i + "}");
            read.append("[[${v" + i + "}]] ");
        }
        areRight(pages("<div th:with=\"" + set + "\"><p cache:fragment=\"f\" cache:key=\"'k'\">"
                + read.toString().repeat(3) + "</p></div>"));
    }

    @Test
    void theFragmentAroundHearsWhatItsInnerOnesReadAgain() {
        areRight(pages("""
                <div th:with="n=${session.name}"><section cache:fragment="outer" cache:key="'o'">
                <p cache:fragment="one" cache:key="${n}">[[${n}]] [[${n}]]</p>
                <p cache:fragment="two" cache:key="'k'"><b th:with="m=${n}">[[${m}]] [[${n}]]</b></p></section></div>"""));
    }

    @Test
    void whatTheFragmentAroundSetsIsReadOnceMoreByEachInsideIt() {
        areRight(pages("""
                <section cache:fragment="outer" cache:key="'o'"><th:block th:each="i : ${ {1, 2, 3} }" th:with="n=${i + session.name}">
                <p cache:fragment="row" cache:key="${i}">[[${n}]] [[${n}]] [[${iStat.index}]] [[${iStat.current}]]</p></th:block></section>"""));
    }

    @Test
    void aRowWhoseMemberIsTheSameObjectAsTheOneBeforeIsReadOnceMore() {
        areRight(pages("""
                <th:block th:with="a=${session.name}"><ul><li th:each="n : ${ {a, a, 'x', a} }"
                cache:fragment="row" cache:key="${nStat.index}">[[${n}]] [[${n}]] [[${nStat.count}]]</li></ul></th:block>"""));
    }

    @Test
    void whatIsReadAgainByAnotherPathJoinsByThatPathToo() {
        WebStage pages = pages("""
                <div th:with="u=${session.user}"><p cache:fragment="f" cache:key="'k'">[[${u.name}]] [[${u.name}]] [[${u.plan}]]</p></div>""");
        Guest gold = Guest.withoutName().session("user", new Account("Ann", "gold", null));
        Guest paid = Guest.withoutName().session("user", new Account("Ann", "paid", null));

        for (Guest guest : List.of(gold, paid, gold, paid)) {
            assertThat(pages.shows(guest)).isEqualTo(pages.plain(guest));
        }
    }
}
