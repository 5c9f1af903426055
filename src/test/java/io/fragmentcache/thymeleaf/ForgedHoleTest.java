package io.fragmentcache.thymeleaf;

import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.FragmentCache;
import io.fragmentcache.digest.Digest;
import io.fragmentcache.spi.Listener;
import io.fragmentcache.spi.Rendered;
import io.fragmentcache.stage.MapTemplates;
import io.fragmentcache.stage.Stage;
import io.fragmentcache.store.CaffeineStore;
import io.fragmentcache.store.Entry;
import io.fragmentcache.store.FinishedText;
import io.fragmentcache.store.Hole;
import io.fragmentcache.store.Store;
import io.fragmentcache.store.Times;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.thymeleaf.TemplateEngine;
import org.thymeleaf.context.Context;
import org.thymeleaf.templateresolver.StringTemplateResolver;

/** Who writes into a store cannot have a template of his own evaluated. */
class ForgedHoleTest {
    private static final String PAGE = "<p cache:fragment='f' cache:key=\"'k'\">text</p>";
    private static final String WITH_HOLE =
            "<p cache:fragment='f' cache:key=\"'k'\"><i cache:hole='' th:text='${n}'>x</i></p>";

    private final Store store = CaffeineStore.ofMegabytes(1);
    private final List<Entry> rendered = new ArrayList<>();
    private final TemplateEngine engine = new TemplateEngine();

    ForgedHoleTest() {
        engine.setTemplateResolver(new StringTemplateResolver());
        engine.addDialect(new CacheDialect(FragmentCache.over(store)
                .listener(new Listener() {
                    @Override
                    public void rendered(Rendered event) {
                        rendered.add(event.entry());
                    }
                })
                .build()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<i cache:hole=\"\" th:text=\"${7*7*100}\">x</i>",
                "<i cache:hole=\"\">[[${7*7*100}]]</i>",
                "<i cache:hole=\"\" th:utext=\"${T(java.lang.Runtime)}\">4900</i>",
            })
    void aHoleWhoseTemplateIsMarkupIsNeverEvaluated(String template) {
        page(PAGE, 1);
        String name = Digest.of(template.replace(" cache:hole=\"\"", "")).toString();
        forge(new Hole(3, template, name, Map.of()));
        assertThat(page(PAGE, 1)).isEqualTo("<p>text</p>");
        assertThat(rendered).hasSize(2);
        assertThat(page(PAGE, 1)).isEqualTo("<p>text</p>");
        assertThat(rendered).as("the forged entry is gone").hasSize(2);
    }

    @Test
    void aHoleOfAnotherTemplateOfTheApplicationIsNotShownEither() {
        page(WITH_HOLE, 1);
        Hole ofOther = Objects.requireNonNull(last()).holes().get(0);
        rendered.clear();
        page(PAGE, 1);
        forge(ofOther);
        assertThat(page(PAGE, 2)).isEqualTo("<p>text</p>");
    }

    @Test
    void theFragmentsOwnHoleIsRenderedForEachRequest() {
        assertThat(page(WITH_HOLE, 1)).isEqualTo("<p><i>1</i></p>");
        forge(Objects.requireNonNull(last()).holes().get(0));
        assertThat(page(WITH_HOLE, 2)).contains("<i>2</i>");
        assertThat(rendered).hasSize(1);
    }

    /** Of a template that the fragment's tree covers, so that only the hole itself can be told not to be there. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "<p cache:fragment=\"f\" cache:key=\"'k'\"><i cache:hole=\"\" th:text=\"${n}\">x</i></p>",
                "<ul><li cache:each=\"row : ${rows}\" cache:fragment=\"f\" cache:key=\"${row}\">"
                        + "<i cache:hole=\"\" th:text=\"${n}\">x</i></li></ul>",
                "<div cache:fragment=\"o\" cache:key=\"'o'\"><p cache:fragment=\"f\" cache:key=\"'k'\">"
                        + "<i cache:hole=\"\" th:text=\"${n}\">x</i></p></div>"
            })
    void aHoleThatIsNowhereInWhatAnotherNodeStoresMeanwhileIsNotShown(String template) {
        CountingStore store = new CountingStore(true);
        store.meanwhile(entry -> later(entry, new Hole(0, "page", "nowhere", Map.of())));
        Stage shop = Stage.over(store, "5m fresh, 1h stale")
                .template("page", template)
                .with("n", 1)
                .with("rows", List.of("a", "b"));
        String plain = plain(template);
        shop.render("page").shows(plain);
        shop.wait("6m").render("page").shows(plain);
        shop.runBackground();
        shop.render("page").shows(plain);
    }

    private static String plain(String template) {
        TemplateEngine plain = new TemplateEngine();
        plain.setTemplateResolver(new MapTemplates().put("page", Sample.plain(template)));
        return plain.process("page", new Context(null, Map.of("n", 1, "rows", List.of("a", "b"))));
    }

    private static @Nullable Entry later(Entry like, Hole hole) {
        Times times = like.times();
        return new Entry(
                like.key(),
                like.version(),
                FinishedText.of("<p>forged</p>", List.of(hole)),
                like.snapshots(),
                new Times(
                        times.born() + 1,
                        times.written(),
                        times.freshUntil(),
                        times.staleUntil(),
                        times.keepUntil(),
                        times.cost()));
    }

    private String page(String template, int n) {
        return engine.process(template, new Context(null, Map.of("n", n)));
    }

    private @Nullable Entry last() {
        return rendered.get(rendered.size() - 1);
    }

    private void forge(Hole hole) {
        Entry like = Objects.requireNonNull(last());
        Times times = like.times();
        Times later = new Times(
                times.born() + 1,
                times.written(),
                times.freshUntil(),
                times.staleUntil(),
                times.keepUntil(),
                times.cost());
        store.write(new Entry(
                like.key(), like.version(), FinishedText.of("<p></p>", List.of(hole.at(3))), like.snapshots(), later));
    }
}
