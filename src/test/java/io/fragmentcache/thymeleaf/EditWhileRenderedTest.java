package io.fragmentcache.thymeleaf;

import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.stage.Stage;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.thymeleaf.IEngineConfiguration;
import org.thymeleaf.TemplateEngine;
import org.thymeleaf.cache.ICacheEntryValidity;
import org.thymeleaf.context.Context;
import org.thymeleaf.templateresolver.AbstractConfigurableTemplateResolver;
import org.thymeleaf.templateresource.ITemplateResource;
import org.thymeleaf.templateresource.StringTemplateResource;

/** What is digested is what was parsed, whenever an edit comes: row B6 of the faults. */
@NullUnmarked // What it looks up is there, or the test fails.
class EditWhileRenderedTest {
    /** Edits a template when a page asks for it. */
    public static final class Editor {
        private final Runnable edit;
        private boolean done;

        Editor(Runnable edit) {
            this.edit = edit;
        }

        public String getNow() {
            if (!done) {
                done = true;
                edit.run();
            }
            return "";
        }
    }

    @ParameterizedTest
    @CsvSource({
        "page, before, true", "page, inside, true", "page, before, false", "page, inside, false",
        "inc, before, true", "inc, inside, true", "inc, before, false", "inc, inside, false"
    })
    void oldHtmlIsNeverKeptUnderTheNewDigest(String edited, String when, boolean cacheable) {
        Stage site = Stage.lifetime("5m fresh")
                .template("page", """
                        BEFORE<div cache:fragment="f" cache:key="'k'"><b>old</b>INSIDE<i th:insert="~{inc}"></i></div>""".replace(when.toUpperCase(java.util.Locale.ROOT), "[[${editor.now}]]")
                        .replaceAll("BEFORE|INSIDE", ""))
                .template("inc", "<u>old</u>");
        if (!cacheable) {
            site.uncacheable();
        }
        site.with("editor", new Editor(() -> site.edit(edited, ">old<", ">new<")));
        site.render("page");
        String expected = edited.equals("page")
                ? "<div><b>new</b><i><u>old</u></i></div>"
                : "<div><b>old</b><i><u>new</u></i></div>";
        for (int i = 0; i < 3; i++) {
            site.render("page").shows(expected);
        }
        assertThat(site.render("page").count("HIT")).isOne();
        // And the old one, which comes back, is not shown what was new.
        site.edit(edited, ">new<", ">old<");
        site.render("page").shows("<div><b>old</b><i><u>old</u></i></div>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"inc", "deep"})
    void anIncludeThatTheEngineIsToldToForgetIsShownAnew(String edited) {
        Stage site = Stage.lifetime("5m fresh")
                .template("page", "<p cache:fragment=\"f\" cache:key=\"'k'\" th:insert=\"~{inc}\"></p>")
                .template("inc", "<b>old</b><i th:insert=\"~{deep :: d}\"></i>")
                .template("deep", "<u th:fragment=\"d\">old</u>");
        for (int i = 0; i < 2; i++) {
            site.render("page").shows("<p><b>old</b><i><u>old</u></i></p>");
        }
        site.editQuietly(
                edited,
                edited.equals("inc") ? "<b>new</b><i th:insert=\"~{deep :: d}\"></i>" : "<u th:fragment=\"d\">new</u>");
        site.engine().clearTemplateCacheFor(edited);
        String expected =
                edited.equals("inc") ? "<p><b>new</b><i><u>old</u></i></p>" : "<p><b>old</b><i><u>new</u></i></p>";
        site.render("page").shows(expected).missed("f k");
        site.render("page").shows(expected).hit("f k");
        site.engine().clearTemplateCacheFor(edited);
        site.render("page").shows(expected).hit("f k");
    }

    /** Templates whose time is over when the test says so. */
    private static final class Timed extends AbstractConfigurableTemplateResolver {
        private final Map<String, String> sources;
        private final AtomicInteger time;

        Timed(Map<String, String> sources, AtomicInteger time) {
            this.sources = sources;
            this.time = time;
        }

        @Override
        protected ITemplateResource computeTemplateResource(
                IEngineConfiguration configuration,
                String owner,
                String template,
                String resource,
                String encoding,
                Map<String, Object> attributes) {
            return new StringTemplateResource(sources.get(template));
        }

        @Override
        protected ICacheEntryValidity computeValidity(
                IEngineConfiguration configuration, String owner, String template, Map<String, Object> attributes) {
            int resolved = time.get();
            return new ICacheEntryValidity() {
                @Override
                public boolean isCacheable() {
                    return true;
                }

                @Override
                public boolean isCacheStillValid() {
                    return time.get() == resolved;
                }
            };
        }
    }

    @Test
    void aTemplateWhoseTimeIsOverIsReadAgain() {
        Map<String, String> sources = new java.util.HashMap<>(Map.of(
                "page",
                "<p cache:fragment=\"f\" cache:key=\"'k'\"><b>old</b><i th:insert=\"~{inc}\"></i></p>",
                "inc",
                "<u>old</u>"));
        AtomicInteger time = new AtomicInteger();
        TemplateEngine engine = new TemplateEngine();
        engine.setTemplateResolver(new Timed(sources, time));
        engine.addDialect(new CacheDialect());
        String old = "<p><b>old</b><i><u>old</u></i></p>";
        assertThat(engine.process("page", new Context())).isEqualTo(old);
        sources.put("inc", "<u>new</u>");
        assertThat(engine.process("page", new Context()))
                .as("its time is not over")
                .isEqualTo(old);
        time.incrementAndGet();
        String expected = old.replace("<u>old", "<u>new");
        assertThat(engine.process("page", new Context())).isEqualTo(expected);
        sources.put("page", sources.get("page").replace("<b>old", "<b>new"));
        assertThat(engine.process("page", new Context())).isEqualTo(expected);
        time.incrementAndGet();
        assertThat(engine.process("page", new Context())).isEqualTo(expected.replace("<b>old", "<b>new"));
    }
}
