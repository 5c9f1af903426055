package io.fragmentcache.thymeleaf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.fragmentcache.freshness.Lifetime;
import io.fragmentcache.key.Versioned;
import io.fragmentcache.stage.Stage;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A mistake in a template says where it is, what happened and what to do. All pages begin with two lines. */
class ErrorSentenceTest {
    private static final String HEAD = "<html>\n  <body>\n    ";

    /** A model that was not saved yet. */
    public record Draft(String name) implements Versioned {
        @Override
        @SuppressWarnings("NullAway") // That is the mistake.
        public Object cacheId() {
            return null;
        }

        @Override
        public Object cacheVersion() {
            return 1;
        }
    }

    /** Nobody knows what identifies it. */
    public record Unknown(String name) {}

    static Stream<Arguments> mistakes() {
        return Stream.of(
                arguments(
                        "a misspelt attribute",
                        "<p cache:fragment=\"card\" cache:kye=\"'k'\"></p>",
                        "cache:fragment 'card': 'cache:kye' is not an attribute of the fragment cache. Did you mean 'cache:key'?",
                        8),
                arguments(
                        "a misspelt attribute beside a right one",
                        "<p cache:key=\"'k'\" cache:frsh=\"1m\" cache:fragment=\"card\"></p>",
                        "cache:fragment 'card': 'cache:frsh' is not an attribute of the fragment cache. Did you mean 'cache:fresh'?",
                        40),
                arguments(
                        "the former name of an attribute",
                        "<p cache:fragment=\"card\" cache:key=\"'k'\" cache:touched=\"1m\"></p>",
                        "cache:fragment 'card': 'cache:touched' is not an attribute of the fragment cache. Did you mean 'cache:stale-after-touch'?",
                        8),
                arguments(
                        "a misspelt mark",
                        "<p cache:fragmant=\"card\"></p>",
                        "'cache:fragmant' is not an attribute of the fragment cache. Did you mean 'cache:fragment'?",
                        8),
                arguments(
                        "a misspelt mark beside th:replace",
                        "<p cache:fragmant=\"card\" th:replace=\"~{page}\"></p>",
                        "'cache:fragmant' is not an attribute of the fragment cache. Did you mean 'cache:fragment'?",
                        8),
                arguments(
                        "an attribute that goes astray beside th:replace",
                        "<p th:replace=\"~{page}\" cache:key=\"'k'\"></p>",
                        "'cache:key' stands on a tag without cache:fragment, where it does nothing. Add cache:fragment=\"name\" to the tag, or remove it.",
                        29),
                arguments(
                        "a misspelt data attribute beside data-th-replace",
                        "<p data-th-replace=\"~{page}\" data-cache-fragmant=\"card\"></p>",
                        "'data-cache-fragmant' is not an attribute of the fragment cache. Did you mean 'cache:fragment'?",
                        34),
                arguments(
                        "a misspelt data attribute",
                        "<p data-cache-fragment=\"card\" data-cache-kee=\"'k'\"></p>",
                        "cache:fragment 'card': 'data-cache-kee' is not an attribute of the fragment cache. Did you mean 'cache:key'?",
                        8),
                arguments(
                        "a misspelt attribute of the element form",
                        "<cache:fragment nam=\"card\" key=\"'k'\"></cache:fragment>",
                        "<cache:fragment> has no name. Write name=\"card\", unique in its template.",
                        5),
                arguments(
                        "another attribute of the element form",
                        "<cache:fragment name=\"card\" class=\"c\" key=\"'k'\"></cache:fragment>",
                        "cache:fragment 'card': 'class' is not an attribute of the fragment cache. Did you mean 'lists'?",
                        5),
                arguments(
                        "an attribute that goes astray",
                        "<p cache:key=\"'k'\"></p>",
                        "'cache:key' stands on a tag without cache:fragment, where it does nothing. Add cache:fragment=\"name\" to the tag, or remove it.",
                        8),
                arguments(
                        "an empty key",
                        "<p cache:fragment=\"card\" cache:key=\" \"></p>",
                        "cache:fragment 'card': It has no key. Write cache:key=\"${product}\", or cache:key=\"'static'\" if it never changes.",
                        8),
                arguments(
                        "a name that is no name",
                        "<p cache:fragment=\"${card}\" cache:key=\"'k'\"></p>",
                        "cache:fragment '${card}' is not a literal name. Write letters, digits, '-', '_' or '.', and put what changes into cache:key.",
                        8),
                arguments(
                        "a name given twice",
                        "<p cache:fragment=\"card\" cache:key=\"'k'\"></p>\n<i cache:fragment=\"card\" cache:key=\"'k'\"></i>",
                        "cache:fragment 'card' occurs twice in page, line 3 and line 4. Give each fragment of a template a name of its own.",
                        8),
                arguments(
                        "a bad duration",
                        "<p cache:fragment=\"card\" cache:key=\"'k'\" cache:fresh=\"10 minutes\"></p>",
                        "cache:fragment 'card': '10 minutes' is not a duration. Write 30s, 10m, 1h, 7d, 500ms, an ISO-8601 duration such as PT90S, or forever.",
                        8),
                arguments(
                        "stale after forever",
                        "<p cache:fragment=\"card\" cache:key=\"'k'\" cache:fresh=\"forever\" cache:stale=\"1h\"></p>",
                        "cache:fragment 'card': A fragment that is fresh forever is never stale by age. Leave stale out, or write how long it is fresh.",
                        8),
                arguments(
                        "touched for longer than alive",
                        "<p cache:fragment=\"card\" cache:key=\"'k'\" cache:fresh=\"1m\" cache:stale=\"1m\" cache:stale-after-touch=\"1h\"></p>",
                        "cache:fragment 'card': 'stale-after-touch' is longer than fresh and stale together (fresh 1m, stale 1m, stale after touch 1h, jitter 0.2): an outdated entry would be shown longer than an untouched one. Shorten stale-after-touch.",
                        8),
                arguments(
                        "an unknown profile",
                        "<p cache:fragment=\"card\" cache:key=\"'k'\" cache:lifetime=\"nws\"></p>",
                        "cache:fragment 'card': cache:lifetime names the profile 'nws', which is not configured. Known: news. Add profile(\"nws\", Lifetime.of(..)) to the builder.",
                        8),
                arguments(
                        "an unknown request fact",
                        "<p cache:fragment=\"card\" cache:key=\"'k'\" cache:vary=\"currency, rolle\"></p>",
                        "cache:fragment 'card': cache:vary names 'rolle', which nothing supplies. Known: locale, currency. Add vary(\"rolle\", ..) to the builder.",
                        8),
                arguments(
                        "a request fact without a request",
                        "<p cache:fragment=\"card\" cache:key=\"'k'\" cache:vary=\"currency\"></p>",
                        "cache:fragment 'card': cache:vary needs a request, and there is none. Render with a web context, or put the value into cache:key.",
                        8),
                arguments(
                        "null in a key",
                        "<p cache:fragment=\"card\" cache:key=\"${nothing}\"></p>",
                        "cache:fragment 'card': A value of cache:key is null. Show the fragment only if it exists (th:if), or give a value for its absence: cache:key=\"${x} ?: 'none'\".",
                        8),
                arguments(
                        "a null version",
                        "<p cache:fragment=\"card\" cache:key=\"'k'\" cache:version=\"${nothing}\"></p>",
                        "cache:fragment 'card': cache:version is null. Write an expression that always has a value, for instance cache:version=\"${product.updatedAt}\".",
                        8),
                arguments(
                        "a model that was not saved",
                        "<p cache:fragment=\"card\" cache:key=\"${draft}\"></p>",
                        "cache:fragment 'card': A Draft in cache:key has no identity yet: it was not saved. Cache it after it was saved, or leave it out of the cache with cache:if.",
                        8),
                arguments(
                        "a model that nobody knows",
                        "<p cache:fragment=\"card\" cache:key=\"${unknown}\"></p>",
                        "cache:fragment 'card': Cannot tell identity and version of io.fragmentcache.thymeleaf.ErrorSentenceTest$Unknown, a value of cache:key. Implement Versioned, register model(Unknown.class, ..) in the builder, or write plain values: cache:key=\"${x.id}\" cache:version=\"${x.updatedAt}\".",
                        8),
                arguments(
                        "an included template that is not there",
                        "<p cache:fragment=\"card\" cache:key=\"'k'\">\n<b th:replace=\"~{nowhere :: x}\"></b></p>",
                        "cache:fragment 'card': The digest of 'page :: card' needs 'nowhere' (page line 4), which no template resolver finds. Correct the name, or write ~{nowhere} ?: ~{} if it may be absent.",
                        8));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mistakes")
    void tellsTemplateLineColumnAndRemedy(String name, String mistake, String sentence, int column) {
        for (boolean cacheable : new boolean[] {true, false}) {
            Stage shop = Stage.configured(
                    "5m fresh",
                    builder -> builder.strict(true)
                            .profile("news", Lifetime.of("1m"))
                            .vary("currency", request -> request.cookie("currency")));
            if (!cacheable) {
                shop.uncacheable();
            }
            shop.template("page", HEAD + mistake).with("draft", new Draft("d")).with("unknown", new Unknown("u"));

            Failures failure = Failures.of(() -> shop.render("page"));

            assertThat(failure)
                    .isEqualTo(new Failures(
                            "TemplateProcessingException",
                            sentence + " (template: \"page\" - line 3, col " + column + ")",
                            "page",
                            3,
                            column));
            assertThat(shop.stored()).isZero();
        }
    }
}
