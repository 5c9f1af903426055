package io.fragmentcache.thymeleaf;

import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.key.Versioned;
import io.fragmentcache.stage.Page;
import io.fragmentcache.stage.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A model whose identity was read for the key and cannot be read again: the old text is shown, not an error. */
class UnreadableIdentityTest {
    private String state = "old";

    /** As an entity whose session ends: each of these tells its identity once. */
    public static final class Once implements Versioned {
        private final String id;
        private boolean told;

        Once(String id) {
            this.id = id;
        }

        @Override
        public Object cacheId() {
            if (told) {
                throw new IllegalStateException("the session of '" + id + "' is closed");
            }
            told = true;
            return id;
        }

        @Override
        public Object cacheVersion() {
            return 1;
        }
    }

    static Stream<Arguments> models() {
        return Stream.of(
                model("a model", Function.identity()),
                model("a list", once -> List.of(once, new Once("b"))),
                model("an array", once -> new Object[] {new Once("b"), once}),
                model("an optional", Optional::of),
                model("a list in a list", once -> List.of(List.of(once), "c")));
    }

    private static Arguments model(String name, Function<Object, Object> made) {
        return Arguments.of(name, made);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("models")
    void aStaleTextIsShownAndRegeneratedThoughTheIdentityCannotBeReadAnyMore(
            String name, Function<Object, Object> made) {
        Stage shop = Stage.configured("5m fresh, 1h stale", builder -> builder)
                .template("page", "<p cache:fragment=\"f\" cache:key=\"${model}\" th:text=\"${state}\"></p>");
        page(shop, made).shows("<p>old</p>");
        state = "new";
        shop.wait("6m");
        page(shop, made).shows("<p>old</p>");
        shop.runBackground();
        page(shop, made).shows("<p>new</p>");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("models")
    void aSourceIsHandedTheIdentityThatWasRead(String name, Function<Object, Object> made) {
        List<Object> asked = new ArrayList<>();
        Stage shop = Stage.configured(
                        "5m fresh, 1h stale",
                        builder -> builder.source("page :: f", id -> {
                            asked.add(id);
                            return Map.of("state", state, "model", made.apply(new Once("a")));
                        }))
                .template("page", "<p cache:fragment=\"f\" cache:key=\"${model}\" th:text=\"${state}\"></p>");
        page(shop, made).shows("<p>old</p>");
        state = "new";
        shop.wait("6m");
        page(shop, made).shows("<p>old</p>");
        shop.runBackground();
        page(shop, made).shows("<p>new</p>");
        assertThat(asked).hasSize(1).allSatisfy(id -> assertThat(id.toString()).contains("a"));
    }

    private Page page(Stage shop, Function<Object, Object> made) {
        return shop.with("state", state)
                .with("model", made.apply(new Once("a")))
                .render("page");
    }
}
