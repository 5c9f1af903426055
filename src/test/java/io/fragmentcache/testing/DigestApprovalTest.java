package io.fragmentcache.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fragmentcache.digest.Digest;
import io.fragmentcache.digest.DigestLock;
import io.fragmentcache.key.Locator;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.thymeleaf.ITemplateEngine;
import org.thymeleaf.TemplateEngine;
import org.thymeleaf.templateresolver.FileTemplateResolver;

class DigestApprovalTest {
    private static final String INTENDED =
            "Intended? Approve with mvn test -Dfragment-cache.digests.approve, look at the"
                    + " diff and commit digests.lock.";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path root;

    @SuppressWarnings("NullAway.Init")
    private Shop shop;

    @BeforeEach
    void open() {
        shop = new Shop(root);
    }

    private void fails(String report) {
        assertThatThrownBy(() -> shop.approval().check())
                .isExactlyInstanceOf(AssertionError.class)
                .hasMessage(report);
    }

    @Test
    void withoutALockTheCheckFailsAndWritesNone() {
        fails("""
                Digests of cached fragments cannot be vouched for:
                  There is no digests.lock to compare the digests with. Write it with mvn test \
                -Dfragment-cache.digests.approve and commit it.""");
        assertThat(shop.lock).doesNotExist();
    }

    @Test
    void aHoleThatMayBeFetchedApartAndReadsTheModelOfItsPageIsFoundHereWithItsLine() {
        shop.template("apart.html", """
                <p cache:fragment="p" cache:key="'x'" cache:tags="'t'">
                  <b cache:hole="id=${p.id}" cache:apart>[[${id}]] [[${cart.size}]]</b>
                  <b cache:hole cache:apart="basket">[[${basket}]]</b>
                  <b cache:hole>[[${cart}]]</b>
                  <b cache:hole cache:apart cache:size="wide">x</b>
                </p>
                <u th:fragment="live(of)" cache:live="n=1" cache:apart th:text="${of + n + user}">x</u>
                """);
        String sentence = "A hole with cache:apart reads %s, which it does not get when it is fetched without its page."
                + " Hand over plain values as arguments, or write cache:apart=\"basket\" and register"
                + " source(\"apart :: basket\", ..) in the builder.";
        assertThat(shop.approval().report().problems())
                .contains(
                        "apart.html line 2: " + String.format(sentence, "cart"),
                        "apart.html line 5: cache:size=\"wide\" is not a size. Write width and height in pixels:"
                                + " cache:size=\"120x40\".",
                        "apart.html line 7: " + String.format(sentence, "user"))
                .filteredOn(problem -> problem.contains("cache:apart reads"))
                .hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<i th:each=\"p : ${items}\" th:text=\"${p.name + pStat.count}\">x</i>",
                "<i th:object=\"${items}\" th:text=\"*{name}\">x</i>",
                "<i th:text=\"${items.![name]}\">x</i>",
                "<i th:text=\"${items.?[price > 3].size()}\">x</i>",
                "<i th:text=\"${T(java.time.Year).now()}\">x</i>",
                "<i th:text=\"${new java.util.Date()}\">x</i>",
                "<i th:text=\"${#strings.concat('basket', items)}\">x</i>",
                "<i th:with=\"n=${items},m=${n}\">[[${m}]]</i>",
                "<i title=\"${tip}\" onclick=\"go(`${place}`)\">costs ${price}</i>",
                "<i th:text=\"${param.q + session.user + #locale}\">x</i>",
                "<b cache:hole=\"of=${items}\">[[${cart}]] [[${of}]]</b>",
                "<i th:fragment=\"row(a)\" th:text=\"${a}\">x</i>"
            })
    void aHoleThatReadsItsArgumentsAloneIsRight(String inside) {
        shop.template(
                "apart.html",
                "<p cache:fragment='p' cache:key=\"'x'\" cache:tags=\"'t'\"><b cache:hole=\"items=${cart.items}\""
                        + " cache:apart>" + inside + "</b></p>");
        assertThat(shop.approval().report().problems()).noneMatch(problem -> problem.contains("cache:apart"));
    }

    @Test
    void wordsOfATagThatContradictEachOtherAreFoundHereAndNotOnAPage() {
        shop.edit("home.html", "cache:key", "cache:fresh='forever' cache:stale='1m' cache:key");
        assertThat(shop.approval().report().problems())
                .anySatisfy(problem -> assertThat(problem)
                        .matches(
                                "(?s).*home.html line \\d+: A fragment that is fresh forever is never stale by age.*"));
    }

    @Test
    void aDurationThatIsNoneIsFoundHereToo() {
        shop.edit("home.html", "cache:key", "cache:stale='soon' cache:key");
        assertThat(shop.approval().report().problems())
                .anySatisfy(problem -> assertThat(problem).contains("'soon' is not a duration"));
    }

    @Test
    void anApprovedLockPassesAndIsReadableInADiff() {
        assertThat(shop.approve()).hasToString("""
                Digests of cached fragments that were approved in digests.lock:
                  home :: best is new
                  product/show :: reviews is new
                  product/show :: stock is new
                3 digests are written to digests.lock.""");

        assertThatCode(() -> shop.approval().check()).doesNotThrowAnyException();
        assertThat(shop.approval().report()).hasToString("3 digests are as approved in digests.lock.");
        assertThat(shop.lockText().replaceAll("[0-9a-f]{32}", "0a1b")).isEqualTo("""
                # fragment-cache digests, format 1
                # What each cached fragment covers. Written by an approval only, never by hand: see docs/digests.md.
                [fragments]
                home :: best = 0a1b
                  key: 'x'
                  ~{shared/_stars}
                product/show :: reviews = 0a1b
                  key: ${p}
                  ~{product/_review :: review}
                    ~{shared/_stars}
                product/show :: stock = 0a1b
                  key: ${p}
                  messages: stock
                [parts]
                home :: best = 0a1b
                product/show :: reviews = 0a1b
                product/show :: stock = 0a1b
                ~{product/_review :: review} = 0a1b
                ~{shared/_stars} = 0a1b
                [messages]
                de stock = 0a1b
                en stock = 0a1b
                """);
    }

    @Test
    void anEditThreeLevelsDownIsToldWithItsFileItsLinesAndThePath() {
        shop.approve();
        shop.edit("shared/_stars.html", "*", "+");

        fails("""
                Digests of cached fragments are not those approved in digests.lock:
                  home :: best changed, because shared/_stars.html line 1-3 changed (home -> shared/_stars); 2 fragments in \
                2 pages will be cold after the deployment
                  product/show :: reviews changed, because shared/_stars.html line 1-3 changed (product/show -> \
                product/_review :: review -> shared/_stars); 2 fragments in 2 pages will be cold after the deployment
                """ + INTENDED);
    }

    @Test
    void anEditInTheFragmentItselfNeedsNoPath() {
        shop.approve();
        shop.edit("product/show.html", ">9<", ">8<");

        fails("""
                Digests of cached fragments are not those approved in digests.lock:
                  product/show :: stock changed, because product/show.html line 5 changed; 1 fragment in 1 page will be \
                cold after the deployment
                """ + INTENDED);
    }

    @Test
    void aTranslationIsToldWithItsLocale() {
        shop.approve();
        shop.template("product/show_de.properties", "stock=verf\\u00fcgbar");

        fails("""
                Digests of cached fragments are not those approved in digests.lock:
                  product/show :: stock changed, because the message stock changed in de; 1 fragment in 1 page will be cold \
                after the deployment
                """ + INTENDED);
    }

    @Test
    void newAndObsoleteFragmentsFail() {
        shop.approve();
        shop.edit("home.html", "'best'", "'top'");

        fails("""
                Digests of cached fragments are not those approved in digests.lock:
                  home :: top is new
                  home :: best is in the lock, but in no template
                """ + INTENDED);
    }

    @Test
    void whatIsIncludedNoLongerIsTold() {
        shop.template("theme/dark.html", "<b>dark</b>").template("theme/light.html", "<b>light</b>");
        shop.edit("home.html", "cache:key", "cache:depends='theme/*' cache:key");
        shop.approve();
        shop.delete("theme/light.html").template("theme/blue.html", "<b>blue</b>");

        fails("""
                Digests of cached fragments are not those approved in digests.lock:
                  home :: best changed, because theme/blue is included now (home -> theme/blue), and ~{theme/light} is not \
                included any more; 1 fragment in 1 page will be cold after the deployment
                """ + INTENDED);
    }

    @Test
    void everyProblemOfTheTemplatesIsToldAndNothingIsApproved() {
        shop.approve();
        String lock = shop.lockText();
        shop.edit("home.html", "~{shared/_stars}", "~{shared/_gone}")
                .edit("product/show.html", "~{product/_review :: review(${r})}", "~{${skin} :: review(${r})}")
                .template("twice.html", "<p cache:fragment='it'></p>\n<p cache:fragment='it'></p>");

        assertThat(shop.approve().isApproved()).isFalse();
        assertThat(shop.approve().problems())
                .containsExactly(
                        "'product/show :: reviews' includes a template chosen at run time, ${skin}"
                                + " (product/show.html line 3), so edits there would go unseen. List the choices:"
                                + " cache:depends=\"light/price, dark/price\".",
                        "The digest of 'home :: best' needs 'shared/_gone' (home.html line 1), which no template resolver"
                                + " finds. Correct the name, or write ~{shared/_gone} ?: ~{} if it may be absent.",
                        "cache:fragment 'it' occurs twice in twice.html, line 1 and line 2. Give each fragment of a"
                                + " template a name of its own.");
        assertThat(shop.lockText()).isEqualTo(lock);
    }

    @Test
    void anAttributeThatMeansNothingWhereItStandsIsTold() {
        shop.approve();
        shop.template("stray.html", """
                <p th:replace="~{home}" cache:fragmant="it" cache:key="'k'"></p>
                <div th:if="${false}"><i cache:fragment="i" cache:key="'k'" cache:frsh="1m"></i></div>
                <cache:fragment name="e" key="'k'" tag="x"></cache:fragment>
                <b cache:hole="id=${id}"></b>""");
        assertThat(shop.approve().problems())
                .containsExactly(
                        "stray.html line 1: 'cache:fragmant' is not an attribute of the fragment cache. Did you mean"
                                + " 'cache:fragment'?",
                        "stray.html line 1: 'cache:key' stands on a tag without cache:fragment, where it does nothing."
                                + " Add cache:fragment=\"name\" to the tag, or remove it.",
                        "stray.html line 2: 'cache:frsh' is not an attribute of the fragment cache. Did you mean"
                                + " 'cache:fresh'?",
                        "stray.html line 3: 'tag' is not an attribute of the fragment cache. Did you mean 'tags'?");
    }

    @Test
    void aLockThatNoApprovalWroteIsRefused() {
        shop.approve();
        String lock = shop.lockText();

        shop.editLock("[parts]", "<<<<<<< HEAD\n[parts]\n=======\n[parts]\n>>>>>>> theirs");
        fails("""
                Digests of cached fragments cannot be vouched for:
                  digests.lock line 14 is a conflict marker. Take either side of the conflict, then approve again.""");
        assertThat(shop.approve().isApproved())
                .as("an approval does not paper over it")
                .isFalse();
        shop.writeLock(lock.replace("[messages]", "whatever"));
        fails("""
                Digests of cached fragments cannot be vouched for:
                  digests.lock line 20 was not written by an approval: 'whatever'. Restore the file, or delete it and \
                approve again.""");
        shop.writeLock("");
        fails("""
                Digests of cached fragments cannot be vouched for:
                  digests.lock line 1 was not written by an approval: ''. Restore the file, or delete it and approve \
                again.""");
        shop.writeLock(lock.replace("    ~{shared/_stars}", "  ~{shared/_stars}"));
        fails("""
                Digests of cached fragments cannot be vouched for:
                  digests.lock line 10 is not what an approval writes, though every digest is right. Expected \
                '    ~{shared/_stars}'. Approve again.""");
        shop.writeLock(lock.replace("format 1", "format 0"));
        fails("""
                Digests of cached fragments cannot be vouched for:
                  digests.lock holds digests of format 0, this library makes format 1: every fragment will be cold once. \
                Delete the file, approve again and commit it.""");
        shop.writeLock(lock.replace("\n", "\r\n"));
        assertThat(shop.approval().report().isApproved())
                .as("a checkout on Windows")
                .isTrue();
    }

    @Test
    void whereCiIsSetNothingIsApproved() {
        DigestReport report =
                shop.approval().inCi(true).approving(true, "anything").report();

        assertThat(report).hasToString("""
                Digests of cached fragments cannot be vouched for:
                  Digests are not approved where CI is set: digests.lock was not written. Approve on your own machine, look \
                at the diff and commit it.""");
        assertThat(shop.lock).doesNotExist();
    }

    @Test
    void anApplicationWithoutTemplatesOrFragmentsDoesNotPassSilently(@TempDir Path empty) throws Exception {
        DigestApproval approval = DigestApproval.ofDirectory(empty, ".html").lock(shop.lock);

        assertThat(approval.report().problems())
                .contains(
                        "No template was found, so that no digest was checked. Name them with templates(..), or let the"
                                + " template resolver implement ListedTemplates.");
        assertThat(shop.approval().prefix("keep").report().problems())
                .contains(
                        "There is no keep:fragment in 4 templates, so that no digest was checked. Is 'keep' the prefix of"
                                + " the dialect?");
    }

    @Test
    void theLockRemembersTheDigestsBefore() {
        shop.approve();
        Locator fragment = Locator.parse("product/show :: stock");
        Digest first = digest();
        shop.edit("product/show.html", ">9<", ">8<").approve();
        Digest second = digest();
        shop.edit("home.html", "<p", "<p title='x'").approve();

        DigestLock lock = DigestLock.parse("digests.lock", shop.lockText());
        assertThat(lock.before(fragment, second)).containsExactly(first);
        assertThat(lock.before(fragment, first)).as("not the approved one").isEmpty();
        shop.edit("product/show.html", ">8<", ">7<").approve();
        assertThat(DigestLock.parse("digests.lock", shop.lockText()).before(fragment, digest()))
                .containsExactly(second, first);
        shop.edit("product/show.html", ">7<", ">8<").approve();
        assertThat(DigestLock.parse("digests.lock", shop.lockText()).before(fragment, second))
                .as("back to an earlier state")
                .hasSize(2)
                .contains(first)
                .doesNotContain(second);
    }

    @Test
    void underAnotherKeyNothingIsRemembered() {
        shop.approve();
        shop.edit("product/show.html", "\"stock\" cache:key=\"${p}\"", "\"stock\" cache:key=\"${p.category}\"")
                .approve();

        assertThat(DigestLock.parse("digests.lock", shop.lockText())
                        .before(Locator.parse("product/show :: stock"), digest()))
                .isEmpty();
    }

    private Digest digest() {
        return shop.approval().report().fragments().stream()
                .filter(tree -> tree.fragment().name().equals("stock"))
                .findFirst()
                .orElseThrow()
                .digest();
    }

    @Test
    void theSameTemplatesInAnotherDirectoryWriteTheSameLock(@TempDir Path elsewhere) {
        Shop other = new Shop(elsewhere.resolve("deep/er"));
        shop.approve();
        other.approve();

        assertThat(other.lockText()).isEqualTo(shop.lockText()).doesNotContain(root.toString(), "\r");
    }

    @Test
    void theCommandTellsByItsExitCode() {
        assertThat(shop.command().code()).isEqualTo(1);
        shop.approve();
        assertThat(shop.command())
                .isEqualTo(new Shop.Ran(0, "3 digests are as approved in digests.lock." + System.lineSeparator(), ""));
        assertThat(shop.command("--list").out())
                .containsPattern("(?m)^home :: best {2}[0-9a-f]{32}$")
                .hasLineCount(3);
        assertThat(shop.command("--explain", "reviews").out()).containsPattern("""
                product/show :: reviews {2}[0-9a-f]{32}
                 {2}key: \\$\\{p}
                 {2}~\\{product/_review :: review}
                 {4}~\\{shared/_stars}
                """);
        assertThat(shop.command("--explain", "crad"))
                .isEqualTo(new Shop.Ran(
                        1,
                        "",
                        "No cached fragment is called 'crad'. --list shows all of them."
                                + " (docs/errors.md#nothing-to-explain)" + System.lineSeparator()));
        shop.edit("product/show.html", ">9<", ">8<");
        assertThat(shop.command().out()).contains("Intended? Approve with --approve, look at the diff");
        assertThat(shop.command("--json"))
                .extracting(Shop.Ran::code, Shop.Ran::out)
                .satisfies(ran -> assertThat(ran.get(0)).isEqualTo(1))
                .satisfies(ran -> assertThat(ran.get(1).toString())
                        .startsWith("{\"approved\":false,\"problems\":[],\"changes\":[{\"fragment\":\"product/show ::"
                                + " stock\",\"kind\":\"CHANGED\",\"because\":[\"product/show.html line 5 changed\"]}],"
                                + "\"fragments\":[{\"fragment\":\"home :: best\",\"digest\":\""));
    }

    @Test
    void aCommandThatIsNotUnderstoodExitsWithTwo() {
        assertThat(shop.command("--aprove"))
                .isEqualTo(new Shop.Ran(
                        2,
                        "",
                        "'--aprove' is not an argument here. See --help. (docs/errors.md#command-not-readable)"
                                + System.lineSeparator()));
        assertThat(Shop.run(List.of("--list")).err())
                .isEqualTo("The command needs --templates or --engine. See --help. (docs/errors.md#command-incomplete)"
                        + System.lineSeparator());
        assertThat(Shop.run(List.of("--lock")).err())
                .isEqualTo("--lock needs a value. See --help. (docs/errors.md#command-incomplete)"
                        + System.lineSeparator());
        assertThat(Shop.run(List.of("--engine", "java.lang.Object")).err())
                .isEqualTo("'java.lang.Object' is not a Supplier of a template engine with a public constructor without"
                        + " parameters. (docs/errors.md#no-engine)" + System.lineSeparator());
        assertThat(shop.command("--dialect", "no.Such").err())
                .isEqualTo("'no.Such' is not a dialect on the class path with a public constructor without parameters."
                        + " (docs/errors.md#no-dialect)" + System.lineSeparator());
        assertThat(Shop.run(List.of("--help")).code()).isZero();
    }

    @Test
    void theCommandTakesDialectsAndEngines() {
        assertThat(shop.command("--dialect", "nz.net.ultraq.thymeleaf.layoutdialect.LayoutDialect", "--list")
                        .code())
                .isZero();
        assertThat(Shop.run(List.of("--engine", EngineOfStrings.class.getName(), "--list")))
                .isEqualTo(new Shop.Ran(
                        1,
                        "",
                        "No template was found, so that no digest was checked. Name them with templates(..), or let the"
                                + " template resolver implement ListedTemplates." + System.lineSeparator()));
    }

    @Test
    void aResolverThatReadsInTheMachinesEncodingIsToldWhereThatIsNotUtf8() {
        FileTemplateResolver resolver = new FileTemplateResolver();
        TemplateEngine engine = new TemplateEngine();
        engine.setTemplateResolver(resolver);

        assertThat(Encodings.problems(engine.getConfiguration(), StandardCharsets.UTF_8))
                .isEmpty();
        assertThat(Encodings.problems(engine.getConfiguration(), StandardCharsets.US_ASCII))
                .containsExactly(
                        "Template resolver 'org.thymeleaf.templateresolver.FileTemplateResolver' has no character"
                                + " encoding and reads this machine's, US-ASCII: pages and digests differ on another one. Call"
                                + " setCharacterEncoding(\"UTF-8\").");
        assertThat(Encodings.problems(
                        DigestApproval.engine(root, ".html").getConfiguration(), StandardCharsets.US_ASCII))
                .isEmpty();
    }

    /** Its templates are strings: it can list none. */
    public static final class EngineOfStrings implements Supplier<ITemplateEngine> {
        @Override
        public ITemplateEngine get() {
            return new TemplateEngine();
        }
    }
}
