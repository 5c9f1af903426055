package io.fragmentcache.thymeleaf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fragmentcache.FragmentCacheBuilder;
import io.fragmentcache.freshness.Lifetime;
import io.fragmentcache.internal.template.Names;
import io.fragmentcache.key.Versioned;
import io.fragmentcache.stage.Account;
import io.fragmentcache.stage.Guest;
import io.fragmentcache.stage.WebStage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The pages of the documentation say what is true: their examples are rendered, and their sentences compared. */
class DocsTest {
    private static final Pattern EXAMPLE = Pattern.compile("```html\n(.*?)```", Pattern.DOTALL);
    /** What is live is shown by a page that includes it. */
    private static final String INCLUDING =
            "<p cache:fragment=\"around\" cache:key=\"'k'\"><i th:replace=\"~{shop/card :: basket('7')}\"></i></p>";

    private static final Pattern MISTAKE = Pattern.compile("(?m)^\\| `(<.*>)` \\| (.*) \\|$");
    private static final Pattern READ = Pattern.compile("(?m)^\\| `\\$\\{(.*)}` \\| (.*) \\|$");
    private static final Pattern TEST = Pattern.compile("`([A-Z]\\w+)\\.(\\w+)`");
    private static final Pattern ATTRIBUTE = Pattern.compile("(?m)^## `cache:([\\w-]+)`$");

    static Stream<String> examples() {
        return Stream.of(
                        "../README.md",
                        "attributes.md",
                        "concepts.md",
                        "getting-started.md",
                        "invalidation.md",
                        "migrating.md",
                        "nesting.md",
                        "recipes.md",
                        "regeneration.md",
                        "security.md")
                .flatMap(page -> EXAMPLE.matcher(read(page)).results().map(found -> found.group(1)));
    }

    static Stream<Arguments> mistakes() {
        return pairs("errors.md", MISTAKE);
    }

    static Stream<Arguments> reads() {
        return pairs("security.md", READ);
    }

    @ParameterizedTest
    @MethodSource("examples")
    void everyExampleIsCachedAndShowsTheSameTwice(String example) {
        WebStage house = house(DocsTest::facts)
                .set("number", 1)
                .set("query", "green")
                .set("popular", true)
                .set("newLayout", true)
                .set("notice", "The product was saved.")
                .set("nonce", "r4nd0m")
                .set("basket", "2 teas")
                .template("shop/card", example)
                .template("page", example.contains("cache:live") ? INCLUDING : example);
        String miss = house.shows(visitor("Zoë"));
        assertThat(house.events()).isNotEmpty();
        assertThat(house.shows(visitor("Zoë"))).isEqualTo(miss).doesNotContain("cache:", "cache-");
        assertThat(house.shows(visitor("José"))).isEqualTo(miss.replace("Zoë", "José"));
    }

    private static Guest visitor(String name) {
        return Guest.named(name).session("account", new Account(name, "gold", "Bern"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void everyMistakeIsToldAsThePageSays(String example, String sentence) {
        WebStage house = house().template("page", example);
        assertThatThrownBy(() -> house.shows(Guest.named("Zoë"))).hasMessageStartingWith(sentence + " (template: ");
    }

    @ParameterizedTest
    @MethodSource("reads")
    void everyReadIsSeenUnderTheNameThatThePageSays(String expression, String fact) {
        WebStage house = house().template("page", """
                <header cache:fragment="top" cache:key="'static'">
                <b th:text="${%s}">x</b></header>""".formatted(expression));
        String sentence = sentenceOfThePage().replace("session.user", fact);
        assertThatThrownBy(() -> house.shows(Guest.named("Zoë"))).hasMessageStartingWith(sentence + " (template: ");
    }

    @Test
    void thePageOfAttributesHasAllOfThemAndNoOther() {
        Set<String> all = new TreeSet<>(Names.COMPANIONS);
        all.addAll(Set.of(Names.FRAGMENT, Names.HOLE, Names.LIVE, Names.APART, Names.SIZE));
        Set<String> told = new TreeSet<>();
        ATTRIBUTE.matcher(read("attributes.md")).results().forEach(found -> told.add(found.group(1)));
        assertThat(told).isEqualTo(all);
    }

    @Test
    void oneTouchOfFiftyRendersTheCardAndTheListAndReusesFortyNine() {
        List<Product> products =
                Stream.iterate(1, id -> id + 1).limit(50).map(Product::new).toList();
        String story = EXAMPLE.matcher(read("nesting.md"))
                .results()
                .map(found -> found.group(1))
                .findFirst()
                .orElseThrow();
        WebStage house = house().set("products", products).template("page", story);
        house.shows(Guest.named("Zoë"));
        house.events();
        house.cache().touch(products.get(6));
        house.shows(Guest.named("Zoë"));
        List<String> events = house.events();
        assertThat(events).filteredOn("MISS list"::equals).hasSize(1);
        assertThat(events).filteredOn("MISS card"::equals).hasSize(1);
        assertThat(events).filteredOn("HIT card"::equals).hasSize(49);
        house.shows(Guest.named("José"));
        assertThat(house.events()).containsExactly("HIT list");
    }

    @Test
    void everyTestInTheTableOfRacesIsThere() throws IOException {
        Map<String, String> sources = new HashMap<>();
        try (Stream<Path> files = Files.walk(docs().resolveSibling("src"))) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                sources.put(file.getFileName().toString(), Files.readString(file));
            }
        }
        List<MatchResult> named = TEST.matcher(read("races.md")).results().toList();
        assertThat(named).hasSizeGreaterThan(32);
        assertThat(named)
                .allSatisfy(test -> assertThat(sources.get(test.group(1) + ".java"))
                        .as(test.group())
                        .contains(" void " + test.group(2) + "("));
    }

    private static WebStage house() {
        return house(builder -> builder);
    }

    /** What recipes vary by. */
    private static FragmentCacheBuilder facts(FragmentCacheBuilder builder) {
        return builder.source("shop/card :: basket", arguments -> Map.of("basket", "2 teas"))
                .vary("group", request -> request.cookie("group"))
                .vary("zone", request -> request.cookie("zone"));
    }

    private static WebStage house(UnaryOperator<FragmentCacheBuilder> settings) {
        Product product = new Product(1);
        return WebStage.with(builder -> settings.apply(builder.strict(true)
                        .profile("news", Lifetime.of("1m").stale("10m"))
                        .vary("currency", request -> request.cookie("currency"))))
                .template("light/price", "<b>light</b>")
                .template("dark/price", "<b>dark</b>")
                .set("product", product)
                .set("products", List.of(product, new Product(2)))
                .set("category", "tea")
                .set("theme", "dark");
    }

    private static String sentenceOfThePage() {
        return Pattern.compile("(?m)^> (.*)$")
                .matcher(read("security.md"))
                .results()
                .map(found -> found.group(1))
                .findFirst()
                .orElseThrow();
    }

    private static Stream<Arguments> pairs(String page, Pattern pattern) {
        List<MatchResult> found = pattern.matcher(read(page)).results().toList();
        assertThat(found).hasSizeGreaterThan(9);
        return found.stream().map(pair -> Arguments.of(pair.group(1), pair.group(2)));
    }

    private static String read(String page) {
        try {
            return Files.readString(docs().resolve(page)).replace("\r\n", "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The tests of a module run in its directory or in the one around. */
    private static Path docs() {
        Path around = Path.of("..", "docs");
        return (Files.isDirectory(around) ? around : Path.of("docs"))
                .toAbsolutePath()
                .normalize();
    }

    /** What the examples show. */
    public record Product(int id) implements Versioned {
        public String getName() {
            return "Tea " + id;
        }

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
