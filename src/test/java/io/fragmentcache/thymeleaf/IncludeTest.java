package io.fragmentcache.thymeleaf;

import static io.fragmentcache.thymeleaf.Sample.html;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Fragments whose body somebody else takes, and {@code th:include} on their own tag: rows B8 and C1 of the faults. */
class IncludeTest {
    private static final String F = """
            <div th:fragment="f" cache:fragment="f" cache:key="'f'"><i>1</i><i th:text="${x}">2</i><i>3</i></div>\
            <p th:fragment="g(z)">[[${z}]]</p>""";

    static Stream<Sample> bodiesThatSomebodyElseTakes() {
        return Stream.of(
                html("th:include of a fragment that was cut before", 1, """
                        <p th:insert="~{t :: f}"></p><p th:include="t :: f">x</p><p th:include="~{t :: f}">x</p>""", "t", F),
                html("th:include of one that is handed over", 1, """
                        <p th:insert="~{t :: f}"></p><p th:with="h=~{t :: f}"><b th:include="${h}">x</b></p>""", "t", F),
                html("th:include of one inside what is included", 2, """
                        <p th:include="t :: two">x</p><p th:insert="~{t :: two}">x</p>""", "t", """
                        <div th:fragment="two"><b cache:fragment="in" cache:key="'in'"><i>1</i><i>2</i><i th:text="${x}">3</i></b></div>"""),
                html("th:include of a whole template", 1, """
                        <p th:include="t">x</p>""", "t", F));
    }

    @ParameterizedTest
    @MethodSource
    void bodiesThatSomebodyElseTakes(Sample sample) {
        new Differential(sample, true, TemplateFaults.PAGE).compare();
    }

    static Stream<Sample> includeBesideTheMark() {
        return Stream.of(
                html("th:include", 1, """
                        <p cache:fragment="a" cache:key="'k'" th:include="t :: f">x</p>""", "t", F.replace("cache:fragment=\"f\" cache:key=\"'f'\"", "")),
                html("th:include with a parameter, in a loop", 3, """
                        <p th:each="y : ${xs}" cache:fragment="a" cache:key="${y}" th:include="~{t :: g(${x})}">x</p>""", "t", F),
                html("data-th-include with a condition", 1, """
                        <p data-cache-fragment="a" data-cache-key="'k'" data-th-if="${yes}" data-th-include="t :: g(z='1')">x</p>""", "t", F),
                html("th:include on the element form", 1, """
                        <cache:fragment name="a" key="'k'" th:include="t :: g(z=${x})">x</cache:fragment>""", "t", F),
                html("th:include of a fragment that is cached too", 1, """
                        <p cache:fragment="a" cache:key="'k'" th:include="t :: f">x</p>""", "t", F),
                html("th:include of nothing", 1, """
                        <p cache:fragment="a" cache:key="'k'" th:include="${no} ? ~{t :: f} : _">own</p>""", "t", F));
    }

    @ParameterizedTest
    @MethodSource
    void includeBesideTheMark(Sample sample) {
        new Differential(sample, true, TemplateFaults.PAGE).compare();
        new Differential(sample, false, TemplateFaults.PAGE).compare();
    }
}
