package io.fragmentcache.thymeleaf;

import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.stage.MapTemplates;
import io.fragmentcache.stage.Page;
import io.fragmentcache.stage.Stage;
import java.util.List;
import java.util.Map;
import nz.net.ultraq.thymeleaf.layoutdialect.LayoutDialect;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.thymeleaf.TemplateEngine;

/** Layouts, what pages fill into them, and marks on all of their elements: row B7 of the faults. */
@NullUnmarked // What it looks up is there, or the test fails.
@SuppressWarnings("DuplicateBranches")
class LayoutFaultsTest {
    private static final String PAGE_ONE = """
            <html layout:decorate="~{layout}"><head><title>One</title><meta name="one"/></head><body class="one"><main layout:fragment="content">first</main></body></html>""";
    private static final String PAGE_TWO =
            PAGE_ONE.replace("one", "two").replace("One", "Two").replace("first", "second");

    private final Map<String, String> sources = new java.util.LinkedHashMap<>();

    private LayoutFaultsTest with(String name, String source) {
        sources.put(name, source);
        return this;
    }

    private TemplateEngine plain() {
        MapTemplates templates = new MapTemplates();
        sources.forEach((name, source) -> templates.put(name, Sample.plain(source)));
        TemplateEngine engine = new TemplateEngine();
        engine.setTemplateResolver(templates);
        engine.setMessageResolver(Stage.messageResolver());
        engine.addDialect(new LayoutDialect());
        return engine;
    }

    /** Each page is shown as plain Thymeleaf does, in any order, and the second time each fragment is a hit. */
    private void samePages(boolean cacheable, String... pages) {
        Stage site =
                Stage.configured("5m fresh", builder -> builder.strict(true)).dialect(new LayoutDialect());
        sources.forEach(site::template);
        if (!cacheable) {
            site.uncacheable();
        }
        site.with("x", "X").with("xs", List.of("a", "b"));
        TemplateEngine plain = plain();
        for (int round = 0; round < 3; round++) {
            for (String page : pages) {
                String expected = plain.process(page, site.context());
                Page shown = site.render(page).shows(expected);
                if (round > 0) {
                    assertThat(shown.events())
                            .isNotEmpty()
                            .allMatch(event -> event.what().equals("HIT"));
                }
            }
        }
        site.evictAll();
        for (String page : pages) {
            site.render(page).shows(plain.process(page, site.context()));
        }
    }

    private void samePages(String... pages) {
        samePages(true, pages);
        samePages(false, pages);
    }

    @Test
    void aNameInThePageMayBeOneOfTheLayoutToo() {
        with("layout", """
                <html><head><title>S</title></head><body><header cache:fragment="f" cache:key="'k'"><b>S</b>ite</header><main layout:fragment="content">none</main></body></html>""")
                .with("one", PAGE_ONE.replace("<main", "<main cache:fragment=\"f\" cache:key=\"'k'\""))
                .with("two", PAGE_TWO.replace("<main", "<main cache:fragment=\"f\" cache:key=\"'k'\""))
                .samePages("one", "two");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<main layout:fragment=\"content\"", "<html", "<body", "<head", "<title"})
    void marksOnElementsOfALayoutHoldWhatThePageBrings(String tag) {
        with("layout", """
                <html><head><title>Site</title><link href="a"/></head><body id="b"><main layout:fragment="content"><i>none</i></main><p>[[${x}]]</p></body></html>""".replace(tag, tag + " cache:fragment=\"f\" cache:key=\"'k'\""))
                .with("one", PAGE_ONE)
                .with("two", PAGE_TWO);
        if (tag.equals("<title")) {
            // The dialect makes a title of its own where there is a pattern; here it merges both.
            samePages("one", "two");
        } else {
            samePages("one", "two");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"<main", "<html", "<body", "<head", "<title"})
    void marksOnElementsOfAPageAreItsOwn(String tag) {
        with("layout", """
                <html><head><title>Site</title><link href="a"/></head><body id="b"><main layout:fragment="content"><i>none</i></main><p>[[${x}]]</p></body></html>""")
                .with("one", PAGE_ONE.replace(tag, tag + " cache:fragment=\"f\" cache:key=\"'k'\""))
                .with("two", PAGE_TWO.replace(tag, tag + " cache:fragment=\"f\" cache:key=\"'k'\""))
                .samePages("one", "two");
    }

    @Test
    void twoInsertsOfOneCachedPartHoldTheirOwnFillings() {
        with("f", """
                <section layout:fragment="g" cache:fragment="g" cache:key="'k'"><b>g</b> <i layout:fragment="slot">empty</i></section>""").with("page", """
                        <div><p layout:insert="~{f :: g}"><b layout:fragment="slot">1</b></p><p layout:insert="~{f :: g}"><b layout:fragment="slot">2</b></p><p layout:replace="~{f :: g}"><b layout:fragment="slot"><u>3</u></b></p><p layout:insert="~{f :: g}"></p></div>""").samePages("page");
    }

    @Test
    void aFragmentOfALayoutMayHaveParameters() {
        with("f", """
                <section layout:fragment="box(i)" cache:fragment="g" cache:key="${i}"><b>g</b> [[${i}]]</section>""").with("page", """
                        <div><p layout:insert="~{f :: box(i='1')}"></p><p layout:replace="~{f :: box(i='2')}"></p><p th:insert="~{f}" th:with="i='3'"></p></div>""").samePages("page");
        Stage site = Stage.lifetime("5m fresh").dialect(new LayoutDialect());
        site.template("f", sources.get("f").replace("cache:fragment=\"g\" cache:key=\"${i}\"", ""))
                .template("page", """
                        <div cache:fragment="c" cache:key="'k'"><p layout:insert="~{f :: box(i='1')}"></p></div>""");
        String before = site.render("page").text();
        site.edit("f", "<b>g</b>", "<b>edited</b>");
        site.render("page").shows(before.replace("<b>g</b>", "<b>edited</b>"));
    }

    @Test
    void titlesByPatternAreThoseOfThePage() {
        with("layout", """
                <html><head cache:fragment="head" cache:key="'k'"><title layout:title-pattern="$CONTENT_TITLE - $LAYOUT_TITLE">Site</title></head><body><main layout:fragment="content" cache:fragment="m" cache:key="'m'">none</main></body></html>""").with("one", PAGE_ONE).with("two", PAGE_TWO).samePages("one", "two");
    }

    @Test
    void layoutsInLayoutsThreeDeep() {
        with("base", """
                <html><head><title>Base</title></head><body><nav cache:fragment="nav" cache:key="'n'"><b>n</b><b>a</b><b>v</b></nav><div cache:fragment="outer" cache:key="'o'"><div layout:fragment="all">none</div></div></body></html>""")
                .with("layout", """
                        <html layout:decorate="~{base}"><head><title>Layout</title></head><body><div layout:fragment="all"><aside cache:fragment="nav" cache:key="'n'"><b>a</b><b>s</b></aside><section cache:fragment="mid" cache:key="'m'"><main layout:fragment="content">none</main></section></div></body></html>""")
                .with(
                        "one",
                        PAGE_ONE.replace(
                                "first", "<p cache:fragment=\"nav\" cache:key=\"'n'\"><b>1</b><b>1</b>[[${x}]]</p>"))
                .with(
                        "two",
                        PAGE_TWO.replace(
                                "second", "<p cache:fragment=\"nav\" cache:key=\"'n'\"><b>2</b><b>2</b>[[${x}]]</p>"))
                .with(
                        "three",
                        "<html layout:decorate=\"~{base}\"><body><div layout:fragment=\"all\">short</div></body></html>")
                .samePages("one", "two", "three");
    }

    @Test
    void parametersOfALayoutDecideWhatIsShown() {
        with("layout", """
                <html><head><title>S</title></head><body><main layout:fragment="content"></main><i cache:fragment="f" cache:key="${a}"><b>[[${a}]]</b><u>u</u></i></body></html>""")
                .with("one", PAGE_ONE.replace("~{layout}", "~{layout(a='1')}"))
                .with("two", PAGE_TWO.replace("~{layout}", "~{layout(a='2')}"))
                .samePages("one", "two");
    }

    @Test
    void anEditOfWhatAPageFillsInIsSeen() {
        Stage site = Stage.lifetime("5m fresh").dialect(new LayoutDialect());
        site.template("layout", """
                <html><body><div cache:fragment="wrap" cache:key="'w'"><main layout:fragment="content">none</main></div></body></html>""").template("one", PAGE_ONE);
        String before = site.render("one").text();
        site.edit("one", "first", "edited");
        site.render("one").shows(before.replace("first", "edited"));
        site.template("inc", "<b>inc</b>").edit("one", "edited", "<i th:insert=\"~{inc}\"></i>");
        site.render("one").shows(before.replace("first", "<i><b>inc</b></i>"));
        site.edit("inc", "<b>inc", "<b>INC");
        site.render("one").shows(before.replace("first", "<i><b>INC</b></i>"));
    }
}
