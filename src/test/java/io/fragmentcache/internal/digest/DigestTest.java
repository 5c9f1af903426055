package io.fragmentcache.internal.digest;

import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.digest.Digest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TimeZone;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.thymeleaf.templatemode.TemplateMode;

class DigestTest {
    @Test
    void aDigestIsReadBackFromItsThirtyTwoDigits() {
        Digest digest = Digest.of("a", "bc");

        assertThat(digest.toString()).matches("[0-9a-f]{32}");
        assertThat(Digest.parse(digest.toString())).isEqualTo(digest);
        assertThat(digest.bytes()).hasSize(16);
        assertThat(Digest.of("ab", "c")).isNotEqualTo(digest);
    }

    @Test
    void theFormatOfDigestsIsPinned() {
        Site site = Site.of("page", "<p cache:fragment='it' cache:key='${p}' th:insert='~{other}'>x</p>")
                .template("other", "<b>other</b>");

        assertThat(site.digest("page :: it"))
                .as("changes only together with DependencyTree.FORMAT, for it makes every fragment of every user cold")
                .isEqualTo("c8af4eed0f0acbfebfacd55b797bd024");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
        a parser-level comment inside     | <b>in</b>            | <b><!--/* note */-->in</b>
        lines above                       | <html>               | <html>\\n\\n\\n
        an edit before it                 | before               | earlier
        an edit after it                  | after                | later
        an edit of a fragment beside it   | beside               | next to it
        cache:fresh                       | cache:key='${p}'     | cache:key='${p}' cache:fresh='10m'
        cache:fresh on a line of its own  | cache:key='${p}'     | cache:key='${p}'\\n     cache:fresh='10m'
        cache:stale                       | cache:key='${p}'     | cache:stale='10m' cache:key='${p}'
        cache:stale-after-touch                     | cache:key='${p}'     | cache:key='${p}' cache:stale-after-touch='10m'
        cache:lifetime                    | cache:key='${p}'     | cache:key='${p}' cache:lifetime='news'
        cache:tags                        | cache:key='${p}'     | cache:key='${p}' cache:tags='a, b'
        cache:if                          | cache:key='${p}'     | cache:key='${p}' cache:if='${c}'
        the same attribute, data-         | cache:key='${p}'     | data-cache-key='${p}'
        """)
    void isNotAffectedBy(String what, String from, String to) {
        Site site = Site.of("page", PAGE);
        String digest = site.digest("page :: it");

        site.edit("page", from, to.replace("\\n", "\n"));

        assertThat(site.digest("page :: it")).isEqualTo(digest);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
        its text                       | <b>in</b>            | <b>inside</b>
        its blanks                     | <b>in</b>            | <b>in </b>
        its own tag                    | <i class='c'         | <i class='d'
        a comment that is printed      | <b>in</b>            | <b><!-- note -->in</b>
        its key                        | cache:key='${p}'     | cache:key='${p.id}'
        its version                    | cache:key='${p}'     | cache:key='${p}' cache:version='${p.v}'
        what it varies by              | cache:key='${p}'     | cache:key='${p}' cache:vary='role'
        an argument of a hole          | cache:hole='a=${b}'  | cache:hole='a=${c}'
        its loop                       | cache:each='x : ${y}'| cache:each='x : ${z}'
        a fragment in it               | cache:fragment='doll'| title='doll'
        """)
    void isAffectedBy(String what, String from, String to) {
        Site site = Site.of("page", PAGE);
        String digest = site.digest("page :: it");

        site.edit("page", from, to);

        assertThat(site.digest("page :: it")).isNotEqualTo(digest);
    }

    private static final String PAGE = """
        <html>
          <p>before</p>
          <i class='c' cache:fragment='it' cache:key='${p}'>
            <b>in</b><u cache:fragment='doll'>d</u>
            <form cache:hole='a=${b}'></form><s cache:each='x : ${y}'>x</s>
          </i>
          <p cache:fragment='other'>beside</p>
          <p>after</p>
        </html>
        """;

    @Test
    void aCheckoutWithWindowsLineEndsHasTheSameDigest() {
        String script =
                "\n<script th:inline='javascript'>\nvar a = [[${x}]];\n</script><!--[if IE]>\n<b>x</b><![endif]-->";
        Site unix = Site.of("page", PAGE.replace("<b>in</b>", script))
                .template("mail.txt", "[#cache:fragment name=\"it\"]a\nb[/cache:fragment]");
        String markup = unix.digest("page :: it");
        String text = unix.digest("mail.txt :: it");

        unix.edit("page", "\n", "\r\n");
        unix.edit("mail.txt", "\n", "\r\n");

        assertThat(unix.digest("page :: it")).isEqualTo(markup);
        assertThat(unix.digest("mail.txt :: it"))
                .as("in text modes line ends reach the reader")
                .isNotEqualTo(text);
    }

    @Test
    void twinsInTwoModesDiffer() {
        Set<String> digests = new HashSet<>();
        for (TemplateMode mode : TemplateMode.values()) {
            Site site = Site.of("page", "<p cache:fragment='it' th:insert='~{twin}'></p>")
                    .template("twin", "the same text");
            site.templates.modes.put("twin", mode);
            digests.add(site.digest("page :: it"));
        }

        assertThat(digests).hasSize(TemplateMode.values().length);
    }

    @Test
    void neitherLocaleNorTimeZoneNorOrderNorThreadNorRootDirectoryMatters() throws Exception {
        Map<String, String> expected = digests(large("/here/"), new Random(1));
        Locale locale = Locale.getDefault();
        TimeZone zone = TimeZone.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("tr-TR"));
            TimeZone.setDefault(TimeZone.getTimeZone("Asia/Kathmandu"));
            assertThat(digests(large("C:\\there\\"), new Random(2))).isEqualTo(expected);
        } finally {
            Locale.setDefault(locale);
            TimeZone.setDefault(zone);
        }
        Site shared = large("/here/");
        List<CompletableFuture<Map<String, String>>> threads = IntStream.range(0, 4)
                .mapToObj(seed -> CompletableFuture.supplyAsync(() -> digests(shared, new Random(seed))))
                .toList();
        for (CompletableFuture<Map<String, String>> thread : threads) {
            assertThat(thread.get()).isEqualTo(expected);
        }
    }

    private static Site large(String root) {
        Site site = Site.under(root);
        for (int i = 0; i < 30; i++) {
            site.template(
                    "dir/t" + i,
                    "<p th:fragment='x' TITLE='I'>x</p><div cache:fragment='f'><p th:insert='~{dir/t" + (i * 7 + 3) % 30
                            + "}'></p><p th:insert='~{dir/t" + (i * 11 + 5) % 30 + " :: x}' th:text='#{m" + i
                            + "}'></p></div>");
        }
        return site;
    }

    private static Map<String, String> digests(Site site, Random random) {
        List<String> fragments = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            fragments.add("dir/t" + i + " :: f");
        }
        Collections.shuffle(fragments, random);
        Map<String, String> digests = new TreeMap<>();
        fragments.forEach(fragment -> digests.put(fragment, site.digest(fragment)));
        return digests;
    }

    @Test
    void fragmentsThatIncludeEachOtherHaveOneDigestWhoeverIsAskedFirst() {
        Site one = cycle();
        Site other = cycle();
        Map<String, String> forth =
                Map.of("a :: f", one.digest("a :: f"), "b :: f", one.digest("b :: f"), "c :: f", one.digest("c :: f"));
        Map<String, String> back = new TreeMap<>();
        for (String fragment : List.of("c :: f", "b :: f", "a :: f")) {
            back.put(fragment, other.digest(fragment));
        }

        assertThat(back).isEqualTo(forth);
        one.edit("c", "in c", "edited").changesOnly("a :: f", "b :: f", "c :: f");
        one.edit("c", "edited", "in c");
        assertThat(one.digest("b :: f")).isEqualTo(back.get("b :: f"));
    }

    private static Site cycle() {
        return Site.of("a", "<div cache:fragment='f'>in a <p th:insert='~{b}'></p></div>")
                .template("b", "<div cache:fragment='f'>in b <p th:insert='~{c}'></p></div>")
                .template("c", "<div cache:fragment='f'>in c <p th:insert='~{a}'></p></div>")
                .template("d", "<div cache:fragment='f'>in d</div>");
    }

    @Test
    void aFragmentThatIncludesItselfHasADigest() {
        Site site = Site.of(
                "tree",
                "<ul cache:fragment='it' th:fragment='node(n)'><li>x</li><li th:insert='~{::node(${n.next})}'></li></ul>");

        site.edit("tree", "<li>x", "<li>y").changesOnly("tree :: it");
    }

    @Test
    void everyFormOfTheElementNamesItsFragment() {
        Site site = Site.of("page", """
            <p cache:fragment="attribute">1</p><p data-cache-fragment="data">2</p>
            <cache:fragment name="element" key="1" fresh="1m"><p>3</p></cache:fragment>
            <cache-fragment name="custom"><p>4</p></cache-fragment><img cache:fragment="void"><p cache:fragment="unclosed">
            """)
                .template(
                        "mail.txt",
                        "[#cache:fragment name=\"element\"]1[/cache:fragment][# cache:fragment=\"attribute\"]2[/]"
                                + "[#cache:fragment name=\"minimized\"/]")
                .template("feed.xml", "<a><cache:fragment name='element'>1</cache:fragment></a>")
                .template("script.js", "/*[#cache:fragment name=\"element\"]*/ 1 /*[/cache:fragment]*/")
                .template(
                        "inside",
                        "<script th:inline='javascript'>[#cache:fragment name=\"script\"]1[/cache:fragment]</script>"
                                + "<!--[if IE]><p cache:fragment='conditional'></p><![endif]--><p cache:fragment='after'></p>");

        assertThat(names(site, "page")).containsExactly("attribute", "data", "element", "custom", "void", "unclosed");
        assertThat(names(site, "mail.txt")).containsExactly("element", "attribute", "minimized");
        assertThat(names(site, "feed.xml")).containsExactly("element");
        assertThat(names(site, "script.js")).containsExactly("element");
        assertThat(names(site, "inside")).containsExactly("script", "conditional", "after");
        site.edit("page", "fresh=\"1m\"", "fresh=\"2m\"").changesNothing();
        site.edit("page", "key=\"1\"", "key=\"2\"").changesOnly("page :: element");
        site.edit("page", "<p>4", "<p>5").changesOnly("page :: custom");
        site.edit("mail.txt", "]2", "]3").changesOnly("mail.txt :: attribute");
        site.edit("inside", "]1", "]2").changesOnly("inside :: script");
    }

    private static List<String> names(Site site, String template) {
        return site.digests().fragmentsIn(template).stream()
                .map(fragment -> fragment.name())
                .toList();
    }

    @Test
    void aTemplateOfFiveMegabytesHasADigest() {
        String row = "<tr><td th:text='${x}'>some text in a cell</td></tr>\n";
        Site site = Site.of(
                "large",
                "<table cache:fragment='it'>" + row.repeat(5_000_000 / row.length()) + "<tr><td>end</td></tr></table>");

        site.edit("large", "<td>end", "<td>the end").changesOnly("large :: it");
    }
}
