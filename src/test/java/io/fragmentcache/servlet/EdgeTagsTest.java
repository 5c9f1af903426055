package io.fragmentcache.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fragmentcache.key.Tag;
import io.fragmentcache.problem.Problem;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How tags are written for an edge, and what is purged for a touch. */
class EdgeTagsTest {
    private static final List<Tag> SOME = List.of(Tag.of("Product:42"), Tag.of("catalog"), Tag.members("Product"));

    @Test
    void eachEdgeHasItsHeaderAndSeparator() {
        assertThat(EdgeTags.surrogateKey().write(SOME).value()).isEqualTo("Product:42 catalog Product[]");
        assertThat(EdgeTags.xkey().header()).isEqualTo("xkey");
        assertThat(EdgeTags.cacheTag().write(SOME).value()).isEqualTo("Product:42,catalog,Product[]");
        assertThat(EdgeTags.edgeCacheTag().header()).isEqualTo("Edge-Cache-Tag");
        assertThat(EdgeTags.edgeCacheTag().purged(List.of(Tag.of("Product:42"))))
                .as("what Akamai would drop")
                .containsExactly("Product.42", "Product.~", "~any");
        assertThat(EdgeTags.cacheGroups().write(SOME).value()).isEqualTo("\"Product:42\", \"catalog\", \"Product[]\"");
    }

    @Test
    void aNamespaceStandsBeforeEach() {
        assertThat(EdgeTags.xkey().namespace("shop").write(SOME).value())
                .isEqualTo("shop:Product:42 shop:catalog shop:Product[]");
        assertThatThrownBy(() -> EdgeTags.xkey().namespace("my shop"))
                .isInstanceOf(Problem.class)
                .hasMessage("The namespace of edge tags is 'my shop'. Write letters, digits, '-', '_' and '.'.");
    }

    @Test
    void whatAnEdgeWouldReadAsTwoTagsIsHashed() {
        for (String name : List.of(
                "Product:5,6", "a b", "a;b", "say \"x\"", "back\\slash", "Größe", "x".repeat(129), "a\r\nb", "")) {
            String value = EdgeTags.cacheTag().write(List.of(Tag.of(name))).value();
            assertThat(value).as(name).matches("[A-Za-z0-9_-]{12}");
            assertThat(EdgeTags.cacheTag().purged(List.of(Tag.of(name)))).contains(value);
        }
    }

    @ParameterizedTest
    @ValueSource(
            chars = {'<', '>', '(', ')', '@', ',', ';', '\\', '"', '/', '[', ']', '?', '=', '{', '}', ' ', '&', 'é'})
    void whatAkamaiTakesInNoTagIsHashed(char mark) {
        EdgeTags akamai = EdgeTags.edgeCacheTag().namespace("shop");
        Tag tag = Tag.of("Product:a" + mark + "b");
        assertThat(akamai.write(List.of(tag, Tag.EVERYTHING)).value()).matches("[A-Za-z0-9_-]{12},shop\\.~");
        assertThat(akamai.purged(List.of(tag)))
                .contains(akamai.write(List.of(tag)).value(), "shop.Product.~")
                .allMatch(token -> token.matches("[A-Za-z0-9._~-]+"));
    }

    @Test
    void hashedTagsNameNoModel() {
        String value = EdgeTags.surrogateKey().hashed().write(SOME).value();
        assertThat(value).matches("([A-Za-z0-9_-]{12} ){2}[A-Za-z0-9_-]{12}");
        assertThat(EdgeTags.surrogateKey()
                        .namespace("other")
                        .hashed()
                        .write(SOME)
                        .value())
                .isNotEqualTo(value);
    }

    @Test
    void theMostNumerousTypeIsFoldedFirst() {
        Set<Tag> tags = many("Product", 20);
        tags.addAll(many("Review", 5));
        EdgeTags.Written written = EdgeTags.xkey().atMost(10, 2048).write(tags);
        assertThat(written.folded()).isTrue();
        assertThat(written.value()).isEqualTo("Review:0 Review:1 Review:2 Review:3 Review:4 Product:*");
    }

    @Test
    void whereTypesAloneAreTooManyOneTagIsPurgedWithEveryTouch() {
        Set<Tag> tags = IntStream.range(0, 50).mapToObj(i -> Tag.of("tag" + i)).collect(Collectors.toSet());
        assertThat(EdgeTags.xkey().atMost(10, 2048).write(tags)).isEqualTo(new EdgeTags.Written("* ~any", true));
        assertThat(EdgeTags.xkey().purged(List.of(Tag.of("anything")))).containsExactly("anything", "~any");
    }

    @Test
    void aBudgetThatHoldsNothingIsRefused() {
        assertThatThrownBy(() -> EdgeTags.xkey().atMost(1, 2048))
                .hasMessage("A header of 1 tags and 2048 bytes holds too little. Give at least 2 tags and 128 bytes.");
        assertThatThrownBy(() -> EdgeTags.xkey().atMost(9, 127)).isInstanceOf(Problem.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void aTouchOfAnyTagOfAPageReachesItsHeaderWhateverTheBudget(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 300; i++) {
            EdgeTags form = List.of(
                            EdgeTags.xkey(), EdgeTags.cacheTag(), EdgeTags.cacheGroups(), EdgeTags.edgeCacheTag())
                    .get(random.nextInt(4))
                    .atMost(2 + random.nextInt(30), 128 + random.nextInt(900));
            form = random.nextBoolean() ? form.namespace("shop") : form;
            form = random.nextInt(4) == 0 ? form.hashed() : form;
            Set<Tag> page = new LinkedHashSet<>(Set.of(Tag.EVERYTHING));
            for (int n = random.nextInt(60); n > 0; n--) {
                String name = List.of("Product:", "Review:", "Shop:", "plain").get(random.nextInt(4));
                page.add(Tag.of(name + List.of("", "a,b ", "ü").get(random.nextInt(3)) + random.nextInt(40)));
            }
            String value = form.write(page).value();
            Set<String> carried =
                    Pattern.compile("[ ,\"]+").splitAsStream(value).collect(Collectors.toSet());
            for (Tag tag : page) {
                assertThat(form.purged(List.of(tag))).as("%s in %s", tag, value).anyMatch(carried::contains);
            }
            assertThat(carried).as(value).contains(form.everything());
        }
    }

    private static Set<Tag> many(String type, int number) {
        return IntStream.range(0, number)
                .mapToObj(i -> Tag.of(type, i))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }
}
