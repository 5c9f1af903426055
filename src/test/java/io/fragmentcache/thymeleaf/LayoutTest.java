package io.fragmentcache.thymeleaf;

import io.fragmentcache.stage.Stage;
import nz.net.ultraq.thymeleaf.layoutdialect.LayoutDialect;
import org.junit.jupiter.api.Test;

/** Pages that share a layout, and fragments whose content is handed in from outside. */
class LayoutTest {
    private static final String LAYOUT = """
            <html><body><div cache:fragment="wrap" cache:key="'w'"><main layout:fragment="content">default</main></div></body></html>""";
    private static final String PAGE = """
            <html layout:decorate="~{layout}"><body><main layout:fragment="content">NAME</main></body></html>""";

    private final Stage site = Stage.lifetime("5m fresh, 1h stale").dialect(new LayoutDialect());

    @Test
    void twoPagesOfOneLayoutDoNotShowEachOthersContent() {
        site.template("layout", LAYOUT)
                .template("one", PAGE.replace("NAME", "first"))
                .template("two", PAGE.replace("NAME", "second"));
        String before = "<html><body><div><main>";

        site.render("one").shows(before + "first</main></div></body></html>").missed("wrap w");
        site.render("two").shows(before + "second</main></div></body></html>");
        site.render("one").shows(before + "first</main></div></body></html>");
    }

    @Test
    void whatIsHandedInAsAParameterIsPartOfTheKey() {
        site.template("card", """
                        <div th:fragment="card(actions)"><p cache:fragment="card" cache:key="'k'"><i th:replace="${actions}"></i></p></div>""")
                .template("one", "<div th:replace=\"~{card :: card(~{::b})}\"><b>buy</b></div>")
                .template("two", "<div th:replace=\"~{card :: card(~{::b})}\"><b>edit</b></div>");

        site.render("one").shows("<div><p><b>buy</b></p></div>").missed("card k");
        site.render("two").shows("<div><p><b>edit</b></p></div>");
        site.render("one").shows("<div><p><b>buy</b></p></div>");
    }
}
