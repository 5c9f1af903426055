package io.fragmentcache.internal.digest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fragmentcache.digest.DependencyTree;
import io.fragmentcache.digest.Digest;
import io.fragmentcache.digest.Part;
import io.fragmentcache.digest.PartName;
import io.fragmentcache.key.Locator;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thymeleaf.IEngineConfiguration;
import org.thymeleaf.TemplateEngine;
import org.thymeleaf.templateresolver.AbstractConfigurableTemplateResolver;
import org.thymeleaf.templateresolver.ClassLoaderTemplateResolver;
import org.thymeleaf.templateresolver.FileTemplateResolver;
import org.thymeleaf.templateresolver.StringTemplateResolver;
import org.thymeleaf.templateresource.ITemplateResource;
import org.thymeleaf.templateresource.StringTemplateResource;

/** Templates are resolved as the engine resolves them, and read again only where they may change. */
class ResolutionTest {
    private static final Locator IT = Locator.parse("page :: it");

    @Test
    void theFirstResolverThatAnswersWins() {
        InMemoryTemplates first = new InMemoryTemplates("/first/");
        InMemoryTemplates second = new InMemoryTemplates("/second/");
        first.setOrder(1);
        second.setOrder(2);
        second.sources.put("page", "<p cache:fragment='it'>second</p>");
        TemplateEngine engine = new TemplateEngine();
        engine.addTemplateResolver(second);
        engine.addTemplateResolver(first);
        Digests digests = new Digests(engine.getConfiguration(), "cache");
        Digest ofSecond = digests.of(IT, null).digest();

        first.sources.put("page", "<p cache:fragment='it'>first</p>");
        digests.forget();

        assertThat(digests.of(IT, null).digest()).isNotEqualTo(ofSecond);
    }

    @Test
    void aTemplateGivenAsAStringIsItsOwnName() {
        TemplateEngine engine = new TemplateEngine();
        engine.setTemplateResolver(new StringTemplateResolver());
        Digests digests = new Digests(engine.getConfiguration(), "cache");

        assertThat(digests.fragmentsIn("<p cache:fragment='it'>x</p>"))
                .containsExactly(new Locator("<p cache:fragment='it'>x</p>", "it"));
        assertThat(digests.of(new Locator("<p cache:fragment='it'>x</p>", "it"), null))
                .asString()
                .matches("string-[0-9a-f]{8} :: it  [0-9a-f]{32}\n");
    }

    @Test
    void anotherPrefixOfTheDialectIsRead() {
        Site site = Site.of("page", "<p keep:fragment='it' keep:key='1' keep:fresh='1m'>x</p>");

        assertThat(new Digests(site.engine.getConfiguration(), "keep").fragmentsIn("page"))
                .containsExactly(IT);
    }

    @Test
    void templatesInFilesAreListedAndTheirDirectoryIsNotInTheDigest(@TempDir Path directory) throws Exception {
        for (String root : List.of("one", "two")) {
            Path themes = Files.createDirectories(directory.resolve(root).resolve("theme/deep"));
            Files.writeString(themes.resolveSibling("dark.html"), "<b>dark</b>");
            Files.writeString(themes.resolve("deeper.html"), "<b>deeper</b>");
            Files.writeString(themes.resolveSibling("notes.md"), "no template");
            Files.writeString(
                    directory.resolve(root).resolve("page.html"),
                    "<p cache:fragment='it' cache:depends='theme/*' th:insert='~{${theme}}'>x</p>");
        }
        Digests one = inFiles(directory.resolve("one"));
        Digests two = inFiles(directory.resolve("two"));

        assertThat(one.templates()).containsExactly("page", "theme/dark", "theme/deep/deeper");
        assertThat(one.of(IT, null).digest()).isEqualTo(two.of(IT, null).digest());
        assertThat(one.of(IT, null).parts().keySet()).asString().isEqualTo("[page :: it, ~{theme/dark}]");
        assertThat(one.of(IT, null).parts().values())
                .extracting(Part::place)
                .containsExactly("page.html line 1", "theme/dark.html line 1");
    }

    private static Digests inFiles(Path directory) {
        FileTemplateResolver resolver = new FileTemplateResolver();
        resolver.setPrefix(directory + "/");
        resolver.setSuffix(".html");
        TemplateEngine engine = new TemplateEngine();
        engine.setTemplateResolver(resolver);
        return new Digests(engine.getConfiguration(), "cache");
    }

    @Test
    void templatesOnTheClassPathAreListed() {
        ClassLoaderTemplateResolver resolver = new ClassLoaderTemplateResolver();
        resolver.setPrefix("/org/thymeleaf/xml/");
        resolver.setSuffix(".xml");
        TemplateEngine engine = new TemplateEngine();
        engine.setTemplateResolver(resolver);

        assertThat(new Digests(engine.getConfiguration(), "cache").templates())
                .as("in a jar")
                .contains("thymeleaf/Standard-Dialect");
    }

    @Test
    void whatCannotChangeIsNotReadAgain() {
        Site site = Site.of("page", "<p cache:fragment='it' th:insert='~{other}'></p>")
                .template("other", "other");
        DependencyTree tree = site.tree("page :: it");

        site.template("other", "edited");

        assertThat(tree.isVolatile()).isFalse();
        assertThat(site.tree("page :: it")).isSameAs(tree);
        assertThat(site.digests().current(tree)).isSameAs(tree);
        site.digests().forget();
        assertThat(site.tree("page :: it").digest()).isNotEqualTo(tree.digest());
    }

    @Test
    void onceTheEnginesCacheWasClearedForATemplateItIsReadAgain() {
        Site site = Site.of("page", "<p cache:fragment='it' th:insert='~{other}'></p>")
                .template("other", "other");
        DependencyTree tree = site.tree("page :: it");

        assertThat(site.digests().reread(tree)).isSameAs(tree);
        site.template("other", "edited");
        DependencyTree edited = site.digests().reread(tree);
        assertThat(edited.digest()).isNotEqualTo(tree.digest());
        assertThat(site.tree("page :: it")).isSameAs(edited);
        site.template("page", "<p cache:fragment='new'></p>");
        assertThat(site.tree("page :: new").parts()).hasSize(1);
    }

    @Test
    void whatMayChangeIsComputedAgainOnlyOnceItChanged() {
        Site site = Site.of("page", "<p cache:fragment='it' cache:depends='dir/*' th:insert='~{other}'></p>")
                .template("other", "<b>other</b>")
                .template("dir/a", "a")
                .template("other.th.xml", "<thlogic></thlogic>");
        site.templates.cacheable = false;
        Digests digests = site.digests();
        DependencyTree tree = site.tree("page :: it");

        assertThat(tree.isVolatile()).isTrue();
        assertThat(digests.current(tree)).isSameAs(tree);
        DependencyTree edited = seen(site, tree, "other", "<b>edited</b>");
        DependencyTree logic = seen(site, edited, "other.th.xml", "<thlogic><attr sel='b' th:text='1'/></thlogic>");
        DependencyTree added = seen(site, logic, "dir/b", "b");
        DependencyTree back = seen(site, added, "other", "<b>other</b>");
        assertThat(site.tree("page :: it")).isSameAs(back);
        site.templates.sources.remove("dir/b");
        site.template("other.th.xml", "<thlogic></thlogic>");
        assertThat(digests.current(back).digest()).isEqualTo(tree.digest());
    }

    private static DependencyTree seen(Site site, DependencyTree before, String template, String source) {
        site.template(template, source);
        DependencyTree after = site.digests().current(before);
        assertThat(after.digest()).as(template).isNotEqualTo(before.digest());
        assertThat(site.digests().current(after)).isSameAs(after);
        return after;
    }

    @Test
    void whatResolversAreToldIsPartOfTheQuestion() {
        Site site = Site.of("page", "<p cache:fragment='it'>x</p>");

        assertThat(site.digests().of(IT, Map.of("theme", "dark")))
                .isNotSameAs(site.digests().of(IT, Map.of("theme", "light")))
                .isSameAs(site.digests().of(IT, Map.of("theme", "dark")));
    }

    @Test
    void theWayToAPartIsTheShortest() {
        Site site = Site.of(
                        "page", "<p cache:fragment='it'><a th:insert='~{long}'></a><a th:insert='~{short}'></a></p>")
                .template("long", "<a th:insert='~{longer}'></a>")
                .template("longer", "<a th:insert='~{end}'></a>")
                .template("short", "<a th:insert='~{end}'></a>")
                .template("end", "<a th:insert='~{short}'>end</a>");
        DependencyTree tree = site.tree("page :: it");

        assertThat(tree.pathTo(PartName.included("end", null))).asString().isEqualTo("[page :: it, ~{short}, ~{end}]");
        assertThat(tree.pathTo(PartName.included("none", null))).isEmpty();
        assertThat(tree).hasToString("""
                page :: it  %s
                  ~{long}
                    ~{longer}
                      ~{end}
                        ~{short}
                          ~{end} (see above)
                  ~{short} (see above)
                """.formatted(tree.digest()));
    }

    @Test
    void resourceLocationsAsSpringHasThemAreListed(@TempDir Path directory) throws Exception {
        Files.writeString(directory.resolve("page.html"), "<p cache:fragment='it'>x</p>");

        assertThat(located(directory.toUri().toString(), ".html")).containsExactly("page");
        assertThat(located("file:" + directory.toString().substring(1), ".html"))
                .isEmpty();
        assertThat(located("classpath:/org/thymeleaf/xml/", ".xml")).contains("thymeleaf/Standard-Dialect");
        assertThat(located("/WEB-INF/", ".html"))
                .as("a servlet container does not tell")
                .isEmpty();
    }

    private static Set<String> located(String prefix, String suffix) {
        AbstractConfigurableTemplateResolver resolver = new AbstractConfigurableTemplateResolver() {
            @Override
            protected ITemplateResource computeTemplateResource(
                    IEngineConfiguration configuration,
                    String owner,
                    String template,
                    String resource,
                    String encoding,
                    Map<String, Object> attributes) {
                return new StringTemplateResource(resource);
            }
        };
        resolver.setPrefix(prefix);
        resolver.setSuffix(suffix);
        TemplateEngine engine = new TemplateEngine();
        engine.setTemplateResolver(resolver);
        return new Digests(engine.getConfiguration(), "cache").templates();
    }

    @Test
    void whatIsHandedInHasADigestOfItsOwnThatIsCurrent() {
        Site site = Site.of("page", "<b th:fragment='actions'><i th:insert='~{other}'></i></b><b>x</b>")
                .template("other", "other");
        site.templates.cacheable = false;
        Digest actions = site.digests().included("page", "actions", null);
        Digest page = site.digests().included("page", null, null);

        assertThat(page).isNotEqualTo(actions);
        site.template("page", "<b th:fragment='actions'><i th:insert='~{other}'></i></b><b>edited</b>");
        assertThat(site.digests().included("page", "actions", null)).isEqualTo(actions);
        assertThat(site.digests().included("page", null, null)).isNotEqualTo(page);
        site.template("other", "edited");
        assertThat(site.digests().included("page", "actions", null)).isNotEqualTo(actions);
    }

    @Test
    void whatWasMissingIsFoundOnceItIsThere() {
        for (boolean cacheable : new boolean[] {true, false}) {
            Site site = Site.of("page", "<p cache:fragment='it' th:insert='~{other :: x}'></p>");
            site.templates.cacheable = cacheable;
            assertThatThrownBy(() -> site.tree("page :: it")).hasMessageContaining("no template resolver finds");

            site.template("other", "<b th:fragment='y'>1</b>");
            assertThatThrownBy(() -> site.tree("page :: it")).hasMessageContaining("nothing in 'other' matches 'x'");
        }
    }

    @Test
    void inDevelopmentAFragmentIsSeenAsSoonAsItIsWritten() {
        Site site = Site.of("page", "<p cache:fragment='it' th:insert='~{other :: x}'></p>")
                .template("other", "<b th:fragment='y'>1</b>");
        site.templates.cacheable = false;
        assertThatThrownBy(() -> site.tree("page :: it")).hasMessageContaining("nothing in 'other' matches 'x'");
        assertThatThrownBy(() -> site.tree("page :: new")).hasMessageContaining("It has it.");

        site.template("other", "<b th:fragment='x'>1</b>")
                .template("page", "<p cache:fragment='it' th:insert='~{other :: x}'></p><p cache:fragment='new'></p>");

        assertThat(site.tree("page :: it").parts()).hasSize(2);
        assertThat(site.tree("page :: new").parts()).hasSize(1);
        assertThat(site.digests().fragmentsIn("page")).hasSize(2);
    }
}
