package io.fragmentcache.thymeleaf;

import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.stage.MapTemplates;
import io.fragmentcache.stage.Stage;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.thymeleaf.IEngineConfiguration;
import org.thymeleaf.TemplateEngine;
import org.thymeleaf.TemplateSpec;
import org.thymeleaf.context.Context;
import org.thymeleaf.templatemode.TemplateMode;
import org.thymeleaf.templateresolver.AbstractConfigurableTemplateResolver;
import org.thymeleaf.templateresource.ITemplateResource;
import org.thymeleaf.templateresource.StringTemplateResource;

/** A definition belongs to one parse of one template: rows B1 and B2 of the faults. */
@NullUnmarked // What it looks up is there, or the test fails.
class TemplateParseTest {
    /** Gives each tenant templates of its own. */
    private static final class OfTenant extends AbstractConfigurableTemplateResolver {
        private final Map<String, String> sources;

        OfTenant(Map<String, String> sources) {
            this.sources = sources;
        }

        @Override
        protected ITemplateResource computeTemplateResource(
                IEngineConfiguration configuration,
                String owner,
                String template,
                String resource,
                String encoding,
                Map<String, Object> attributes) {
            return new StringTemplateResource(
                    sources.get(template).replace("TENANT", String.valueOf(attributes.get("tenant"))));
        }
    }

    private static String page(TemplateEngine engine, String tenant) {
        return engine.process(new TemplateSpec("page", Map.of("tenant", tenant)), new Context());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<p cache:fragment=\"f\" cache:key=\"'k'\">TENANT</p>",
                "<p cache:fragment=\"f\" cache:key=\"'k'\" th:insert=\"~{inc}\"></p>",
                "<p cache:fragment=\"f\" cache:key=\"'k'\"><i th:replace=\"~{inc :: b}\"></i></p>",
                "<p cache:fragment=\"f\" cache:key=\"'k'\">for all <i cache:hole>TENANT</i></p>",
                "<ul><li th:each=\"x : ${ {1, 2} }\" cache:fragment=\"f\" cache:key=\"${x}\">TENANT</li></ul>"
            })
    void tenantsWithTemplatesOfTheirOwnDoNotShowEachOthers(String source) {
        TemplateEngine engine = new TemplateEngine();
        OfTenant resolver = new OfTenant(Map.of("page", source, "inc", "<b>TENANT</b>"));
        resolver.setCacheable(true);
        engine.setTemplateResolver(resolver);
        engine.addDialect(new CacheDialect());
        String red = page(engine, "red");
        assertThat(red).contains("red");
        for (int i = 0; i < 2; i++) {
            assertThat(page(engine, "blue")).isEqualTo(red.replace("red", "blue"));
            assertThat(page(engine, "red")).isEqualTo(red);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<br/><p cache:fragment=\"f\" cache:key=\"'k'\">a<img/></p>",
                "<p cache:fragment=\"f\" cache:key=\"'k'\"><b th:text=\"${x}\" title=''>t</b></p>"
            })
    void htmlAndXmlOfOneTemplateAreTwo(String source) {
        TemplateEngine plain = new TemplateEngine();
        plain.setTemplateResolver(new MapTemplates().put("page", Sample.plain(source)));
        TemplateEngine engine = new TemplateEngine();
        engine.setTemplateResolver(new MapTemplates().put("page", source));
        engine.addDialect(new CacheDialect());
        for (int i = 0; i < 2; i++) {
            for (TemplateMode mode : List.of(TemplateMode.HTML, TemplateMode.XML, TemplateMode.TEXT)) {
                if (mode.isMarkup()) {
                    TemplateSpec spec = new TemplateSpec("page", mode);
                    assertThat(engine.process(spec, context())).isEqualTo(plain.process(spec, context()));
                }
            }
        }
    }

    private static Context context() {
        Context context = new Context();
        context.setVariable("x", "<'>");
        return context;
    }

    @ParameterizedTest
    @ValueSource(strings = {"<div>\n<p", "<div\n ><p", "<!-- a --><div><p", "<div>text<p", "<div></div><div><p"})
    void anEditThatMovesTheTagIsSeen(String moved) {
        for (boolean cacheable : new boolean[] {true, false}) {
            Stage site = Stage.lifetime("5m fresh").template("page", """
                    <div><p cache:fragment="f" cache:key="'k'">old</p></div>""");
            if (!cacheable) {
                site.uncacheable();
            }
            site.render("page").missed("f k");
            site.edit("page", "<div><p", moved).edit("page", "old", "new");
            assertThat(site.render("page").text()).contains(">new</p>");
            assertThat(site.render("page").text()).contains(">new</p>");
        }
    }

    @Test
    void anEditOfWhatItIncludesIsSeenWithWhateverElseMoves() {
        for (boolean cacheable : new boolean[] {true, false}) {
            Stage site = Stage.lifetime("5m fresh")
                    .template("page", "<div><p cache:fragment=\"f\" cache:key=\"'k'\" th:insert=\"~{inc}\"></p></div>")
                    .template("inc", "old");
            if (!cacheable) {
                site.uncacheable();
            }
            site.render("page").shows("<div><p>old</p></div>");
            site.template("inc", "new").edit("page", "<div>", "<div>\n");
            site.render("page").shows("<div>\n<p>new</p></div>");
            site.template("inc", "newer");
            site.render("page").shows("<div>\n<p>newer</p></div>").missed("f k");
            // Another fragment of which it is a part for the first time.
            site.edit("page", "</div>", "<i cache:fragment=\"g\" cache:key=\"'g'\" th:insert=\"~{inc}\"></i></div>");
            site.template("inc", "newest");
            site.render("page").shows("<div>\n<p>newest</p><i>newest</i></div>");
        }
    }
}
