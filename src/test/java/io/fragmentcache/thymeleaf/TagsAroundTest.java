package io.fragmentcache.thymeleaf;

import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.internal.digest.Digests;
import io.fragmentcache.key.Locator;
import io.fragmentcache.stage.MapTemplates;
import io.fragmentcache.stage.Stage;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.thymeleaf.TemplateEngine;
import org.thymeleaf.context.ITemplateContext;
import org.thymeleaf.messageresolver.AbstractMessageResolver;
import org.thymeleaf.messageresolver.StandardMessageResolver;

/** What tags around say, and messages on each path, is part of a digest: rows B3 and B5 of the faults. */
@NullUnmarked // What it looks up is there, or the test fails.
class TagsAroundTest {
    private static final Locator F = Locator.parse("page :: f");

    private static TemplateEngine engine(MapTemplates templates) {
        TemplateEngine engine = new TemplateEngine();
        engine.setTemplateResolver(templates);
        return engine;
    }

    private static String digest(String page) {
        MapTemplates templates = new MapTemplates().put("page", page).put("inc", "<b>[[${t}]]</b>");
        return new Digests(engine(templates).getConfiguration(), "cache")
                .of(F, null)
                .digest()
                .toString();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "<div th:with=\"t='a'\">BODY</div> | t='a' | t='b' | [[${t}]]",
                "<div th:with=\"s='a',t=${s}\">BODY</div> | s='a' | s='b' | [[${t}]]",
                "<html th:with=\"s='a'\"><div th:with=\"t=${s}\">BODY</div></html> | s='a' | s='b' | [[${t}]]",
                "<div th:object=\"${a}\">BODY</div> | ${a} | ${b} | [[*{name}]]",
                "<div th:each=\"t : ${a}\">BODY</div> | ${a} | ${b} | [[${t}]]",
                "<div th:with=\"t='a'\">BODY</div> | t='a' | t='b' | <i th:insert=\"~{inc}\"></i>",
                "<div th:inline=\"text\">BODY</div> | text | none | [[${t}]]",
                "<div th:switch=\"${a}\">BODY</div> | ${a} | ${b} | <i th:case=\"1\"></i>",
                "<div th:fragment=\"x(t)\">BODY</div> | (t) | (u,t) | [[${t}]]",
                "<div th:insert=\"~{inc(t='a')}\">BODY</div> | 'a' | 'b' | [[${t}]]",
                "<div cache:hole=\"t='a'\">BODY</div> | t='a' | t='b' | [[${t}]]",
                "<div cache:each=\"t : ${a}\" cache:fragment=\"o\">BODY</div> | ${a} | ${b} | [[${t}]]"
            })
    void aTagAroundThatSetsWhatIsReadIsPartOfTheDigest(String page, String from, String to, String body) {
        String whole = page.replace("BODY", "<p cache:fragment=\"f\" cache:key=\"'k'\">" + body + "</p>");
        assertThat(digest(whole.replace(from, to))).isNotEqualTo(digest(whole));
        assertThat(digest(whole.replace("<div", "<div\n"))).isEqualTo(digest(whole));
        String other = page.replace("BODY", "<p cache:fragment=\"f\" cache:key=\"'k'\">nothing</p>");
        if (!from.equals("text")) {
            assertThat(digest(other.replace(from, to)))
                    .as("of what reads nothing of it")
                    .isEqualTo(digest(other));
        }
    }

    @Test
    void theMessagesOfATagAroundAreTheFragmentsToo() {
        StandardMessageResolver messages = new StandardMessageResolver();
        messages.addDefaultMessage("m", "one");
        Stage site = Stage.lifetime("5m fresh").messages(messages).template("page", """
                <div th:with="t=#{m}"><p cache:fragment="f" cache:key="'k'"><i th:text="${t}"></i></p></div>""");
        Digests digests = new Digests(site.engine().getConfiguration(), "cache");
        assertThat(digests.of(F, null).messages()).containsExactly("m");
        var before = digests.messageTexts(digests.of(F, null), Locale.ENGLISH);
        messages.addDefaultMessage("m", "two");
        assertThat(digests.messageTexts(digests.of(F, null), Locale.ENGLISH)).isNotEqualTo(before);
    }

    /** Messages of templates, in a map: outer ones override. */
    private static final class OfTemplates extends AbstractMessageResolver {
        private final Map<String, String> messages;

        OfTemplates(Map<String, String> messages) {
            this.messages = messages;
        }

        @Override
        public String resolveMessage(ITemplateContext context, Class<?> origin, String key, Object[] parameters) {
            return context.getTemplateStack().stream()
                    .map(template -> messages.get(template.getTemplate() + "." + key))
                    .filter(message -> message != null)
                    .findFirst()
                    .orElse(null);
        }

        @Override
        public String createAbsentMessageRepresentation(
                ITemplateContext context, Class<?> origin, String key, Object[] parameters) {
            return key;
        }
    }

    @ParameterizedTest
    @CsvSource({"two, true", "one, true", "three, true", "f, true", "other, false"})
    void eachPathToAMessageCounts(String template, boolean counts) {
        Map<String, String> messages = new java.util.HashMap<>(Map.of("three.m", "three"));
        TemplateEngine engine = engine(new MapTemplates()
                .put("f", """
                        <p cache:fragment="f" cache:key="'k'"><i th:insert="~{three}"></i><i th:insert="~{one}"></i></p>""")
                .put("one", "<i th:insert=\"~{two}\"></i>")
                .put("two", "<i th:insert=\"~{three}\"></i>")
                .put("three", "[[#{m}]]")
                .put("other", "[[#{m}]]"));
        engine.setMessageResolver(new OfTemplates(messages));
        Digests digests = new Digests(engine.getConfiguration(), "cache");
        var tree = digests.of(Locator.parse("f :: f"), null);
        var before = digests.messageTexts(tree, Locale.ENGLISH);
        messages.put(template + ".m", "another");
        assertThat(!digests.messageTexts(tree, Locale.ENGLISH).equals(before)).isEqualTo(counts);
    }

    @Test
    void anEditOfATagAroundIsShownAtOnce() {
        for (String[] edit : List.of(new String[] {"t='a'", "t='b'"}, new String[] {"t='a'", "t=#{t}"})) {
            Stage site = Stage.lifetime("5m fresh").template("page", """
                    <div th:with="t='a'"><p cache:fragment="f" cache:key="'k'"><i th:text="${t}"></i></p></div>""");
            site.render("page").shows("<div><p><i>a</i></p></div>");
            site.edit("page", edit[0], edit[1]);
            String expected = edit[1].contains("#") ? "A title" : "b";
            site.render("page")
                    .shows("<div><p><i>" + expected + "</i></p></div>")
                    .missed("f k");
        }
    }
}
