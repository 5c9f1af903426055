package io.fragmentcache.thymeleaf;

import static io.fragmentcache.thymeleaf.Sample.html;

import java.util.stream.Stream;

/** Pages of the layout dialect. */
final class LayoutSamples {
    private static final String LAYOUT = """
            <html><head><title>L</title></head><body><nav cache:fragment="nav" cache:key="'n'" th:text="${x}"></nav><main layout:fragment="content">default</main><footer cache:fragment="foot" cache:key="'f'">[[${k}]]</footer></body></html>""";
    private static final String PAGE = """
            <html layout:decorate="~{layout}"><head><title>P [[${k}]]</title></head><body><main layout:fragment="content"><p cache:fragment="text" cache:key="'t'">page [[${x}]]</p></main></body></html>""";

    private LayoutSamples() {}

    static Stream<Sample> all() {
        return Stream.of(
                html("fragments in the page and in its layout", 3, PAGE, "layout", LAYOUT),
                html(
                        "on the element that is merged",
                        3,
                        PAGE.replace(
                                "<main layout:fragment=\"content\"",
                                "<main layout:fragment=\"content\" cache:fragment=\"main\" cache:key=\"'m'\""),
                        "layout",
                        LAYOUT),
                html("around what the page brings", 1, """
                        <html layout:decorate="~{layout}"><body><main layout:fragment="content">mine [[${x}]]</main></body></html>""", "layout", """
                        <html><body><div cache:fragment="wrap" cache:key="'w'"><main layout:fragment="content">default</main></div></body></html>"""),
                html("layout:insert and layout:replace", 2, """
                        <html><body><div cache:fragment="a" cache:key="'k'"><p layout:insert="~{f :: g}"><b layout:fragment="slot">filled [[${x}]]</b></p></div><p layout:replace="~{f :: h}"></p></body></html>""", "f", """
                        <section layout:fragment="g">g <i layout:fragment="slot">empty</i></section><section layout:fragment="h" cache:fragment="h" cache:key="'h'">h [[${k}]]</section>"""));
    }
}
