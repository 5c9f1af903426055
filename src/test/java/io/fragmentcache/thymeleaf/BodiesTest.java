package io.fragmentcache.thymeleaf;

import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.stage.Item;
import io.fragmentcache.stage.Stage;
import nz.net.ultraq.thymeleaf.layoutdialect.LayoutDialect;
import org.junit.jupiter.api.Test;
import org.thymeleaf.cache.ICache;
import org.thymeleaf.cache.TemplateCacheKey;
import org.thymeleaf.engine.TemplateModel;

/** What a hit would skip is cut out of the template that the engine keeps. That all print the same is DifferentialTest's. */
class BodiesTest {
    private static final Item TEA = Item.of("tea", "Tea");

    private static final String PAGE = """
            <p>a</p><div cache:fragment="outer" cache:key="'k'" cache:if="${on}" th:with="name=${item.name}">
              <h1 th:text="${name}">n</h1>
              <section cache:fragment="inner" cache:key="${item}"><i>1</i><i>2</i><b th:text="${item.name}">n</b></section>
            </div><p>z</p>""";

    private final Stage stage =
            Stage.lifetime("5m fresh, 5m stale").template("page", PAGE).with("on", true);

    private static int events(Stage stage) {
        ICache<TemplateCacheKey, TemplateModel> templates =
                stage.engine().getConfiguration().getCacheManager().getTemplateCache();
        assertThat(templates.keySet()).hasSize(1);
        return templates.get(templates.keySet().iterator().next()).size();
    }

    @Test
    void afterTheFirstPageOneTextStandsInForAllThatAHitSkips() {
        String first = stage.render("page", TEA).text();
        assertThat(events(stage))
                .as("start, two p of three, the tag, one text, its end, end")
                .isEqualTo(11);
        stage.render("page", TEA).shows(first);
        stage.evictAll().render("page", TEA).shows(first).missed("outer k", "inner tea");
    }

    @Test
    void whereItIsNotCachedItsBodyIsThereWithTheVariablesOfItsTag() {
        String cached = stage.render("page", TEA).text();
        stage.with("on", false).render("page", TEA).shows(cached);
    }

    @Test
    void anEditedTemplateIsCutAgain() {
        stage.render("page", TEA);
        stage.edit("page", "<i>1</i>", "<i>one</i>");
        assertThat(stage.render("page", TEA).text()).contains("<i>one</i>");
        assertThat(events(stage)).isEqualTo(11);
        assertThat(stage.render("page", TEA).text()).contains("<i>one</i>");
    }

    @Test
    void anInnerOneIsMadeAnewInsideABodyThatWasCut() {
        stage.render("page", TEA);
        Item green = TEA.renamed("Green");
        stage.touch(TEA);
        assertThat(stage.render("page", green).text()).contains("<h1>Green</h1>", "<b>Green</b>");
    }

    @Test
    void beforeTheLayoutDialectTheyAreCutOutToo() {
        Stage laidOut = Stage.lifetime("5m fresh").dialect(new LayoutDialect());
        laidOut.template("page", PAGE).with("on", true);
        String first = laidOut.render("page", TEA).text();
        assertThat(events(laidOut)).isEqualTo(11);
        laidOut.evictAll().render("page", TEA).shows(first);
    }

    @Test
    void aHoleHasTheSameNameWhetherTheFragmentInItWasCutOrNot() {
        String holed = """
                <div cache:fragment="outer" cache:key="'k'"><p cache:hole>
                  <b cache:fragment="inner" cache:key="${item}"><i>1</i><i>2</i>[[${item.name}]]</b></p></div>""";
        Stage first = Stage.lifetime("5m fresh").template("page", holed);
        String text = first.render("page", TEA).text();
        // Another process, which parses the template again and finds the hole by its name.
        Stage second = Stage.over(first.store(), "5m fresh").template("page", holed);
        second.render("page", TEA).shows(text);
        // And one whose template is cut before it meets the hole.
        second.evictAll().render("page", TEA).shows(text);
        Stage.over(first.store(), "5m fresh")
                .template("page", holed)
                .render("page", TEA)
                .shows(text);
    }
}
