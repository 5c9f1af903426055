package io.fragmentcache.thymeleaf;

import static io.fragmentcache.thymeleaf.Sample.html;

import java.util.stream.Stream;

/** Thymeleaf's own attributes on the tag of the fragment. */
final class SameTagSamples {
    private static final String F =
            "<b th:fragment=\"f(z)\" th:text=\"${z}\"></b><u th:fragment=\"g\">g [[${x}]]</u><h3 th:fragment=\"h\">H</h3>";

    private SameTagSamples() {}

    static Stream<Sample> all() {
        return Stream.of(
                html("nothing else", 1, """
                        <p>1</p><div cache:fragment="a" cache:key="'k'" class="c" th:id="${k}"><b th:text="${x}">t</b> [[${x}]]</div><p>2</p>"""),
                html("each", 3, """
                        <ul><li th:each="i : ${xs}" cache:fragment="a" cache:key="${i}" th:text="${i}">t</li></ul>"""),
                html("each with status variable", 3, """
                        <ul>
                           <li th:each="i,st : ${xs}" cache:fragment="a" cache:key="${i}, ${st.count}"><b th:text="${st.count + '/' + st.size + st.first + st.last + st.even + st.odd + st.index + st.current}"></b></li>
                        </ul>"""),
                html("each with implicit status variable", 3, """
                        <i th:each="i : ${xs}" cache:fragment="a" cache:key="${i}, ${iStat.index}">[[${iStat.index}]] [[${iStat.last}]]</i>"""),
                html("each, if and with", 2, """
                        <ul><li th:each="i,st : ${xs}" th:if="${i != 'bb'}" th:with="z=${i + st.index}" cache:fragment="a" cache:key="${z}" th:text="${z}">t</li></ul>"""),
                html("each over nothing", 0, """
                        <ul><li th:each="i : ${#lists.toList({})}" cache:fragment="a" cache:key="${i}">t</li></ul><p cache:fragment="b" cache:key="1" th:if="${no}">n</p>"""),
                html("the same key twice", 3, """
                        <i th:each="j : ${#numbers.sequence(1, 3)}" cache:fragment="a" cache:key="'same'" th:text="${x}">t</i>"""),
                html("if", 1, """
                        <p th:if="${yes}" cache:fragment="a" cache:key="'k'" th:text="${x}"></p><p th:if="${no}" cache:fragment="b" cache:key="'k'" th:text="${x}"></p>"""),
                html("unless", 1, """
                        <p th:unless="${yes}" cache:fragment="a" cache:key="'k'">a</p><p th:unless="${no}" cache:fragment="b" cache:key="'k'" th:text="${x}">b</p>"""),
                html("switch and case", 1, """
                        <div th:switch="${k}"><p th:case="'k1'" cache:fragment="a" cache:key="'s'" th:text="${x}"></p><p th:case="*" cache:fragment="b" cache:key="'d'">d</p></div>"""),
                html("switch on the tag", 1, """
                        <div th:switch="${k}" cache:fragment="a" cache:key="${k}"><p th:case="'k1'">one</p><p th:case="*">other</p></div>"""),
                html("object", 1, """
                        <div th:object="${obj}" cache:fragment="a" cache:key="*{name}"><i th:text="*{name}"></i></div>"""),
                html("with", 1, """
                        <div th:with="a=${k + '1'},b=${a + '2'}" cache:fragment="a" cache:key="${b}" th:text="${a + b}"></div>"""),
                html("attr, attrappend, classappend", 1, """
                        <div cache:fragment="a" cache:key="'k'" class="c" th:attr="data-x=${x},title=#{t}" th:classappend="${k}" th:attrappend="id=${n}" th:styleappend="'a:b'"></div>"""),
                html("text", 1, """
                        <div cache:fragment="a" cache:key="'k'" th:text="${x}">t</div>"""),
                html("utext", 1, """
                        <div cache:fragment="a" cache:key="'k'" th:utext="${x}">t</div>"""),
                html("remove all-but-first", 1, """
                        <ul cache:fragment="a" cache:key="'k'" th:remove="all-but-first"><li th:text="${x}"></li><li>proto</li><li>proto</li></ul>"""),
                html("remove tag", 1, """
                        <div cache:fragment="a" cache:key="'k'" th:remove="tag"><b th:text="${x}"></b></div>"""),
                html("remove body", 1, """
                        <div cache:fragment="a" cache:key="'k'" th:remove="body"><b th:text="${x}"></b></div>"""),
                html("remove all by condition", 1, """
                        <div cache:fragment="a" cache:key="'k'" th:remove="${yes} ? all : none"><b th:text="${x}"></b></div>"""),
                html("insert", 1, """
                        <div cache:fragment="a" cache:key="'k'" th:insert="~{f :: g}">x</div>""", "f", F),
                html("insert with a parameter", 1, """
                        <div cache:fragment="a" cache:key="'k'" th:insert="~{f :: f(${x})}" class="c">x</div>""", "f", F),
                html("insert, each and if", 2, """
                        <div th:each="i : ${xs}" th:if="${i != 'bb'}" cache:fragment="a" cache:key="${i}" th:insert="~{f :: g}">x</div>""", "f", F),
                html("insert of the no-op", 1, """
                        <div cache:fragment="a" cache:key="'k'" th:insert="${no} ? ~{f :: g} : _">own [[${x}]]</div>""", "f", F),
                html("insert of the empty fragment", 1, """
                        <div cache:fragment="a" cache:key="'k'" th:insert="${no} ? ~{f :: g} : ~{}">own</div>""", "f", F),
                html("insert of an expression for a fragment", 1, """
                        <div th:with="fr=~{f :: g}"><div cache:fragment="a" cache:key="'k'" th:insert="${fr}">own</div></div>""", "f", F),
                html("insert without a tilde", 1, """
                        <div cache:fragment="a" cache:key="'k'" th:insert="f :: g">x</div>""", "f", F),
                html("replace", 1, """
                        <div cache:fragment="a" cache:key="'k'" th:replace="~{f :: g}">x</div>""", "f", F),
                html("replace with a parameter", 1, """
                        <div cache:fragment="a" cache:key="'k'" th:replace="~{f :: f(${x})}">x</div>""", "f", F),
                html("replace by the no-op", 1, """
                        <div cache:fragment="a" cache:key="'k'" th:replace="${no} ? ~{f :: g} : _">own [[${x}]] <i th:text="${k}"></i></div>""", "f", F),
                html("replace by the no-op, on a tag with more", 1, """
                        <div cache:fragment="a" cache:key="'k'" th:replace="${no} ? ~{f :: g} : _" th:id="${k}" class="c" th:with="w=${x}" th:text="${w}">own</div>""", "f", F),
                html("replace by the empty fragment", 1, """
                        <div cache:fragment="a" cache:key="'k'" th:replace="${no} ? ~{f :: g} : ~{}">own</div>""", "f", F),
                html("replace by a whole template", 1, """
                        <div cache:fragment="a" cache:key="'k'" th:replace="~{whole}">own</div>""", "whole", "<u>g [[${x}]]</u><i>h</i>"),
                html("fragment", 2, """
                        <div><p th:fragment="own" cache:fragment="a" cache:key="'k'" th:text="${x}"></p><q th:replace="~{::own}"></q></div>"""),
                html("inline none", 1, """
                        <p th:inline="none" cache:fragment="a" cache:key="'k'">[[${x}]] <i>[(x)]</i></p>"""),
                html("inline text", 1, """
                        <p th:inline="text" cache:fragment="a" cache:key="'k'">[[${x}]] <i>[(${k})]</i></p>"""),
                html("inline javascript", 1, """
                        <script th:inline="javascript" cache:fragment="a" cache:key="'k'">var a = [[${x}]]; var b = /*[[${xs}]]*/ 'd';</script>"""),
                html("inline css", 1, """
                        <style th:inline="css" cache:fragment="a" cache:key="'k'">.a{ color: [[${k}]] } .b { color: /*[[${k}]]*/ red }</style>"""),
                html("a condition that holds not to cache", 0, """
                        <div cache:fragment="a" cache:key="'k'" cache:if="${no}" th:id="${k}"><b th:text="${x}">t</b></div>"""),
                html("not to cache, with insert", 0, """
                        <div cache:fragment="a" cache:key="'k'" cache:if="${no}" th:insert="~{f :: f(${x})}" th:id="${k}">x</div>""", "f", F),
                html("not to cache, with replace", 0, """
                        <div cache:fragment="a" cache:key="'k'" cache:if="${no}" th:replace="~{f :: f(${x})}">x</div>""", "f", F),
                html("not to cache, with replace by the no-op", 0, """
                        <div cache:fragment="a" cache:key="'k'" cache:if="${no}" th:replace="${no} ? ~{f :: g} : _" th:id="${k}">own</div>""", "f", F),
                html("not to cache, as element", 0, """
                        <p>1</p><cache:fragment name="a" key="'k'" if="${no}"><b th:text="${x}">t</b></cache:fragment><p>2</p>"""));
    }
}
