package io.fragmentcache.thymeleaf;

import io.fragmentcache.stage.Guest;
import io.fragmentcache.stage.WebStage;
import nz.net.ultraq.thymeleaf.layoutdialect.LayoutDialect;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Marks on the elements that the layout dialect merges or writes anew: no page fails, and all show the same. */
class LayoutMarksTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '§',
            value = {
                "<html><head F1><title F2 layout:title-pattern=\"$CONTENT_TITLE - $LAYOUT_TITLE\">L</title></head><body><main layout:fragment='c'>x</main></body></html> § <html layout:decorate=\"~{layout}\"><head F3><title F4>P</title></head><body><main layout:fragment='c'>y</main></body></html>",
                "<html><head F1><title>L</title></head><body><main layout:fragment='c'>x</main></body></html> § <html layout:decorate=\"~{layout}\"><head F3><title>P</title></head><body><main layout:fragment='c'>y</main></body></html>",
                "<html><head><title F2>L</title></head><body><main layout:fragment='c'>x</main></body></html> § <html layout:decorate=\"~{layout}\"><head><title F4>P</title></head><body><main layout:fragment='c'>y</main></body></html>",
                "<html><head F1><title F2>L</title></head><body><main layout:fragment='c'>x</main></body></html> § <html layout:decorate=\"~{layout}\"><head><title F4>P</title></head><body><main layout:fragment='c'>y</main></body></html>",
                "<html><head><title F2 th:text='${title}'>L</title></head><body><main layout:fragment='c'>x</main></body></html> § <html layout:decorate=\"~{layout}\"><head F3><title F4 th:text='${title}'>P</title></head><body><main layout:fragment='c'>y</main></body></html>",
                "<html><head F1><title F2 layout:title-pattern=\"$LAYOUT_TITLE - $CONTENT_TITLE\" th:text='${title}'>L</title></head><body><main layout:fragment='c'>x</main></body></html> § <html layout:decorate=\"~{layout}\"><head F3><title F4 th:text='${title}'>P</title><meta name='a'/></head><body><main layout:fragment='c'>y</main></body></html>",
                "<html><body><main layout:fragment='c'>x</main></body></html> § <main F1 layout:decorate=\"~{layout}\" layout:fragment='c'>y</main>",
                "<html><body><main layout:fragment='c' F2>x</main></body></html> § <main F1 layout:decorate=\"~{layout}\" layout:fragment='c'>y[[${title}]]</main>",
                "<html><head F1><title F2>L</title></head><body><main layout:fragment='c'>x</main></body></html> § <html layout:decorate=\"~{layout}\"><head F3><title F4 layout:title=\"x\">P</title></head><body><main layout:fragment='c'>y</main></body></html>",
                "<html><head F1><title F2 layout:title-pattern=\"$CONTENT_TITLE - $LAYOUT_TITLE\">L</title></head><body F5><main layout:fragment='c' F6>x</main></body></html> § <html F9 layout:decorate=\"~{layout}\"><head F3><title F4>P</title></head><body F7><main layout:fragment='c' F8>y</main></body></html>"
            })
    void eachPageIsShownAsWithoutACache(String layout, String page) {
        WebStage pages = WebStage.open()
                .dialect(new LayoutDialect())
                .set("title", "T")
                .template("page", marked(page))
                .template("layout", marked(layout));
        Guest guest = Guest.withoutName();
        pages.areRightFor(guest);
    }

    private static String marked(String s) {
        return s.replaceAll(" F(\\d)", " cache:fragment=\"f$1\" cache:key=\"'k'\"");
    }
}
