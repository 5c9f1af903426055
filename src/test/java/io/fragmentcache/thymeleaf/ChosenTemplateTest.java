package io.fragmentcache.thymeleaf;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fragmentcache.stage.Stage;
import io.fragmentcache.store.CaffeineStore;
import io.fragmentcache.store.Store;
import org.junit.jupiter.api.Test;
import org.thymeleaf.messageresolver.StandardMessageResolver;

/** What a digest cannot know before a fragment is rendered: templates chosen at run time, and messages. */
class ChosenTemplateTest {
    private static final String PAGE =
            "<div cache:fragment=\"box\" cache:key=\"'k'\"><p th:insert=\"~{${theme}}\">x</p></div>";

    private static Stage shop(Store store) {
        return Stage.over(store, "5m fresh")
                .template("page", PAGE)
                .template("light", "light")
                .template("dark", "dark")
                .with("theme", "light");
    }

    @Test
    void aTemplateChosenAtRunTimeIsInTheKeyFromTheSecondRenderingOn() {
        Stage shop = shop(CaffeineStore.ofMegabytes(1));
        shop.render("page").missed("box k");
        shop.render("page").missed("box k");
        shop.render("page").shows("<div><p>light</p></div>").hit("box k");
    }

    @Test
    void anEditOfATemplateChosenAtRunTimeIsSeenAfterARestart() {
        Store survivor = CaffeineStore.ofMegabytes(1);
        Stage before = shop(survivor);
        before.render("page");
        before.render("page");
        before.render("page").hit("box k");

        Stage after = shop(survivor).template("light", "lighter");
        after.render("page").shows("<div><p>lighter</p></div>");
        after.render("page").shows("<div><p>lighter</p></div>");
    }

    @Test
    void aFragmentAroundOneThatHitsDependsOnItsChosenTemplatesToo() {
        Store survivor = CaffeineStore.ofMegabytes(1);
        String outer = "<main cache:fragment=\"main\" cache:key=\"'m'\">" + PAGE + "</main>";
        Stage before = shop(survivor).template("page", outer);
        for (int i = 0; i < 4; i++) {
            before.render("page");
        }
        before.render("page").hit("main m");

        Stage after = shop(survivor).template("page", outer).template("light", "lighter");
        for (int i = 0; i < 3; i++) {
            after.render("page").shows("<main><div><p>lighter</p></div></main>");
        }
    }

    @Test
    void inStrictModeATemplateChosenAtRunTimeIsAnError() {
        Stage shop = Stage.configured("5m fresh", builder -> builder.strict(true))
                .template("page", PAGE)
                .template("light", "light")
                .with("theme", "light");
        assertThatThrownBy(() -> shop.render("page"))
                .hasMessageContaining(
                        "'box' includes a template chosen at run time, ${theme} (page line 1),"
                                + " so edits there would go unseen. List the choices: cache:depends=\"light/price, dark/price\".");
    }

    @Test
    void aListedTemplateIsCachedAtOnceAndAnEditOfItIsSeen() {
        Store survivor = CaffeineStore.ofMegabytes(1);
        String listed = PAGE.replace("cache:key", "cache:depends=\"light, dark\" cache:key");
        Stage before = shop(survivor).template("page", listed);
        before.render("page").missed("box k");
        before.render("page").hit("box k");

        shop(survivor)
                .template("page", listed)
                .template("light", "lighter")
                .render("page")
                .missed("box k");
    }

    @Test
    void aChangedTranslationMakesTheFragmentsThatPrintItColdAndNoOther() {
        Store survivor = CaffeineStore.ofMegabytes(1);
        String page = "<b cache:fragment=\"hello\" cache:key=\"'h'\" th:text=\"#{hello}\">x</b>"
                + "<i cache:fragment=\"plain\" cache:key=\"'p'\">plain</i>";
        speaking("Hello", survivor, page).render("page").missed("hello h", "plain p");

        speaking("Hi", survivor, page).render("page").missed("hello h").hit("plain p");
    }

    @Test
    void aFragmentThatCannotBeDigestedIsRenderedAsWithoutACache() {
        Stage shop = Stage.lifetime("5m fresh")
                .template(
                        "page",
                        "<b cache:fragment=\"a\" cache:key=\"'a'\"><i th:if=\"${false}\"><u th:insert=\"~{gone}\">x</u></i>b</b>");
        shop.render("page").bypassed().missed().hit();
        shop.render("page").shows("<b>b</b>");
    }

    private static Stage speaking(String hello, Store store, String page) {
        StandardMessageResolver messages = new StandardMessageResolver();
        messages.addDefaultMessage("hello", hello);
        return Stage.over(store, "5m fresh").messages(messages).template("page", page);
    }

    @Test
    void anEditIsSeenWhenTheEngineDropsThePageThatIncludesIt() {
        Stage shop = Stage.lifetime("5m fresh")
                .template("page", "<b cache:fragment=\"a\" cache:key=\"'k'\"><i th:insert=\"~{part}\">x</i></b>")
                .template("part", "old");
        shop.render("page").shows("<b><i>old</i></b>").missed("a k");

        shop.editQuietly("part", "new").engine().clearTemplateCacheFor("page");
        shop.render("page").shows("<b><i>new</i></b>").missed("a k");
    }
}
