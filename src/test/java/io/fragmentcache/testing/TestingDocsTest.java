package io.fragmentcache.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.fragmentcache.FragmentCacheBuilder;
import io.fragmentcache.key.Versioned;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.thymeleaf.ITemplateEngine;
import org.thymeleaf.TemplateEngine;

/** docs/testing.md says what is true: its examples stand here and run, and its sentences are those of the kit. */
class TestingDocsTest {
    private static final Pattern EXAMPLE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final Pattern SENTENCES = Pattern.compile("```\n(.*?)```", Pattern.DOTALL);
    private static final Pattern BLANK = Pattern.compile("\\s+");

    private static final Product tea = new Product("tea", "Tea");
    private static final Product oat = new Product("oat", "Oat");
    private static final Map<String, Object> products = Map.of("products", List.of(tea, oat));

    private final ITemplateEngine engine = new ShopTemplates().get();
    private final FragmentStage shop = FragmentStage.of(engine);

    @Test
    void theShortestExample() {
        FragmentStage shop = FragmentStage.of(engine);
        shop.render("list", products).missed("list", "card tea", "card oat");
        shop.render("list", products).hit("list");
        shop.touch(tea).outdated("list", "card tea");
        shop.printsAsPlainThymeleaf("list", products);
    }

    @Test
    void eachWayToAStage() {
        FragmentStage.of(engine);
        FragmentStage.of(engine, cache -> cache.vary("currency", request -> request.cookie("currency")));
        FragmentStage.ofTemplates()
                .template("card", "<b cache:fragment='card' cache:key='${p}' th:text='${p.name}'>Tea</b>");
    }

    @Nested
    @FragmentTest(engine = ShopTemplates.class, settings = ShopCache.class)
    class CardTest {
        @Test
        void aSecondRequestIsAHit(FragmentStage shop) {
            shop.render("list", products).missed("list", "card");
            shop.render("list", products).hit("list");
        }
    }

    @Test
    void hitMissAndStale() {
        shop.render("list", products).missed("list", "card");
        shop.advance("11m");
        shop.render("list", products).stale("list").because("list", "age");
        shop.runBackground().regenerated("list").reused("card");
        shop.render("list", products).hit("list");
    }

    @Test
    void whatATouchOutdates() {
        Catalog catalog = new Catalog(shop);
        shop.render("list", products);
        shop.touch(tea).outdated("list", "card tea");
        shop.change(() -> catalog.save(oat)).outdated("card oat");
    }

    @Test
    void theSamePage() {
        shop.printsAsPlainThymeleaf("list", products);
    }

    @Test
    void twoVisitors() {
        shop.template("account", "<p cache:fragment='top' cache:key='${cart.content}'>[[${cart.content}]]</p>");
        Visitor zoe = Visitor.named("Zoë").session("user", "Zoë").variable("cart", new Cart("3 teas"));
        Visitor jose = Visitor.named("José").session("user", "José").variable("cart", new Cart("nothing"));
        shop.keepsApart(zoe, jose, "account", Map.of());
    }

    @Test
    void everyExampleOfThePageStandsInThisFile() throws IOException {
        String here = BLANK.matcher(read("src/test/java/io/fragmentcache/testing/TestingDocsTest.java"))
                .replaceAll("");
        List<String> examples = EXAMPLE.matcher(read("docs/testing.md"))
                .results()
                .map(found -> found.group(1))
                .toList();
        assertThat(examples)
                .hasSize(7)
                .allSatisfy(example ->
                        assertThat(here).contains(BLANK.matcher(example).replaceAll("")));
    }

    @Test
    void everySentenceOfThePageIsThatOfTheKit() throws IOException {
        String page = EXAMPLE.matcher(read("docs/testing.md")).replaceAll("");
        List<String> told = SENTENCES
                .matcher(page.substring(page.indexOf("## Hit")))
                .results()
                .map(found -> found.group(1).strip())
                .toList();
        assertThat(told).containsExactlyElementsOf(sentences());
    }

    @Test
    void withoutJsoupTheKitNamesTheDependency() {
        assertThatThrownBy(() -> {
                    throw io.fragmentcache.problem.Problem.jsoupAbsent(new NoClassDefFoundError("org/jsoup/Jsoup"));
                })
                .hasMessage("Comparing two pages needs org.jsoup:jsoup, absent from the class path. Add: <dependency>"
                        + "<groupId>org.jsoup</groupId><artifactId>jsoup</artifactId><scope>test</scope></dependency>, as"
                        + " docs/testing.md shows it.");
    }

    private List<String> sentences() {
        List<String> sentences = new ArrayList<>();
        shop.render("list", products);
        shop.touch(tea);
        sentences.add(sentence(() -> shop.render("list", products).missed("list")));
        AtomicInteger visits = new AtomicInteger();
        Supplier<Integer> visit = visits::incrementAndGet;
        shop.template(
                "home",
                "<main><p>Hello</p><p cache:fragment='p' cache:key=\"'x'\" th:text=\"|You are visitor ${visit.get()}|\">x</p>"
                        + "</main>");
        sentences.add(sentence(() -> shop.printsAsPlainThymeleaf("home", Map.of("visit", visit))));
        shop.template(
                "account", "<p cache:fragment='top' cache:key=\"'x'\"><b th:text='${cart.content}'>nothing</b></p>");
        Visitor zoe = Visitor.named("Zoë").variable("cart", new Cart("3 teas"));
        Visitor jose = Visitor.named("José").variable("cart", new Cart("nothing"));
        sentences.add(sentence(() -> shop.keepsApart(zoe, jose, "account", Map.of())));
        return sentences;
    }

    private static String sentence(Runnable failing) {
        return String.valueOf(catchThrowable(failing::run).getMessage());
    }

    /** The tests of a module run in its directory or in the one around. */
    private static String read(String file) throws IOException {
        Path around = Path.of("..", file);
        return Files.readString(Files.exists(around) ? around : Path.of(file)).replace("\r\n", "\n");
    }

    /** The templates of the application. */
    static final class ShopTemplates implements Supplier<ITemplateEngine> {
        @Override
        public ITemplateEngine get() {
            StringTemplates templates = new StringTemplates();
            templates.put("list", """
                    <ul cache:fragment="list" cache:key="'all'" cache:version="${products}" cache:fresh="10m" cache:stale="1h">
                      <li th:each="p : ${products}" cache:fragment="card" cache:key="${p}" cache:fresh="1d" th:text="${p.name}">Tea</li>
                    </ul>""");
            TemplateEngine engine = new TemplateEngine();
            engine.setTemplateResolver(templates);
            return engine;
        }
    }

    /** The settings of the application. */
    static final class ShopCache implements CacheSettings {
        @Override
        public FragmentCacheBuilder apply(FragmentCacheBuilder cache) {
            return cache.namespace("shop");
        }
    }

    /** A service of the application. */
    record Catalog(FragmentStage shop) {
        void save(Product product) {
            shop.cache().touch(product);
        }
    }

    /** What a visitor bought. */
    record Cart(String content) {}

    /** What the shop sells. */
    record Product(String id, String name) implements Versioned {
        @Override
        public Object cacheId() {
            return id;
        }

        @Override
        public Object cacheVersion() {
            return 1;
        }
    }
}
