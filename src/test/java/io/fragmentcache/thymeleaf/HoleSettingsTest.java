package io.fragmentcache.thymeleaf;

import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.stage.Stage;
import io.fragmentcache.store.CaffeineStore;
import io.fragmentcache.store.Entry;
import io.fragmentcache.store.Store;
import java.util.Date;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Holes over a store that outlives its process, and what they are given: rows B4 and C6 of the faults. */
class HoleSettingsTest {
    private static final String HOLED = """
            <div cache:fragment="outer" cache:key="'k'">a <i cache:hole="" cache:fragment="mine" cache:key="'m'" SETTINGS>[[${x}]]</i></div>""";

    private final Store store = CaffeineStore.ofMegabytes(8);

    private Stage process(String page) {
        return Stage.over(store, "10m fresh, 10m stale").template("page", page).with("x", "X");
    }

    @ParameterizedTest
    @CsvSource({
        "cache:fresh='1m', cache:fresh='2m'",
        "cache:fresh='1m', cache:stale='2m'",
        "cache:tags=\"'a'\", cache:tags=\"'b'\"",
        "cache:if='${true}', cache:stale-after-touch='1s'"
    })
    void settingsThatNoDigestCoversMayChangeWithADeployment(String before, String after) {
        process(HOLED.replace("SETTINGS", before)).render("page").missed("outer k", "mine m");
        process(HOLED.replace("SETTINGS", after))
                .render("page")
                .shows("<div>a <i>X</i></div>")
                .hit("outer k", "mine m");
    }

    @Test
    void andTakeEffectInTheSameProcessToo() {
        Stage site = process(HOLED.replace("SETTINGS", "cache:fresh='5m' cache:stale='0s'"));
        site.render("page").missed("outer k", "mine m");
        site.edit("page", "5m", "1m");
        site.evictAll().render("page");
        site.wait("2m").render("page").hit("outer k").missed("mine m");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<u cache:hole>gone</u>", "text", "<i cache:hole>[[${x}]]!</i>"})
    void aHoleThatTheTemplateDoesNotHaveIsAMiss(String other) {
        String page = "<div cache:fragment=\"outer\" cache:key=\"'k'\">HOLE</div>";
        Stage first = process(page.replace("HOLE", "<i cache:hole='a=1'>[[${x}]]</i>"));
        first.render("page");
        Stage second = process(page.replace("HOLE", other));
        // The entry of another template under the key of this one, as a collision or a forger has it.
        second.render("page");
        Entry ours = store.read(second.keys().get(0));
        Entry theirs = store.read(first.keys().get(0));
        assertThat(ours).isNotNull();
        assertThat(theirs).isNotNull();
        String plain = second.render("page").text();
        store.remove(ours.key());
        store.write(new Entry(ours.key(), ours.version(), theirs.finished(), ours.snapshots(), ours.times()));
        second.render("page").shows(plain).missed("outer k");
        second.render("page").shows(plain).hit("outer k");
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "javascript", "text", "css"})
    void aHoleHasTextInlinedAsTheTagsAroundItSay(String inline) {
        String page = """
                <div th:inline="INLINE"><p cache:fragment="outer" cache:key="'k'"><b>a</b><i cache:hole="">[[${x}]] [(${x})]</i></p></div>\
                <p cache:fragment="other" cache:key="'k'"><b>a</b><i cache:hole="">[[${x}]] [(${x})]</i></p>""".replace("INLINE", inline);
        Sample sample = Sample.html("inlined", 2, page);
        new Differential(sample, true, TemplateFaults.PAGE).compare();
        String plain = process(page).with("x", "<'x'>").render("page").text();
        process(page).with("x", "<'x'>").render("page").shows(plain).hit("outer k", "other k");
    }

    @Test
    void anArgumentThatIsNullHidesTheVariableOfThePage() {
        Stage site = process("""
                <div cache:fragment="outer" cache:key="'k'">a <i cache:hole="x=${nothing},y=1">[[${x}]][[${y}]]</i></div>""");
        site.render("page").shows("<div>a <i>1</i></div>");
        site.render("page").shows("<div>a <i>1</i></div>").hit("outer k");
        process("<i cache:hole=\"x=${nothing}\">[[${x}]]</i>").render("page").shows("<i></i>");
    }

    @Test
    void aDateThatIsChangedLaterIsKeptAsItWas() {
        Date date = new Date(0);
        Stage site = process("""
                <div cache:fragment="outer" cache:key="'k'">a <i cache:hole="d=${date}">[[${d.time}]]</i></div>""").with("date", date);
        site.render("page").shows("<div>a <i>0</i></div>");
        date.setTime(1_000);
        site.render("page").shows("<div>a <i>0</i></div>").hit("outer k");
        Stage changing = process("""
                <div cache:fragment="outer" cache:key="'2'">a <i cache:hole="d=${date}">[[${d.setTime(5)}]][[${d.time}]]</i></div>""").with("date", date);
        String text = changing.render("page").text();
        changing.render("page").shows(text).hit("outer 2");
        assertThat(date.getTime()).isEqualTo(1_000);
    }
}
