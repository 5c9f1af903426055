package io.fragmentcache.thymeleaf;

import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.stage.Counter;
import io.fragmentcache.stage.Guest;
import io.fragmentcache.stage.Item;
import io.fragmentcache.stage.WebStage;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a tag around a fragment sets must be in the fragment's key, or all would be shown the text of one. */
class LocalsTest {
    private final Guest zoe = Guest.named("Zoë");

    private final Guest jose = Guest.named("José");

    /** A page, and the variable that is said to be missing in the key. */
    @ParameterizedTest
    @CsvSource(delimiter = '§', quoteCharacter = '`', textBlock = """
        <i th:each="p : ${items}" cache:fragment="f" cache:key="'x'">[[${p.name}]]</i> § ${p} § th:each sets
        <b th:each="p : ${items}"><i cache:fragment="f" cache:key="'x'">[[${p.name}]]</i></b> § ${p} § th:each sets
        <i cache:each="p : ${items}" cache:fragment="f" cache:key="'x'">[[${p.name}]]</i> § ${p} § cache:each sets
        <i th:each="p : ${items}" cache:fragment="f" cache:key="${items}">[[${p.name}]]</i> § ${p} § th:each sets
        <i th:each="p, row : ${items}" cache:fragment="f" cache:key="${p}">[[${row.index}]]</i> § ${row} § th:each sets
        <i th:each="p : ${items}" cache:fragment="f" cache:key="${p}">[[${pStat.count}]]</i> § ${pStat} § th:each sets
        <i cache:each="p : ${items}" cache:fragment="f" cache:key="${p}">[[${pStat.odd}]]</i> § ${pStat} § cache:each sets
        <b th:each="p : ${items}" th:with="n=${p.name}"><i cache:fragment="f" cache:key="'x'">[[${n}]]</i></b> § ${n} § th:with sets
        <b th:each="p : ${items}" th:with="q=${p},n=${q.name}"><i cache:fragment="f" cache:key="'x'">[[${n}]]</i></b> § ${n} § th:with sets
        <b th:each="p : ${items}" th:object="${p}"><i cache:fragment="f" cache:key="'x'">[[*{name}]]</i></b> § *{..} § th:object sets
        <b th:each="s : ${items}"><i th:each="p : ${items}" cache:fragment="f" cache:key="${p}">[[${s.name}]]</i></b> § ${s} § th:each sets
        <b th:each="p : ${items}"><i cache:fragment="f" cache:key="'x'"><u th:each="q : ${ {p.name} }">[[${q}]]</u></i></b> § ${p} § th:each sets
        <b th:each="p : ${items}"><i cache:fragment="f" cache:key="'x'"><u th:with="p=${p.name}">[[${p}]]</u></i></b> § ${p} § th:each sets
        <b th:each="p : ${items}"><i cache:fragment="f" cache:key="'x'"><u th:with="p=1">.</u>[[${p.name}]]</i></b> § ${p} § th:each sets
        <b th:each="p : ${items}"><i cache:fragment="f" cache:key="'x'"><u cache:hole="n=${p.name}">[[${n}]]</u></i></b> § ${p} § th:each sets
        <b th:each="p : ${items}"><i cache:fragment="f" cache:key="'x'" th:insert="~{piece :: show(${p})}"></i></b> § ${p} § th:each sets
        <b th:each="p : ${items}"><u th:replace="~{cached :: cached(q=${p}, size='big')}"></u></b> § ${size} § th:replace sets
        <b th:each="p : ${items}"><u th:insert="~{cached :: cached(${p}, 'big')}"></u></b> § ${size} § th:insert sets
        <b th:each="p : ${items}"><u th:replace="~{fixed :: fixed(${p})}"></u></b> § ${q} § th:replace sets
        <i cache:fragment="o" cache:key="'o'"><b cache:hole="n=${name}"><i cache:fragment="f" cache:key="'x'">[[${n}]]</i></b></i> § ${n} § cache:hole sets
        <b th:with="u=${session.user}"><i cache:fragment="f" cache:key="'x'">[[${u}]]</i></b> § ${u} § th:with makes of session.user
        <b th:with="u=${session['user']}"><i cache:fragment="f" cache:key="'x'">[[${u}]]</i></b> § ${u} § th:with makes of session.user
        <b th:with="u=|${session.user}!|"><i cache:fragment="f" cache:key="'x'">[[${u}]]</i></b> § ${u} § th:with makes of session.user
        <b th:with="s=${session}"><i cache:fragment="f" cache:key="'x'">[[${s.user}]]</i></b> § ${s} § th:with makes of session.*
        <b th:with="u=${param.user}"><i cache:fragment="f" cache:key="'x'">[[${u[0]}]]</i></b> § ${u} § th:with makes of param.user
        <b th:with="u=${session.user},v=${u}"><i cache:fragment="f" cache:key="'x'">[[${v}]]</i></b> § ${v} § th:with makes of session.user
        <b th:with="a=${session.user == 'Zoë'}"><i cache:fragment="f" cache:key="${yes}">[[${a}]]</i></b> § ${a} § th:with makes of session.user
        <b th:with="a=${session.user == 'Zoë'}"><i cache:fragment="f" cache:key="${yes}, ${a.toString()}">[[${a}]]</i></b> § ${a} § th:with makes of session.user
        <b th:object="${session.user}"><i cache:fragment="f" cache:key="'x'">[[*{length()}]]</i></b> § *{..} § th:object makes of session.user
        <b th:with="u=${session.user}"><i cache:fragment="f" cache:key="${u != null}">[[${u}]]</i></b> § ${u} § th:with makes of session.user
        <b th:with="u=${#ctx.getExchange().getPrincipal().getName()}"><i cache:fragment="f" cache:key="'x'">[[${u}]]</i></b> § ${u} § th:with makes of what #ctx tells of the request
        """)
    void whatTheKeyDoesNotNameJoinsByItself(String page, String variable, String how) {
        WebStage house = house(true).template("page", page).template("plain", Sample.plain(page));
        for (Guest guest : new Guest[] {zoe, jose, zoe, jose}) {
            assertThat(house.shows(guest)).isEqualTo(house.shows("plain", guest));
        }
        if (how.contains("session.*")) {
            assertThat(house.events()).as("a session as a whole joins no key").doesNotContain("HIT f");
        } else {
            assertThat(house.events()).as(variable).contains("HIT f").noneMatch(event -> event.startsWith("refused"));
        }
    }

    /** Pages whose keys hold enough, or of which nobody can tell. */
    @ParameterizedTest
    @CsvSource(delimiter = '§', quoteCharacter = '`', textBlock = """
        <i th:each="p : ${items}" cache:fragment="f" cache:key="${p}">[[${p.name}]]</i>
        <i cache:each="p : ${items}" cache:fragment="f" cache:key="${p}">[[${p.name}]]</i>
        <i th:each="p : ${items}" cache:fragment="f" cache:key="${p.id}">[[${p.name}]]</i>
        <i th:each="p, row : ${items}" cache:fragment="f" cache:key="${p}, ${row.index}">[[${row.index}]] [[${row.first}]]</i>
        <i th:each="p : ${items}" th:with="n=${p.name}" cache:fragment="f" cache:key="${p}">[[${n}]]</i>
        <i th:each="p : ${items}" th:with="n=${p.name}" cache:fragment="f" cache:key="${n}">[[${n}]] [[${p.name}]]</i>
        <i th:each="p : ${items}" th:with="q=${p}" cache:fragment="f" cache:key="${q}">[[${p.name}]]</i>
        <i th:each="p : ${items}" th:with="q=${p},n=${q.name},m=${n + q.id}" cache:fragment="f" cache:key="${p}">[[${m}]]</i>
        <i th:each="p : ${items}" th:object="${p}" cache:fragment="f" cache:key="*{id}">[[*{name}]] [[${p.name}]]</i>
        <i th:each="p : ${items}" th:object="${p}" cache:fragment="f" cache:key="${p}">[[*{name}]]</i>
        <i th:each="p : ${items}" cache:fragment="f" cache:key="__${p.id}__">[[${p.name}]]</i>
        <i th:each="p : ${items}" cache:fragment="f" cache:key="|a-${p.id}|">[[${p.name}]]</i>
        <i th:each="e : ${map}" cache:fragment="f" cache:key="${e.key}">[[${e.value}]]</i>
        <b th:with="title='Tea',n=${name}"><i cache:fragment="f" cache:key="'x'">[[${title}]] [[${n}]]</i></b>
        <b th:with="n=${name}"><u th:with="n=${n + '!'}"><i cache:fragment="f" cache:key="'x'">[[${n}]]</i></u></b>
        <b th:each="p : ${items}"><u th:replace="~{model :: model(q=${p})}"></u></b>
        <b th:each="p : ${items}"><u th:insert="~{model :: model(${p})}"></u></b>
        <b th:each="p : ${items}"><i cache:fragment="f" cache:key="${p}" th:insert="~{piece :: show(${p})}"></i></b>
        <b th:each="p : ${items}"><u th:replace="~{two :: two(${p}, ${p.name})}"></u></b>
        <u th:replace="~{piece :: page('Title', ~{:: i})}"></u><th:block th:if="${false}"><i cache:fragment="f" cache:key="'x'">[[${t}]]</i></th:block>
        <b th:each="p : ${items}"><i cache:fragment="f" cache:key="'x'"><u cache:hole>[[${p.name}]]</u></i></b>
        <i cache:fragment="f" cache:key="'x'"><b th:each="p, s : ${items}" th:with="n=${p.name}">[[${n}]] [[${s.index}]]</b></i>
        <i cache:fragment="f" cache:key="'x'"><b th:each="p : ${items}" cache:fragment="g" cache:key="${p}">[[${p.name}]]</b></i>
        <i cache:fragment="f" cache:key="'x'"><b cache:each="p : ${items}" cache:fragment="g" cache:key="${p}">[[${p.name}]]</b></i>
        <i cache:fragment="o" cache:key="'o'"><b cache:hole="n=7"><i cache:fragment="f" cache:key="'x'">[[${n}]]</i></b></i>
        <b th:with="u=${session.user}"><i cache:fragment="f" cache:key="${u}">[[${u}]]</i></b>
        <b th:with="u=${session.user}"><i cache:fragment="f" cache:key="${session.user}">[[${u}]]</i></b>
        <b th:object="${session.user}"><i cache:fragment="f" cache:key="*{toString()}">[[*{length()}]]</i></b>
        <b th:with="u=${session.user}"><i cache:fragment="f" cache:key="'x'" cache:vary="user">[[${u}]]</i></b>
        <b th:with="u=${session.user},v=${u + '!'}"><i cache:fragment="f" cache:key="${v}">[[${v}]]</i></b>
        <b th:with="u=${session.user}"><i cache:fragment="f" cache:key="'x'"><u cache:hole>[[${u}]]</u></i></b>
        <b th:with="u=${session.nobody}"><i cache:fragment="f" cache:key="${u} ?: 'none'">[[${u}]]</i></b>
        """)
    void whatTheKeyHoldsIsKept(String page) {
        WebStage house = house(true).template("page", page);
        String plain = house.template("plain", Sample.plain(page)).shows("plain", zoe);
        assertThat(house.shows(zoe)).isEqualTo(plain);
        assertThat(house.events()).contains("MISS f").noneMatch(event -> event.startsWith("refused"));
        assertThat(house.shows(zoe)).isEqualTo(plain);
        assertThat(house.events()).contains("HIT f").noneMatch(event -> event.startsWith("MISS"));
    }

    @Test
    void nobodyIsShownWhatWasKeptForThoseWithoutAName() {
        WebStage house = house(false).template("page", """
                <b th:with="u=${session.user}"><i cache:fragment="f" cache:key="'x'">[[${u} ?: 'nobody']]</i></b>""");
        assertThat(house.shows(Guest.withoutName())).isEqualTo("<b><i>nobody</i></b>");
        assertThat(house.shows(zoe)).isEqualTo("<b><i>Zoë</i></b>");
    }

    @Test
    void whatAWithCallsIsNotCalledAgain() {
        Counter count = new Counter();
        WebStage house = house(true).set("count", count).template("page", """
                <b th:each="p : ${items}" th:with="q=${count.of('with') + p.name}"><i cache:fragment="f" cache:key="${p}">[[${q}]]</i></b>""");
        house.shows(zoe);
        assertThat(count.get("with")).isEqualTo(2);
    }

    @Test
    void aKeyThatReadsTheVariableIsEvaluatedOnce() {
        Counter count = new Counter();
        WebStage house = house(true).set("count", count).template("page", """
                <i th:each="p : ${items}" th:with="n=${p.name}" cache:fragment="f" cache:key="${count.of('key') + p.id}">[[${n}]]</i>""");
        house.shows(zoe);
        assertThat(count.get("key")).isEqualTo(2);
    }

    @Test
    void whatARegenerationReadsBesideIsPartOfItsKey() {
        WebStage house = house(false).set("more", false).template("page", """
                <b th:each="p : ${items}"><i cache:fragment="f" cache:key="'x'">a[[${more ? p.name : ''}]]</i></b>""");
        assertThat(house.shows(zoe)).isEqualTo("<b><i>a</i></b><b><i>a</i></b>");
        house.set("more", true).wait("6m");
        house.shows(zoe);
        house.runBackground();
        String page = "<b><i>aTea</i></b><b><i>aOat</i></b>";
        assertThat(house.shows(zoe)).isEqualTo(page);
        assertThat(house.shows(jose)).isEqualTo(page);
    }

    @Test
    void aRowOfAnOuterFragmentBelongsToTheOuterOneAndNotToTheInnerOne() {
        WebStage house = house(false).template("page", """
                <ul cache:fragment="list" cache:key="'all'"><li th:each="p : ${items}"><i cache:fragment="f" cache:key="'x'">[[${p.name}]]</i></li></ul>""");
        assertThat(house.shows(zoe)).isEqualTo("<ul><li><i>Tea</i></li><li><i>Oat</i></li></ul>");
        assertThat(house.events()).containsExactly("MISS list", "MISS f", "MISS f");
        assertThat(house.shows(zoe)).isEqualTo("<ul><li><i>Tea</i></li><li><i>Oat</i></li></ul>");
        assertThat(house.events()).containsExactly("HIT list");
    }

    private static WebStage house(boolean strict) {
        return WebStage.with(builder -> builder.strict(strict).vary("user", request -> request.session("user")))
                .set("items", List.of(Item.of("1", "Tea"), Item.of("2", "Oat")))
                .set("map", Map.of("a", "A"))
                .set("name", "N")
                .set("yes", true)
                .template("piece", """
                        <p th:fragment="show(q)" th:text="${q.name}">x</p>
                        <p th:fragment="page(t, content)"><u th:insert="${content}"></u></p>""")
                .template("cached", """
                        <p th:fragment="cached(q, size)" cache:fragment="f" cache:key="${q}" th:text="${q.name + size}">x</p>""")
                .template("fixed", """
                        <p th:fragment="fixed(q)" cache:fragment="f" cache:key="'x'" th:text="${q.name}">x</p>""")
                .template("model", """
                        <p th:fragment="model(q)" cache:fragment="f" cache:key="${q}" th:text="${q.name}">x</p>""")
                .template("two", """
                        <p th:fragment="two(q, n)" cache:fragment="f" cache:key="${q}" th:text="${q.name + n}">x</p>""");
    }
}
