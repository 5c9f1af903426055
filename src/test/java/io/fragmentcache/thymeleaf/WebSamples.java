package io.fragmentcache.thymeleaf;

import static io.fragmentcache.thymeleaf.Sample.html;

import java.util.stream.Stream;

/** What only a web application can print. */
final class WebSamples {
    private WebSamples() {}

    static Stream<Sample> all() {
        return Stream.of(html("links", 1, """
                        <div cache:fragment="a" cache:key="'k'"><a th:href="@{/products/{id}(id=${n},q=${x})}">1</a><a th:href="@{~/other}">2</a><a th:href="@{https://example.org/a(b='c')}">3</a><a th:href="@{relative/x}">4</a><form th:action="@{/cart}" method="post"></form></div>"""), html("facts of the request that the key holds", 1, """
                        <p cache:fragment="a" cache:key="${param.q}"><b th:text="${param.q}"></b></p>"""));
    }
}
