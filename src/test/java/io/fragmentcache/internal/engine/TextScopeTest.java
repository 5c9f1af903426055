package io.fragmentcache.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.key.Tag;
import io.fragmentcache.key.Versioned;
import io.fragmentcache.stage.EngineStage;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A text belongs to the request and to the fragment in which it is asked for. */
class TextScopeTest {
    record Row(int id) implements Versioned {
        @Override
        public Object cacheId() {
            return id;
        }

        @Override
        public Object cacheVersion() {
            return 1;
        }
    }

    private final EngineStage bench = new EngineStage();
    private final Requests requests = bench.cache.engine().requests();
    private final AtomicReference<String> data = new AtomicReference<>("published");

    @AfterEach
    void end() {
        requests.end();
        bench.cache.close();
    }

    @Test
    void aPreviewShowsTheDraftAndStoresItForNobody() {
        requests.beginBypass();
        data.set("draft");
        assertThat(text()).isEqualTo("draft");
        requests.end();
        data.set("published");
        assertThat(text()).isEqualTo("published");
    }

    @Test
    void aPreviewIsNotShownWhatIsStored() {
        assertThat(text()).isEqualTo("published");
        requests.beginBypass();
        data.set("draft");
        assertThat(text()).isEqualTo("draft");
    }

    @Test
    void anUnsafeRequestStoresNothing() {
        requests.begin(false);
        data.set("not committed yet");
        assertThat(text()).isEqualTo("not committed yet");
        requests.end();
        data.set("rolled back");
        assertThat(text()).isEqualTo("rolled back");
    }

    @Test
    void anUnsafeRequestIsShownWhatIsStored() {
        assertThat(text()).isEqualTo("published");
        requests.begin(false);
        data.set("other");
        assertThat(text()).isEqualTo("published");
    }

    @Test
    void aTouchBetweenTheLoadOfTheDataAndTheCallOutdatesTheText() throws InterruptedException {
        requests.begin(true);
        String loaded = data.get();
        Thread editor = new Thread(() -> bench.cache.touch("Row", 1));
        editor.start();
        editor.join();
        data.set("edited");
        assertThat(bench.cache.text("row", new Row(1), EngineStage.LIFETIME, () -> loaded))
                .isEqualTo("published");
        requests.end();
        assertThat(text()).isEqualTo("edited");
    }

    @Test
    void aFragmentAroundATextDependsOnWhatTheTextShows() {
        assertThat(around()).isEqualTo("<p>published</p>");
        bench.cache.touch("Row", 1);
        data.set("edited");
        assertThat(around()).isEqualTo("<p>edited</p>");
    }

    @Test
    void aFragmentAroundATextThatWasStoredBeforeDependsOnItToo() {
        text();
        assertThat(around()).isEqualTo("<p>published</p>");
        bench.cache.touch(Tag.of("Row:1"));
        data.set("edited");
        assertThat(around()).isEqualTo("<p>edited</p>");
    }

    @Test
    void aTextInAnotherThreadOrAfterTheEndOfTheRequestIsOnItsOwn() {
        requests.beginBypass();
        requests.end();
        assertThat(text()).isEqualTo("published");
        data.set("other");
        assertThat(text()).isEqualTo("published");
    }

    static List<Consumer<Requests>> thatStoreNothing() {
        return List.of(
                Requests::beginBypass,
                requests -> requests.begin(false),
                requests -> requests.begin(true).answersWith(404),
                requests -> requests.begin(true).answersWith(302),
                requests -> requests.begin(true).answersWithError());
    }

    @ParameterizedTest
    @MethodSource("thatStoreNothing")
    void aRequestThatStoresNothingDoesNotRegenerateAStaleTextEither(Consumer<Requests> begin) {
        text();
        bench.wait("11m");
        begin.accept(requests);
        data.set("draft");
        text();
        bench.text("outer", this::text);
        requests.end();
        data.set("published");
        bench.runBackground();
        assertThat(text()).isEqualTo("published");
        bench.runBackground();
        assertThat(text()).isEqualTo("published");
    }

    @ParameterizedTest
    @MethodSource("thatStoreNothing")
    void aRequestThatStoresNothingStoresNoTextInsideATextEither(Consumer<Requests> begin) {
        begin.accept(requests);
        data.set("draft");
        assertThat(bench.text("outer", this::text)).isEqualTo("draft");
        requests.end();
        data.set("published");
        assertThat(bench.text("outer", this::text)).isEqualTo("published");
    }

    @Test
    void aTouchBetweenTheLoadAndTheCallOutdatesWhatIsAroundTheTextToo() throws InterruptedException {
        RequestScope scope = requests.begin(true);
        String loaded = data.get();
        Thread editor = new Thread(() -> bench.cache.touch("Row", 1));
        editor.start();
        editor.join();
        data.set("edited");
        Supplier<String> old = () -> bench.cache.text("row", new Row(1), EngineStage.LIFETIME, () -> loaded);
        assertThat(bench.ask("page", EngineStage.LIFETIME, scope, doll -> new Body.Text("<p>" + old.get() + "</p>")))
                .isEqualTo("<p>published</p>");
        assertThat(bench.text("outer", old)).isEqualTo("published");
        requests.end();
        assertThat(around()).isEqualTo("<p>edited</p>");
        assertThat(bench.text("outer", this::text)).isEqualTo("edited");
    }

    @Test
    void aFragmentAroundATextInATextAndAroundAStaleOneDependsOnItToo() {
        Body nested = doll -> new Body.Text("<p>" + bench.text("outer", this::text) + "</p>");
        assertThat(bench.ask("nested", EngineStage.LIFETIME, null, nested)).isEqualTo("<p>published</p>");
        bench.wait("11m");
        assertThat(around()).as("around what is stale").isEqualTo("<p>published</p>");
        bench.cache.touch("Row", 1);
        data.set("edited");
        assertThat(around()).isEqualTo("<p>edited</p>");
        assertThat(bench.ask("nested", EngineStage.LIFETIME, null, nested)).isEqualTo("<p>edited</p>");
    }

    private String text() {
        return bench.cache.text("row", new Row(1), EngineStage.LIFETIME, data::get);
    }

    private String around() {
        return bench.ask("page", EngineStage.LIFETIME, null, doll -> new Body.Text("<p>" + text() + "</p>"));
    }
}
