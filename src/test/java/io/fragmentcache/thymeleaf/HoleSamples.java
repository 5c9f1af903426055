package io.fragmentcache.thymeleaf;

import static io.fragmentcache.thymeleaf.Sample.html;
import static io.fragmentcache.thymeleaf.Sample.of;

import java.util.stream.Stream;

/** Parts of a cached fragment that are rendered for each page. */
final class HoleSamples {
    private HoleSamples() {}

    static Stream<Sample> all() {
        return Stream.of(
                html("a hole", 1, """
                        <div cache:fragment="a" cache:key="'k'"><p cache:hole="" class="c" th:text="${x}">t</p> after</div>"""),
                html("a hole first, last and alone", 3, """
                        <div cache:fragment="a" cache:key="'k'"><p cache:hole="" th:text="${x}">t</p></div><cache:fragment name="b" key="'k'"><p cache:hole="">[[${k}]]</p></cache:fragment><div cache:fragment="c" cache:key="'k'">1<p cache:hole="">[[${k}]]</p><p cache:hole="">[[${x}]]</p>2</div>"""),
                html("holes with arguments in a loop", 1, """
                        <ul cache:fragment="a" cache:key="'k'"><li th:each="r,s : ${rows}"><b th:text="${r.name}"></b><i cache:hole="id=${r.id},n=${s.count}">[[${id}]] of [[${n}]] [[${x}]]</i></li></ul>"""),
                html("a hole with if, each, insert and replace", 1, """
                        <ul cache:fragment="a" cache:key="'k'"><li cache:hole="" th:each="i : ${xs}" th:if="${i != 'bb'}" th:text="${i}"></li><li cache:hole="" th:insert="~{f :: g}"></li><li cache:hole="" th:replace="~{f :: g}"></li><li cache:hole="" th:unless="${yes}">no</li></ul>""", "f", """
                        <u th:fragment="g">g [[${x}]]</u>"""),
                html("a hole in an inner fragment", 1, """
                        <div cache:fragment="o" cache:key="'o'"><p cache:fragment="i" cache:key="'i'">1<b cache:hole="" th:text="${x}"></b>2</p>3<b cache:hole="" th:text="${k}"></b></div>"""),
                html("a fragment in a hole", 2, """
                        <div cache:fragment="o" cache:key="'o'">1<p cache:hole=""><b cache:fragment="i" cache:key="'i'" th:text="${x}"></b></p></div>"""),
                html("a fragment that is a hole", 2, """
                        <div cache:fragment="o" cache:key="'o'">1<p cache:hole="" cache:fragment="i" cache:key="'i'" th:text="${x}"></p></div>"""),
                html("a hole in an inserted template", 1, """
                        <div cache:fragment="o" cache:key="'o'"><p th:insert="~{f :: g}"></p></div>""", "f", """
                        <u th:fragment="g">g <b cache:hole=""><i th:insert="~{::h}"></i></b></u><h3 th:fragment="h">H [[${x}]]</h3>"""),
                html("a hole where inlining is off", 1, """
                        <div th:inline="none"><div cache:fragment="o" cache:key="'o'"><b cache:hole="">[[${x}]]</b></div></div>"""),
                html("a hole outside any fragment", 1, """
                        <b cache:hole="a=${x}">[[${a}]]</b><div cache:fragment="o" cache:key="'o'">o</div>"""),
                of("holes in TEXT", "page.txt", 1, """
                        [# cache:fragment="o" cache:key="'o'"]1 [# cache:hole="a=${k}"][(${a})] [(${x})][/] 2[/]"""));
    }
}
