package io.fragmentcache.internal.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fragmentcache.stage.Account;
import io.fragmentcache.stage.Guest;
import io.fragmentcache.stage.WebStage;
import io.fragmentcache.store.CaffeineStore;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Objects without identity join a key by the paths that are read of them, and by nothing less. */
class ExactPathsTest {
    private final Account gold = new Account("Ann", "gold", "Bern");
    private final Account paid = new Account("Bob", "paid", "Kyoto");
    private final Guest ann = Guest.withoutName().session("user", gold);
    private final Guest eve = Guest.withoutName().session("user", new Account("Eve", "gold", "Bern"));
    private final Guest bob = Guest.withoutName().session("user", paid);
    private final Guest nobody = Guest.withoutName();

    private static WebStage pages(String body) {
        return WebStage.open().template("page", body);
    }

    private static void areHits(WebStage pages, Guest... guests) {
        pages.events();
        for (Guest guest : guests) {
            assertThat(pages.shows(guest)).isEqualTo(pages.plain(guest));
        }
        assertThat(pages.events()).isNotEmpty().allMatch(event -> event.contains("HIT"), "is a hit");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '§',
            quoteCharacter = '`',
            value = {
                "OGNL § [[${session.user.plan}]]",
                "SpEL § [[${session.user.plan}]]",
                "SpEL § [[${session.user?.plan}]]",
                "OGNL § <b th:if=\"${session.user.plan == 'gold'}\">best</b>",
                "SpEL § <b th:if=\"${session.user.plan == 'gold'}\">best</b>",
                "OGNL § <b th:if=\"${session.user.gold}\">best</b>",
                "SpEL § <b th:text=\"${session.user.isGold() ? 'best' : 'good'}\">x</b>",
                "OGNL § <b th:text=\"${session.user.getPlan().toUpperCase()}\">x</b>",
                "SpEL § <b th:text=\"${#strings.toUpperCase(session.user.plan)}\">x</b>",
                "OGNL § <b th:text=\"|Plan ${session.user.plan}, ${session.user.address.city}|\">x</b>",
                "SpEL § <a th:href=\"@{/plans(p=${session.user.plan})}\">x</a>",
                "OGNL § <b th:text=\"#{m(${session.user.plan})}\">x</b>",
                "OGNL § <i th:each=\"role : ${session.user.roles}\">[[${role}]]</i>",
                "SpEL § <i th:with=\"city=${session.user.address.city}\">[[${city}]]</i>",
                "SpEL § <b th:if=\"${session.user != null}\">[[${session.user.plan}]]</b>",
                "OGNL § <b th:if=\"${session.user != null and session.user.gold}\">best</b>"
            })
    void visitorsWithTheSameValuesShareAText(String language, String body) {
        WebStage pages = WebStage.of(language.equals("SpEL"), CaffeineStore.ofMegabytes(1))
                .template("page", "<p cache:fragment=\"f\" cache:key=\"'k'\">" + body + "</p>");
        pages.areRightFor(ann, bob, eve);
        if (!body.contains("()")) {
            // Behind its readers a method cannot be asked for again.
            areHits(pages, ann, bob, eve);
        }
    }

    @Test
    void whoHasNoneHasATextOfTheirOwn() {
        WebStage pages = pages("<p cache:fragment=\"f\" cache:key=\"'k'\">"
                + "<b th:if=\"${session.user != null}\">[[${session.user.plan}]]</b>"
                + "<i th:unless=\"${session.user != null}\">Sign in</i></p>");
        pages.areRightFor(nobody, ann, nobody, bob, ann);
    }

    @Test
    void whatChangesInTheObjectIsShown() {
        WebStage pages = pages("<p cache:fragment=\"f\" cache:key=\"'k'\">[[${session.user.plan}]]</p>");
        pages.areRightFor(ann, ann);
        gold.changesTo("paid");
        pages.areRightFor(ann, bob);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[[${session.user.greets('Hi')}]]",
                "[[${session['user'].name}]]",
                "<b th:with=\"s=${session}\">[[${s.user.name + session.user.plan}]]</b>",
                "<b th:with=\"u=${session.user}\">[[${u.name}]] [[${session.user.plan}]]</b>",
                "<b th:object=\"${session.user}\">[[*{name}]]</b> [[${session.user.plan}]]",
                "<b th:with=\"s=${session}\" th:text=\"${s.user.name + session.user.plan}\"></b>",
                "<b th:with=\"all=${ {session} }\">[[${all[0].user.name}]] [[${session.user.plan}]]</b>",
                "[[${session.user.plan}]] [[${#ctx.session.user.name}]]",
                "[[${session.user.plan + #ctx.session.user.name}]]",
                "[[${#ctx.getVariable('session').user.name + session.user.plan}]]",
                "<b th:if=\"${session.user}\">[[${session.user.name}]]</b>",
                "[[${session.user.address}]]",
                "[[${session.user.number}]]",
                "[[${session.user.plan + session.user.number}]]",
                "[[${session.__${'user'}__.name}]]",
                "<b th:each=\"u : ${session.user}\">[[${u.name}]]</b>",
                "<b th:insert=\"~{part :: of(${session.user})}\"></b>[[${session.user.plan}]]",
                "<b th:text=\"${session.user.plan}\" th:attr=\"title=${session.user.name}\"></b>"
            })
    void noOneIsShownWhatIsAnothers(String body) {
        WebStage pages = pages("<p cache:fragment=\"f\" cache:key=\"'k'\">" + body + "</p>")
                .template("part", "<i th:fragment=\"of(who)\">[[${who.name}]]</i>");
        Account own = new Account("Ann", "gold", "Bern");
        Guest first = Guest.withoutName().session("user", own);
        for (int round = 0; round < 3; round++) {
            for (Guest each : List.of(first, eve, bob)) {
                String name = ((Account) Objects.requireNonNull(each.session.get("user"))).getName();
                String shown = pages.shows(each);
                assertThat(List.of("Ann", "Eve", "Bob"))
                        .filteredOn(shown::contains)
                        .isSubsetOf(name);
            }
        }
    }

    @Test
    void whatAPathLeadsToMayBeAbsentWhereItIsAskedForSo() {
        Guest homeless = Guest.withoutName().session("user", new Account("Kim", "gold", null));
        WebStage pages = WebStage.of(true, CaffeineStore.ofMegabytes(1))
                .template("page", "<p cache:fragment=\"f\" cache:key=\"'k'\">[[${session.user.address?.city}]]</p>");
        pages.areRightFor(ann, homeless, bob);
        areHits(pages, ann, homeless, bob);
    }

    @Test
    void aPathThatFailsByItselfIsShownAndNotStored() {
        Guest homeless = Guest.withoutName().session("user", new Account("Kim", "gold", null));
        WebStage pages = pages("<p cache:fragment=\"f\" cache:key=\"'k'\">"
                + "[[${session.user.address == null ? 'none' : session.user.address.city}]]</p>");
        pages.areRightFor(ann, homeless, bob);
        areHits(pages, ann, bob);
        pages.events();
        pages.shows(homeless);
        assertThat(pages.events()).noneMatch(event -> event.contains("HIT"));
    }

    @Test
    void rowsWithoutIdentityJoinByWhatIsReadOfThem() {
        WebStage pages = pages("<p th:each=\"a : ${accounts}\"><b cache:fragment=\"f\" cache:key=\"'k'\">"
                        + "[[${a.name}]] [[${a.address.city}]]</b></p>")
                .set("accounts", List.of(gold, paid));
        pages.areRightFor(nobody, nobody);
        areHits(pages, nobody);
    }

    @Test
    void soDoesWhatAFormIsAbout() {
        WebStage pages = pages("<p th:object=\"${account}\"><b cache:fragment=\"f\" cache:key=\"'k'\">"
                        + "[[*{name}]] [[*{address.city}]]</b></p>")
                .set("account", gold);
        pages.areRightFor(nobody, nobody);
        areHits(pages, nobody);
        pages.set("account", paid).areRightFor(nobody, nobody);
    }

    @Test
    void theFragmentAroundReadsThePathToo() {
        WebStage pages = pages("<div cache:fragment=\"o\" cache:key=\"'k'\">"
                + "<p cache:fragment=\"i\" cache:key=\"'k'\">[[${session.user.plan}]]</p></div>");
        pages.areRightFor(ann, bob, eve, ann, bob);
        areHits(pages, ann, bob);
    }

    @Test
    void personalAttributesJoinByPathsToo() {
        WebStage pages = WebStage.with(builder -> builder.personal("account"))
                .template("page", "<p cache:fragment=\"f\" cache:key=\"'k'\">[[${account.plan}]]</p>");
        for (Account each : List.of(gold, paid, gold)) {
            pages.set("account", each).areRightFor(nobody, nobody);
        }
    }

    @Test
    void strictModeWantsThePathDeclared() {
        WebStage pages = WebStage.strict()
                .template(
                        "page",
                        "<p cache:fragment=\"f\" cache:key=\"${session.user.plan}\">[[${session.user.plan}]]</p>")
                .template(
                        "more",
                        "<p cache:fragment=\"f\" cache:key=\"${session.user.plan}\">[[${session.user.name}]]</p>")
                .template(
                        "there",
                        "<p cache:fragment=\"f\" cache:key=\"${session.user.plan}\">"
                                + "<b th:if=\"${session.user != null}\">x</b></p>");
        pages.areRightFor(ann, bob, eve);
        assertThatThrownBy(() -> pages.shows("more", ann)).hasMessageContaining("session.user.name");
        assertThat(pages.outcome("there", ann)).contains("<b>x</b>");
    }

    @Test
    void strictModeSaysWhatHelpsWhereNoKeyCanHoldTheObject() {
        WebStage pages = WebStage.strict()
                .template(
                        "page",
                        "<p cache:fragment=\"f\" cache:key=\"'k'\">[[${session.user.greets('Hi') + session.user}]]</p>");
        assertThatThrownBy(() -> pages.shows(ann))
                .rootCause()
                .hasMessage(
                        "'f' reads session.user (line 1), which its tag does not declare. Adding it to cache:key does"
                                + " not help: A io.fragmentcache.stage.Account has no identity. Implement Versioned, register"
                                + " model(Account.class, ..) in the builder, read plain values of it by paths such as"
                                + " ${session.user.plan}, or put that part in cache:hole. Declare such a path in cache:key, for"
                                + " instance ${session.user.size}.");
    }

    @Test
    void strictModeSaysWhatHelpsForAPersonalAttributeToo() {
        WebStage pages = WebStage.with(builder -> builder.personal("account").strict(true))
                .set("account", gold)
                .template(
                        "page", "<p cache:fragment=\"f\" cache:key=\"'k'\">[[${account.greets('Hi') + account}]]</p>");
        assertThatThrownBy(() -> pages.shows(nobody))
                .rootCause()
                .hasMessageContaining("'f' reads ${account} (line 1), which its tag does not declare. Adding it")
                .hasMessageEndingWith("Declare such a path in cache:key, for instance ${account.size}.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '§',
            value = {
                "OGNL § [[${session.user.plan}]] [[${session.user.address.city}]]",
                "SpEL § [[${session.user.plan}]] [[${session.user.address.city}]]",
                "OGNL § <b th:if='${session.user != null}'>[[${session.user.plan}]]</b>",
                "SpEL § <b th:if='${session.user != null}'>[[${session.user.plan}]]</b>"
            })
    void isRegeneratedInTheBackgroundFromThePathsOfItsKey(String language, String body) {
        WebStage pages = WebStage.of(language.equals("SpEL"), CaffeineStore.ofMegabytes(1))
                .template("page", "<p cache:fragment=\"f\" cache:key=\"'k'\">" + body + "</p>");
        pages.shows(ann);
        pages.passTime();
        pages.shows(ann);
        pages.runBackground();
        areHits(pages, ann, eve);
        assertThat(pages.shows(bob)).isEqualTo(pages.plain(bob));
    }

    @Test
    void aJobThatReadsMoreThanThePathsOfItsKeyEnds() {
        WebStage pages = pages("<p cache:fragment=\"f\" cache:key=\"'k'\">"
                        + "<b th:if=\"${flag}\">[[${session.user.plan}]]</b>"
                        + "<i th:unless=\"${flag}\">[[${session.user.name}]]</i></p>")
                .set("flag", true);
        pages.shows(ann);
        pages.set("flag", false).passTime();
        assertThat(pages.shows(eve)).as("as it was stored").contains("gold");
        pages.runBackground();
        assertThat(pages.shows(eve)).doesNotContain("Ann");
        assertThat(pages.shows(bob)).contains("Bob");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '§',
            quoteCharacter = '`',
            value = {
                "[[${session.user.plan}]]",
                "[[${session.user.plan}]] [[${session.user.plan}]]",
                "[[${session.user.plan}]] [[${session.user.name}]]",
                "<b th:if=\"${session.user.gold}\">[[${session.user.name}]]</b>",
                "<b th:if=\"${session.user != null}\">[[${session.user.plan}]]</b>",
                "<i cache:fragment=\"i\" cache:key=\"'i'\">[[${session.user.plan}]]</i>[[${session.user.name}]]",
                "<b th:with=\"p=${session.user.plan}\">[[${p}]][[${session.user.name}]]</b>",
                "<b cache:hole=\"p=${session.user.plan}\">[[${p}]]</b>[[${session.user.name}]]",
                "[[${session.user.gold ? session.user.name : session.user.address.city}]]"
            })
    void anObjectThatIsReplacedDuringARequestLeavesNothingForOthers(String body) {
        for (boolean spel : new boolean[] {false, true}) {
            for (int step = 0; step < 14; step++) {
                WebStage pages = WebStage.of(spel, CaffeineStore.ofMegabytes(1))
                        .template("page", "<p cache:fragment=\"f\" cache:key=\"'k'\">" + body + "</p>");
                Guest racing = Guest.withoutName().session("user", gold);
                pages.shows(racing);
                racing.changesAt = step;
                racing.change = () -> racing.session.put("user", paid);
                pages.outcome("page", racing);
                Guest half = Guest.withoutName().session("user", new Account("Bob", "gold", "Bern"));
                pages.areRightFor(bob, ann, half, eve);
            }
        }
    }

    /** The configuration that expressions have reaches nothing that is kept: models of both could not be joined. */
    @Test
    void aSourceThatWasMetInsideAFragmentIncludesTemplatesOfTheEngine() {
        WebStage pages = WebStage.with(builder -> builder.source("page :: card", id -> Map.of("p", "tea")))
                .set("p", "tea")
                .template(
                        "page",
                        "<div cache:fragment=\"o\" cache:key=\"'k'\"><b cache:fragment=\"card\" cache:key=\"${p}\""
                                + " cache:tags=\"'Product:1'\" th:insert=\"~{part :: of}\"></b></div>")
                .template("part", "<i th:fragment=\"of\">[[${p}]]<u cache:hole=\"\">h</u></i>");
        pages.shows(ann);
        pages.touch("Product", 1).runBackground();
        assertThat(pages.events()).noneMatch(event -> event.contains("FAIL") || event.contains("fail"));
        pages.areRightFor(ann);
    }
}
