package io.fragmentcache.thymeleaf;

import static io.fragmentcache.thymeleaf.Sample.html;
import static io.fragmentcache.thymeleaf.Sample.of;

import java.util.stream.Stream;

/** Loops whose rows are looked up together, or by the engine where that must be. */
final class EachSamples {
    private static final String F = "<u th:fragment=\"g\">g [[${x}]]</u><b th:fragment=\"f(z)\" th:text=\"${z}\"></b>";

    private EachSamples() {}

    static Stream<Sample> all() {
        return Stream.concat(Stream.concat(overWhat(), whereAndHow()), besideOthers());
    }

    private static Stream<Sample> overWhat() {
        return Stream.of(
                html("cache:each over nothing", 1, """
                        <p cache:fragment="p" cache:key="'k'">p</p><ul>
                          <li cache:each="i : ${none}" cache:fragment="a" cache:key="${i}" th:text="${i}">t</li>
                        </ul>"""),
                html("cache:each over null", 1, """
                        <p cache:fragment="p" cache:key="'k'">p</p><ul>
                          <li cache:each="i : ${absent}" cache:fragment="a" cache:key="${i}" th:text="${i}">t</li>
                        </ul>"""),
                html("cache:each over one", 1, """
                        <ul>
                          <li cache:each="i,s : ${one}" cache:fragment="a" cache:key="${i}, ${s.count}" th:text="${i + s}">t</li>
                        </ul>"""),
                html("cache:each over some", 3, """
                        <ul>
                          <li cache:each="i,s : ${xs}" cache:fragment="a" cache:key="${i}, ${s.count}" th:class="${s.odd} ? 'o' : 'e'"><b th:text="${i}"></b> [[${s.count}]]/[[${s.size}]] [[${s.first}]] [[${s.last}]] [[${s.current}]]</li>
                        </ul>"""),
                html("cache:each with the status that is not named", 3, """
                        <p>
                          <b cache:each="i : ${xs}" cache:fragment="a" cache:key="${i}, ${iStat.count}">[[${i}]] [[${iStat.index}]] [[${iStat}]]</b>
                        </p>"""),
                html("cache:each over what comes twice", 6, """
                        <ul>
                          <li cache:each="i : ${twice}" cache:fragment="a" cache:key="${i}" th:text="${i}">t</li>
                        </ul>"""),
                html("cache:each over what is null in between", 3, """
                        <ul><li cache:each="i : ${gap}" cache:fragment="a" cache:key="${i} ?: 'none'" th:text="${i} ?: 'none'">t</li></ul>"""),
                html("cache:each over arrays", 5, """
                        <ul> <li cache:each="i : ${array}" cache:fragment="a" cache:key="${i}" th:text="${i}">t</li> <li cache:each="i,s : ${numbers}" cache:fragment="b" cache:key="${i}, ${s.count}" th:text="${i + s.size}">t</li> </ul>"""),
                html("cache:each over a map", 2, """
                        <dl>
                          <dt cache:each="e,s : ${map}" cache:fragment="a" cache:key="${e.key}, ${s.count}" th:text="${e.key + e.value + s.size}">t</dt>
                        </dl>"""),
                html("cache:each over an iterable", 3, """
                        <ul>
                          <li cache:each="i,s : ${iterable}" cache:fragment="a" cache:key="${i}, ${s.count}" th:text="${i + s.count + s.hasSize()}">t</li>
                        </ul>"""),
                html("cache:each over an iterable, run by the engine", 3, """
                        <ul>
                          <li cache:each="i,s : ${iterable}" th:if="${yes}" cache:fragment="a" cache:key="${i}, ${s.count}" th:text="${i + s.count + s.hasSize()}">t</li>
                        </ul>"""),
                html("cache:each over an iterator", 3, """
                        <ul>
                          <li cache:each="i,s : ${xs.iterator()}" cache:fragment="a" cache:key="${i}, ${s.count}" th:text="${i + s.count + s.hasSize()}">t</li>
                        </ul>"""),
                html("cache:each over a stream", 3, """
                        <ul>
                          <li cache:each="i,s : ${xs.stream()}" cache:fragment="a" cache:key="${i}, ${s.count}" th:text="${i + s.count + s.size}">t</li>
                        </ul>"""),
                html("cache:each over a single object", 1, """
                        <ul>
                          <li cache:each="i,s : ${x}" cache:fragment="a" cache:key="${i}, ${s.count}" th:text="${i + s.count + s.size}">t</li>
                        </ul>"""));
    }

    private static Stream<Sample> whereAndHow() {
        return Stream.of(
                html("cache:each of blocks, of others, and of th:block", 9, """
                        <div>
                          <p cache:each="i : ${xs}" cache:fragment="a" cache:key="${i}" th:text="${i}">t</p>
                          <i cache:each="i : ${xs}" cache:fragment="b" cache:key="${i}" th:text="${i}">t</i>
                          <th:block cache:each="i : ${xs}" cache:fragment="c" cache:key="${i}">[[${i}]]</th:block>
                        </div>"""),
                html("cache:each behind other things than white space", 12, """
                        <ul>text<li cache:each="i : ${xs}" cache:fragment="a" cache:key="${i}" th:text="${i}">t</li><li cache:each="i : ${xs}" cache:fragment="b" cache:key="${i}" th:text="${i}">t</li><!-- c --><li cache:each="i : ${xs}" cache:fragment="c" cache:key="${i}" th:text="${i}">t</li><br/><li cache:each="i : ${xs}" cache:fragment="d" cache:key="${i}" th:text="${i}">t</li></ul>"""),
                html("cache:each behind a loop without rows", 3, """
                        <ul><li th:each="i : ${none}"><b>1</b>
                        </li><li cache:each="i : ${xs}" cache:fragment="a" cache:key="${i}" th:text="${i}">t</li></ul>"""),
                html("cache:each of standalone and void tags", 6, """
                        <div>
                          <p cache:each="i : ${xs}" cache:fragment="a" cache:key="${i}" th:text="${i}"/>
                          <img cache:each="i : ${xs}" cache:fragment="b" cache:key="${i}" th:src="${i}">
                        </div>"""),
                html("each, data form", 3, """
                        <ul>
                          <li data-cache-each="i : ${xs}" data-cache-fragment="a" data-cache-key="${i}" data-th-text="${i}">t</li>
                        </ul>"""),
                html("cache:each in a fragment", 1, """
                        <ul cache:fragment="l" cache:key="'l'">
                          <li cache:each="i : ${twice}" cache:fragment="a" cache:key="${i}" th:text="${i}">t</li>
                        </ul>"""),
                html("cache:each in the element form of a fragment", 1, """
                        <ul><cache:fragment name="l" key="'l'">
                          <li cache:each="i : ${xs}" cache:fragment="a" cache:key="${i}" th:text="${i}">t</li>
                        </cache:fragment></ul>"""),
                html("cache:each in each", 2, """
                        <div>
                          <ul cache:each="r,s : ${rows}" cache:fragment="r" cache:key="${r.id}, ${s.count}">
                            <li cache:each="i,t : ${xs}" cache:fragment="i" cache:key="|${r.id} ${i}|, ${s.count}, ${t.count}">[[${r.name}]] [[${s.count}]] [[${i}]] [[${t.count}]]</li>
                          </ul>
                        </div>"""),
                html("cache:each in a loop of the engine", 6, """
                        <div>
                          <ul th:each="r,s : ${rows}">
                            <li cache:each="i,t : ${xs}" cache:fragment="i" cache:key="|${r.id} ${i}|, ${s.count}, ${t.count}">[[${r.name}]] [[${s.count}]] [[${i}]] [[${t.count}]]</li>
                          </ul>
                        </div>"""),
                html("cache:each with holes", 6, """
                        <ul>
                          <li cache:each="r,s : ${rows}" cache:fragment="a" cache:key="${r.id}, ${s.count}">[[${r.name}]]<i cache:hole="n=${s.count}">[[${n}]] [[${x}]]</i></li>
                          <li cache:each="r,s : ${rows}" cache:fragment="b" cache:key="${r.id}"><i cache:hole="">[[${r.name}]] of the row [[${s.count}]]</i></li>
                          <li cache:each="r,s : ${rows}" cache:fragment="c" cache:key="${r.id}">no hole</li>
                        </ul>"""),
                html("cache:each with holes in a fragment", 1, """
                        <ul cache:fragment="l" cache:key="'l'">
                          <li cache:each="r,s : ${rows}" cache:fragment="a" cache:key="${r.id}, ${s.count}">[[${r.name}]]<i cache:hole="n=${s.count}">[[${n}]] [[${x}]]</i>.</li>
                        </ul>"""),
                html("cache:each whose parent removes all but the first", 3, """
                        <table th:remove="all-but-first">
                          <tr cache:each="i : ${xs}" cache:fragment="a" cache:key="${i}"><td th:text="${i}"></td></tr>
                          <tr><td>proto</td></tr>
                        </table>"""),
                html("cache:each over nothing, whose parent removes all but the first", 1, """
                        <p cache:fragment="p" cache:key="'k'">p</p><table th:remove="all-but-first">
                          <tr cache:each="i : ${none}" cache:fragment="a" cache:key="${i}"><td th:text="${i}"></td></tr>
                          <tr><td>proto</td></tr>
                        </table>"""),
                html("cache:each where inlining is off", 3, """
                        <ul th:inline="none">
                          <li cache:each="i : ${xs}" cache:fragment="a" cache:key="${i}">[[${i}]]<b th:text="${i}"></b></li>
                        </ul>"""),
                html("cache:each with visitors' words", 2, """
                        <ul>
                          <li cache:each="r : ${rows}" cache:fragment="a" cache:key="${r.id}"><i th:utext="${evil}" th:title="${evil}"></i>[[${evil}]] [(${evil})]</li>
                        </ul>"""),
                html("cache:each in an inserted template", 9, """
                        <div><p th:insert="~{f :: list}"></p><ul th:insert="~{f :: row}"></ul><ul><li th:replace="~{f :: row}"></li></ul></div>""", "f", """
                        <ul th:fragment="list">
                          <li th:fragment="row" cache:each="i : ${xs}" cache:fragment="a" cache:key="${i}">[[${i}]]</li>
                        </ul>"""),
                of("cache:each in XML", "page.xml", 3, """
                        <?xml version="1.0"?><r>
                          <i cache:each="i,s : ${xs}" cache:fragment="a" cache:key="${i}, ${s.count}" th:text="${i + s.count}"/>
                        </r>"""),
                of("cache:each in TEXT", "page.txt", 3, """
                        Rows:
                        [# cache:each="i,s : ${xs}" cache:fragment="a" cache:key="${i}, ${s.count}"]
                         - [(${i})] [(${s.count})]
                        [/]
                        end"""),
                of("cache:each in JAVASCRIPT", "page.js", 3, """
                        var a = [ [# cache:each="i : ${xs}" cache:fragment="a" cache:key="${i}"][[${i}]], [/] ];"""),
                of("cache:each in CSS", "page.css", 3, """
                        [# cache:each="i : ${xs}" cache:fragment="a" cache:key="${i}"] .[(${i})] { color: red } [/]"""));
    }

    private static Stream<Sample> besideOthers() {
        return Stream.of(
                html("cache:each beside if", 2, """
                        <ul>
                          <li cache:each="i : ${xs}" th:if="${i != 'bb'}" cache:fragment="a" cache:key="${i}" th:text="${i}">t</li>
                        </ul>"""),
                html("cache:each beside unless", 2, """
                        <ul>
                          <li cache:each="i : ${xs}" th:unless="${i == 'bb'}" cache:fragment="a" cache:key="${i}" th:text="${i}">t</li>
                        </ul>"""),
                html("cache:each beside object", 2, """
                        <ul>
                          <li cache:each="r : ${rows}" th:object="${r}" cache:fragment="a" cache:key="*{id}" th:text="*{name}">t</li>
                        </ul>"""),
                html("cache:each beside with", 3, """
                        <ul>
                          <li cache:each="i : ${xs}" th:with="w=${i + x}" cache:fragment="a" cache:key="${w}" th:text="${w}">t</li>
                        </ul>"""),
                html("cache:each beside case", 1, """
                        <ul th:switch="${k}">
                          <li cache:each="i : ${xs}" th:case="'k1'" cache:fragment="a" cache:key="${i}" th:text="${i}">t</li>
                        </ul>"""),
                html("cache:each beside switch", 3, """
                        <ul>
                          <li cache:each="i : ${xs}" th:switch="${i}" cache:fragment="a" cache:key="${i}"><b th:case="'aa'">A</b><b th:case="*">B</b></li>
                        </ul>"""),
                html("cache:each beside insert", 3, """
                        <ul>
                          <li cache:each="i : ${xs}" cache:fragment="a" cache:key="${i}" th:insert="~{f :: g}">t</li>
                        </ul>""", "f", F),
                html("cache:each beside a condition to cache", 1, """
                        <ul>
                          <li cache:each="i : ${xs}" cache:if="${i == 'bb'}" cache:fragment="a" cache:key="${i}" th:text="${i}">t</li>
                        </ul>"""),
                html("cache:each beside remove", 3, """
                        <ul>
                          <li cache:each="i : ${xs}" cache:fragment="a" cache:key="${i}" th:remove="tag"><b th:text="${i}"></b></li>
                        </ul>"""),
                html("cache:each beside attributes, text and fragment", 3, """
                        <ul>
                          <li cache:each="i : ${xs}" cache:fragment="a" cache:key="${i}" cache:tags="'t'" th:fragment="own" class="c" th:classappend="${i}" th:attr="data-i=${i}" th:utext="${evil}">t</li>
                        </ul>"""));
    }
}
