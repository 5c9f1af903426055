package io.fragmentcache.thymeleaf;

import static io.fragmentcache.thymeleaf.Sample.html;
import static io.fragmentcache.thymeleaf.Sample.of;

import java.util.stream.Stream;

/** What stands around a fragment and in it, in all modes. */
final class PlaceSamples {
    private PlaceSamples() {}

    static Stream<Sample> all() {
        return Stream.of(
                html("element form", 1, """
                        <p>1</p><cache:fragment name="a" key="'k'"><b th:text="${x}">t</b> [[${x}]] tail</cache:fragment><p>2</p>"""),
                html("element form with a hyphen", 1, """
                        <p>1</p><cache-fragment name="a" key="'k'"><b th:text="${x}">t</b></cache-fragment><p>2</p>"""),
                html("element form with each, if and with", 2, """
                        <ul><cache:fragment name="a" key="${w}" th:each="i,st : ${xs}" th:if="${i != 'aa'}" th:with="w=${i + st.index}"><li th:text="${w}">t</li> </cache:fragment></ul>"""),
                html("element form with object", 1, """
                        <cache:fragment name="a" key="*{name}" th:object="${obj}"><li th:text="*{inner.name}">t</li></cache:fragment>"""),
                html("element form, empty", 2, """
                        <p>1</p><cache:fragment name="a" key="'k'"></cache:fragment><cache:fragment name="b" key="'k'"/><p>2</p>"""),
                html("element form with text", 1, """
                        <p>1</p><cache:fragment name="a" key="'k'" th:text="${x}">t</cache:fragment>"""),
                html("element form with insert", 1, """
                        <p>1</p><cache:fragment name="a" key="'k'" th:insert="~{f :: g}">t</cache:fragment>""", "f", """
                        <u th:fragment="g">g [[${x}]]</u>"""),
                html("element form with replace", 1, """
                        <p>1</p><cache:fragment name="a" key="'k'" th:replace="~{f :: g}">t</cache:fragment>""", "f", """
                        <u th:fragment="g">g [[${x}]]</u>"""),
                html("element form with inline", 1, """
                        <p>1</p><cache:fragment name="a" key="'k'" th:inline="none">[[${x}]]</cache:fragment>"""),
                html("element form with remove", 1, """
                        <cache:fragment name="a" key="'k'" th:remove="all-but-first"><b th:text="${x}"></b><b>proto</b></cache:fragment>"""),
                html("element form, not cached, with more on it", 0, """
                        <cache:fragment name="a" key="'k'" if="${no}" th:text="${x}">t</cache:fragment><cache:fragment name="b" key="'k'" if="${no}" th:insert="~{f :: g}">t</cache:fragment><cache:fragment name="c" key="'k'" if="${no}" th:replace="${no} ? ~{f :: g} : _">own [[${x}]]</cache:fragment><cache:fragment name="d" key="'k'" if="${no}" th:replace="~{f :: g}"/>""", "f", """
                        <u th:fragment="g">g [[${x}]]</u>"""),
                html("element form, standalone, with more on it", 2, """
                        <cache:fragment name="a" key="'k'" th:utext="${x}"/><cache:fragment name="b" key="'k'" th:replace="~{f :: g}"/>""", "f", """
                        <u th:fragment="g">g [[${x}]]</u>"""),
                html("data form", 1, """
                        <div data-cache-fragment="a" data-cache-key="'k'" data-th-if="${yes}" data-th-text="${x}">x</div>"""),
                html("data form with insert and replace", 2, """
                        <div data-cache-fragment="a" data-cache-key="'k'" data-th-insert="~{f :: g}" data-th-if="${yes}">x</div><div data-cache-fragment="b" data-cache-key="'k'" data-th-replace="~{f :: g}">x</div>""", "f", """
                        <u data-th-fragment="g">g [[${x}]]</u>"""),
                html("block", 1, """
                        <table><th:block cache:fragment="a" cache:key="'k'"><tr><td th:text="${x}"></td></tr></th:block></table>"""),
                html("block with each", 3, """
                        <table><th:block cache:fragment="a" cache:key="${i}" th:each="i : ${xs}"><tr><td th:text="${i}"></td></tr></th:block></table>"""),
                html("void and standalone tags", 3, """
                        <img cache:fragment="a" cache:key="'k'" th:src="${x}" /><br cache:fragment="b" cache:key="'k'"><input cache:fragment="c" cache:key="'k'" th:value="${x}" checked><p>2</p>"""),
                html("unclosed and wrongly closed tags", 1, """
                        <ul><li cache:fragment="a" cache:key="'k'">one<p>two</li><li>three</ul></p>"""),
                html("unclosed fragment", 1, """
                        <div><p cache:fragment="a" cache:key="'k'" th:id="${k}">one [[${x}]] <i>two</div><p>three"""),
                html("comments, CDATA, document type", 1, """
                        <!DOCTYPE html><html><body cache:fragment="a" cache:key="'k'"><!-- c [[${x}]] --><!--/* gone */--><!--/*/ <b th:text="${x}"></b> /*/--><!--[if IE]><p th:text="${x}"></p><![endif]--><![CDATA[ raw [[${x}]] ]]></body></html>"""),
                html("comments around", 1, """
                        <!--/* gone */--><!-- c --><!--/*/ <b cache:fragment="a" cache:key="'k'" th:text="${x}"></b> /*/--><p>2</p>"""),
                html("a whole page", 1, """
                        <!DOCTYPE html>
                        <html lang="en" xmlns:th="http://www.thymeleaf.org" cache:fragment="a" cache:key="'k'">
                          <head><title th:text="${x}">t</title></head>
                          <body>[[${euro}]]</body>
                        </html>"""),
                html("visitors' words", 2, """
                        <div cache:fragment="a" cache:key="'k'" th:text="${evil}"></div><div cache:fragment="b" cache:key="'k'"><i th:utext="${evil}" th:title="${evil}"></i>[[${evil}]] [(${evil})]</div>"""),
                html("accents and signs", 1, """
                        <div cache:fragment="a" cache:key="${euro}" th:title="${euro}">é € \uD83C\uDF75 [[${euro}]]</div>"""),
                html("nested three deep", 1, """
                        <div cache:fragment="o" cache:key="'o'">[<section cache:fragment="m" cache:key="'m'"><p th:each="i : ${xs}"><b cache:fragment="i" cache:key="${i}" th:text="${i}"></b></p></section>]<i th:text="${x}"></i></div>"""),
                html("nested, inner one beside", 2, """
                        <div cache:fragment="o" cache:key="'o'"><b cache:fragment="i" cache:key="'i'" th:text="${x}"></b></div><th:block th:with="x='other'"><div cache:fragment="p" cache:key="'p'" th:text="${x}"></div></th:block>"""),
                html("nested element forms", 1, """
                        <cache:fragment name="o" key="'o'">(<cache:fragment name="i" key="'i'"><b th:text="${x}"></b></cache:fragment>)</cache:fragment>"""),
                html("locals around", 1, """
                        <div th:with="a='A',b=${x}"><p th:each="r,s : ${rows}" th:if="${s.last}"><b cache:fragment="f" cache:key="${r.id}, ${s.index}">[[${a}]] [[${b}]] [[${r.name}]] [[${s.index}]]</b></p></div>"""),
                html("locals inside", 1, """
                        <div cache:fragment="f" cache:key="'k'"><p th:with="a=${x}" th:each="i : ${xs}"><b th:with="c=${a + i}" th:text="${c}"></b></p><i th:text="${a} ?: 'gone'"></i></div><u th:text="${a} ?: 'gone'"></u>"""),
                html("selection around", 1, """
                        <div th:object="${obj}"><p th:object="*{inner}"><b cache:fragment="f" cache:key="*{name}"><i th:text="*{name}"></i></b></p><u th:text="*{name}"></u></div>"""),
                html("inline none around", 1, """
                        <div th:inline="none"><p cache:fragment="a" cache:key="'k'">[[${x}]] <i>[(x)]</i></p></div><p>[[${x}]]</p>"""),
                html("inline scripts and styles inside", 1, """
                        <div cache:fragment="a" cache:key="'k'"><script th:inline="javascript">var a = [[${x}]], e = [[${euro}]]; /*[+ var c = [[${n}]]; +]*/ /*[- */ gone /* -]*/</script><style th:inline="css">.a{ color: [[${k}]] }</style></div>"""),
                html("parent removes all but the first", 1, """
                        <table th:remove="all-but-first"><tr cache:fragment="a" cache:key="'k'"><td th:text="${x}"></td></tr><tr><td>proto</td></tr><tr><td>proto</td></tr></table>"""),
                html("parent removes all but the first, each", 3, """
                        <table th:remove="all-but-first"><tr th:each="i : ${xs}" cache:fragment="a" cache:key="${i}"><td th:text="${i}"></td></tr><tr><td>proto</td></tr></table>"""),
                html("insert and replace inside", 1, """
                        <div cache:fragment="a" cache:key="'k'"><p th:insert="~{f :: f(${x})}"></p><p th:replace="~{f :: g}"></p></div>""", "f", """
                        <b th:fragment="f(z)" th:text="${z}"></b><u th:fragment="g">g [[${x}]]</u>"""),
                html("inside an inserted template", 2, """
                        <div><p th:insert="~{f :: f(${x})}"></p><p th:replace="~{f :: g}"></p></div>""", "f", """
                        <b th:fragment="f(z)" cache:fragment="a" cache:key="${z}" th:text="${z}"></b><u th:fragment="g"><s cache:fragment="g" cache:key="'g'">g [[${x}]] <q th:insert="~{::h}"></q></s></u><h3 th:fragment="h">H</h3>"""),
                html("fragment as parameter, printed inside", 1, """
                        <div th:replace="~{f :: lay(~{::title})}"><title>T [[${x}]]</title></div>""", "f", """
                        <div th:fragment="lay(t)"><p cache:fragment="l" cache:key="'l'"><s th:replace="${t}">x</s></p></div>"""),
                html("fragment of the page, named by it", 1, """
                        <h1 th:fragment="head">H [[${x}]]</h1><div cache:fragment="a" cache:key="'k'"><q th:insert="~{::head}"></q><q th:replace="~{this :: head}"></q></div>"""),
                html("recursive fragment", 1, """
                        <div cache:fragment="a" cache:key="'k'"><q th:replace="~{::tree(${n})}"></q></div><ul th:remove="all"><li th:fragment="tree(d)">[[${d}]]<ul th:if="${d > 0}"><li th:replace="~{::tree(${d - 1})}"></li></ul></li></ul>"""),
                html("another mode inside", 1, """
                        <div cache:fragment="a" cache:key="'k'"><script th:insert="~{f.js}">x</script><style th:insert="~{f.css}"></style></div>""", "f.js", "var a = [[${x}]];", "f.css", ".a { color: [[${k}]] }"),
                html("another mode in its place", 1, """
                        <script cache:fragment="a" cache:key="'k'" th:replace="~{f.js}">x</script>""", "f.js", "var a = [[${x}]];"),
                html("messages and utilities", 1, """
                        <div cache:fragment="a" cache:key="'k'" th:text="#{greeting(${x}, ${n})}"></div><p>[[${#strings.toUpperCase(k)}]]</p>"""),
                html("preprocessing", 1, """
                        <div th:with="p='x'"><b cache:fragment="a" cache:key="__${k}__" th:text="${__${p}__}" th:remove="none"></b></div>""".replace("key=\"__${k}__\"", "key=\"'__${k}__'\"")),
                html("several values in a key", 1, """
                        <div cache:fragment="a" cache:key="${k}, ${n}, 'a,b', ${xs}, true" cache:tags="'t1', ${k}" cache:version="${n}" cache:fresh="1m" cache:stale="1h" th:text="${x}"></div>"""),
                html("upper case attributes", 1, """
                        <DIV CACHE:FRAGMENT="a" Cache:Key="'k'" TH:TEXT="${x}"></DIV>""".replace("CACHE:FRAGMENT", "cache:fragment")
                        .replace("Cache:Key", "cache:key")),
                html("pre, textarea and entities", 1, """
                        <div cache:fragment="a" cache:key="&#39;k&#39;"><pre>
                          a  &lt; &nbsp; b</pre><textarea th:text="${x}"> t </textarea>&copy; &amp;</div>"""),
                of("XML", "page.xml", 3, """
                        <?xml version="1.0"?><r><a cache:fragment="a" cache:key="'k'" th:attr="z=${x}"><![CDATA[ raw [[${x}]] ]]><b th:text="${x}"/><?pi do?></a><cache:fragment name="b" key="'k2'"><c th:text="${x}"/></cache:fragment><d cache:fragment="d" cache:key="1"/></r>"""),
                of("TEXT", "page.txt", 3, """
                        Hello
                        [#cache:fragment name="a" key="'k'"]
                         [# th:each="i : ${xs}"]- [(${i})] [[${x}]]
                        [/]
                        [/cache:fragment]
                        bye [# cache:fragment="b" cache:key="'k2'"]in [(${x})][/]
                        [# cache:fragment="c" cache:key="1" th:utext="${euro}"/]"""),
                of("TEXT with each and insert", "page.txt", 4, """
                        [# th:each="i : ${xs}" cache:fragment="a" cache:key="${i}, ${iStat.count}"]* [(${i})] [(${iStat.count})]
                        [/]Hi [# cache:fragment="b" cache:key="'k'" th:insert="~{f.txt}"/] bye""", "f.txt", "F [(${x})]"),
                of("JAVASCRIPT", "page.js", 2, """
                        var a = 1;
                        [#cache:fragment name="a" key="'k'"]var b = [[${xs}]];[/cache:fragment]
                        /*[# cache:fragment="b" cache:key="'k'"]*/ var d = [[${x}]]; /*[/]*/
                        var c = /*[[${x}]]*/ 'd';"""),
                of("CSS", "page.css", 1, """
                        a {}
                        /*[#cache:fragment name="a" key="'k'"]*/ b { color: [[${k}]] } /*[/cache:fragment]*/ c {}"""));
    }
}
