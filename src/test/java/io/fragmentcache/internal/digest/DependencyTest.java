package io.fragmentcache.internal.digest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.thymeleaf.context.Context;
import org.thymeleaf.exceptions.TemplateEngineException;

/** For each kind of dependency: an edit behind it changes the digest of the fragment in front of it, and of no other. */
class DependencyTest {
    private record Kind(String name, String inside, String template, String source) {}

    private static final Kind[] KINDS = {
        new Kind("th:insert", "<p th:insert='~{other}'></p>", "other", "<b>edited</b>"),
        new Kind("th:replace", "<p th:replace='~{other}'></p>", "other", "<b>edited</b>"),
        new Kind("th:include", "<p th:include='~{other}'></p>", "other", "<b>edited</b>"),
        new Kind("data-th-insert", "<p data-th-insert='~{other}'></p>", "other", "<b>edited</b>"),
        new Kind("a name without ~{}", "<p th:insert='other'></p>", "other", "<b>edited</b>"),
        new Kind(
                "a fragment without ~{}",
                "<p th:insert='dir/other :: x'></p>",
                "dir/other",
                "<b th:fragment='x'>edited</b>"),
        new Kind(
                "a selector by th:fragment",
                "<p th:insert='~{other :: x}'></p>",
                "other",
                "<b th:fragment='x'>edited</b>"),
        new Kind("a selector by id", "<p th:insert='~{other :: #x}'></p>", "other", "<b id='x'>edited</b>"),
        new Kind("a selector by element", "<p th:insert='~{other :: b}'></p>", "other", "<b>edited</b>"),
        new Kind(
                "a literal with quotes",
                "<p th:insert=\"~{'other' :: 'x'}\"></p>",
                "other",
                "<b th:fragment='x'>edited</b>"),
        new Kind("a literal substitution", "<p th:insert='~{|other|}'></p>", "other", "<b>edited</b>"),
        new Kind("the first branch", "<p th:insert='${a} ? ~{other} : ~{}'></p>", "other", "<b>edited</b>"),
        new Kind("the second branch", "<p th:insert='${a} ? ~{} : ~{other}'></p>", "other", "<b>edited</b>"),
        new Kind(
                "a branch within the name",
                "<p th:insert=\"~{${a} ? 'third' : 'other'}\"></p>",
                "other",
                "<b>edited</b>"),
        new Kind("the default", "<p th:insert='~{maybe} ?: ~{other}'></p>", "other", "<b>edited</b>"),
        new Kind("no operation", "<p th:insert='${a} ? ~{other} : _'></p>", "other", "<b>edited</b>"),
        new Kind("a parameter", "<p th:insert='~{third :: f(~{other})}'></p>", "other", "<b>edited</b>"),
        new Kind("a named parameter", "<p th:insert='~{third :: f(x=~{other})}'></p>", "other", "<b>edited</b>"),
        new Kind("a selector chosen at run time", "<p th:insert='~{other :: ${x}}'></p>", "other", "<b>edited</b>"),
        new Kind("th:with", "<p th:with='f=~{other}' th:insert='${f}'></p>", "other", "<b>edited</b>"),
        new Kind("th:text", "<p th:text='~{other}'></p>", "other", "<b>edited</b>"),
        new Kind("th:utext in a branch", "<p th:utext='${a} ? ~{other}'></p>", "other", "<b>edited</b>"),
        new Kind("th:attr", "<p th:attr='title=~{other}'></p>", "other", "<b>edited</b>"),
        new Kind("th:each", "<p th:each='x : ~{other}'></p>", "other", "<b>edited</b>"),
        new Kind("inlined, escaped", "<p>a [[~{other}]] b</p>", "other", "<b>edited</b>"),
        new Kind("inlined, unescaped", "<p>a [(~{other})] b</p>", "other", "<b>edited</b>"),
        new Kind("inlined in a comment", "<!-- [[~{other}]] -->", "other", "<b>edited</b>"),
        new Kind("inlined in CDATA", "<svg><![CDATA[ [[~{other}]] ]]></svg>", "other", "<b>edited</b>"),
        new Kind(
                "a conditional comment",
                "<!--[if IE]><p th:insert='~{other}'></p><![endif]-->",
                "other",
                "<b>edited</b>"),
        new Kind("a prototype-only comment", "<!--/*/ <p th:insert='~{other}'></p> /*/-->", "other", "<b>edited</b>"),
        new Kind("another mode", "<p th:insert='~{other.txt}'></p>", "other.txt", "edited"),
        new Kind("a script in another mode", "<script th:insert='~{other.js}'></script>", "other.js", "var edited;"),
        new Kind(
                "an inlined script",
                "<script th:inline='javascript'>var a = [(~{other})];</script>",
                "other",
                "<b>edited</b>"),
        new Kind(
                "logic in an inlined script",
                "<script th:inline='javascript'>[# th:insert='~{other.js}'/]</script>",
                "other.js",
                "var edited;"),
        new Kind("layout:insert", "<p layout:insert='~{other}'></p>", "other", "<b>edited</b>"),
        new Kind(
                "layout:insert of a layout:fragment that has a namesake",
                "<p layout:insert='~{other :: x}'></p>",
                "other",
                "<i th:fragment='x'>i</i><b layout:fragment='x'>edited</b>"),
        new Kind(
                "th:insert of a namesake of a layout:fragment",
                "<p th:insert='~{other :: x}'></p>",
                "other",
                "<i th:fragment='x'>edited</i><b layout:fragment='x'>b</b>"),
        new Kind(
                "layout:replace",
                "<p layout:replace='~{other :: x}'></p>",
                "other",
                "<b layout:fragment='x' th:fragment='x'>edited</b>"),
        new Kind(
                "layout:insert of a layout:fragment",
                "<p layout:insert='~{other :: x}'></p>",
                "other",
                "<b layout:fragment='x'>edited</b>"),
        new Kind("layout:decorate", "<p layout:decorate='~{other}'></p>", "other", "<b>edited</b>"),
        new Kind("cache:depends", "<p th:insert='~{${chosen}}' cache:depends='other'></p>", "other", "<b>edited</b>"),
        new Kind(
                "cache:depends with a selector",
                "<p cache:depends='third :: f, other :: x'></p>",
                "other",
                "<b id='q' th:fragment='x'>edited</b>"),
        new Kind("cache:depends with a directory", "<p cache:depends='dir/*'></p>", "dir/other", "<b>edited</b>"),
        new Kind("cache:hole", "<p cache:hole='a=~{other}'></p>", "other", "<b>edited</b>"),
        new Kind("an attribute of another dialect", "<p my:insert='~{other}'></p>", "other", "<b>edited</b>"),
        new Kind("an include of an include", "<p th:insert='~{passes}'></p>", "other", "<b>edited</b>"),
        new Kind(
                "decoupled logic of an include",
                "<p th:insert='~{bare}'></p>",
                "bare.th.xml",
                "<thlogic><attr sel='p' th:text=\"'edited'\"/></thlogic>"),
        new Kind("an include by decoupled logic", "<p th:insert='~{logic}'></p>", "other", "<b>edited</b>"),
    };

    private static Site site(Kind kind) {
        return Site.of(
                        "page",
                        "<div cache:fragment='around'><i cache:fragment='it'>" + kind.inside()
                                + "</i></div><p cache:fragment='beside'>x</p>")
                .template("third", "<u th:fragment='f(x)'>third</u>")
                .template("passes", "<u th:insert='~{other}'></u>")
                .template("bare", "<p>x</p>")
                .template("logic", "<p>x</p>")
                .template("logic.th.xml", "<thlogic><attr sel='p' th:insert='~{other}'/></thlogic>")
                .template("other", "<b>other</b>")
                .template("elsewhere", "<p cache:fragment='far'>x</p>")
                .template(kind.template(), kind.source());
    }

    @TestFactory
    Stream<DynamicTest> anEditBehindItIsSeen() {
        return Stream.of(KINDS)
                .map(kind -> DynamicTest.dynamicTest(kind.name(), () -> {
                    Site site = site(kind);
                    assertThat(site.tree("page :: it").open()).isEmpty();

                    site.edit(kind.template(), "edited", "edited again").changesOnly("page :: it", "page :: around");
                }));
    }

    @TestFactory
    Stream<DynamicTest> whateverTheEngineAsksForWhileItRendersIsCovered() {
        return Stream.of(KINDS)
                .map(kind -> DynamicTest.dynamicTest(kind.name(), () -> {
                    for (boolean branch : new boolean[] {true, false}) {
                        Site site = site(kind);
                        Set<String> covered = new TreeSet<>();
                        site.tree("page :: it").parts().keySet().forEach(part -> covered.add(part.template()));
                        site.templates.asked.clear();

                        rendered(site, branch);

                        assertThat(covered).containsAll(site.templates.asked);
                        assertThat(site.templates.asked).contains("page");
                    }
                }));
    }

    /** Some kinds cannot be rendered to their end, as a loop over a fragment: up to there they count. */
    private static void rendered(Site site, boolean branch) {
        try {
            site.engine.process("page", new Context(Locale.ROOT, Map.of("a", branch, "x", "b", "chosen", "other")));
        } catch (TemplateEngineException e) {
            assertThat(e.getMessage()).isNotEmpty();
        }
    }
}
