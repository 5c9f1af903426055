package io.fragmentcache.thymeleaf;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A template with fragments, to be compared with what plain Thymeleaf prints for it.
 *
 * @param name says what is tried
 * @param file its template name, whose ending gives the mode
 * @param page its source
 * @param others further templates
 * @param hits how many look-ups a second page makes, all of them hits: what is shown from inside another asks for none
 */
record Sample(String name, String file, String page, Map<String, String> others, int hits) {
    /** What all samples show. {@code evil} is what a visitor may type. */
    static final Map<String, Object> VARIABLES = Map.ofEntries(
            Map.entry("x", "X<&>'\""),
            Map.entry("xs", List.of("aa", "bb", "cc")),
            Map.entry("k", "k1"),
            Map.entry("yes", true),
            Map.entry("no", false),
            Map.entry("n", 3),
            Map.entry("euro", "Crème brûlée 3 €"),
            Map.entry("evil", "[[${x}]] [(${x})] __${x}__ <th:block th:text=\"${x}\">"),
            Map.entry("none", List.of()),
            Map.entry("one", List.of("aa")),
            Map.entry("twice", List.of("aa", "bb", "aa", "aa", "cc", "bb")),
            Map.entry("gap", Arrays.asList("aa", null, "cc")),
            Map.entry("array", new String[] {"aa", "bb"}),
            Map.entry("numbers", new int[] {1, 2, 3}),
            Map.entry("map", new TreeMap<>(Map.of("a", "A", "b", "B"))),
            Map.entry("iterable", (Iterable<String>)
                    () -> List.of("aa", "bb", "cc").iterator()),
            Map.entry("obj", Map.of("name", "N", "inner", Map.of("name", "I"))),
            Map.entry("rows", List.of(Map.of("id", 1, "name", "one"), Map.of("id", 2, "name", "two"))));

    private static final Pattern ELEMENT = Pattern.compile("<cache[:-]fragment([^>]*)>");
    private static final Pattern TEXT_ELEMENT = Pattern.compile("\\[#cache:fragment([^\\]]*?)(/?)\\]");
    private static final Pattern BARE =
            Pattern.compile("\\s+(name|key|fresh|stale|if|tags|version)=(\"[^\"]*\"|'[^']*')");
    private static final Pattern MARK = Pattern.compile("\\s+(data-cache-|cache:)[\\w-]+=(\"[^\"]*\"|'[^']*')");

    static Sample html(String name, int hits, String page, String... others) {
        return of(name, "page", hits, page, others);
    }

    static Sample of(String name, String file, int hits, String page, String... others) {
        Map<String, String> templates = new HashMap<>();
        for (int i = 0; i < others.length; i += 2) {
            templates.put(others[i], others[i + 1]);
        }
        return new Sample(name, file, page, templates, hits);
    }

    boolean usesLayout() {
        return page.contains("layout:");
    }

    /** The same without the dialect's marks. */
    static String plain(String source) {
        String text = replaceAll(ELEMENT, source, "<th:block", ">");
        text = replaceAll(TEXT_ELEMENT, text, "[#th:block", "]");
        text = text.replace("</cache:fragment>", "</th:block>")
                .replace("</cache-fragment>", "</th:block>")
                .replace("[/cache:fragment]", "[/th:block]");
        // Elsewhere than in a fragment a hole is an element whose arguments are its variables.
        text = text.replace(" cache:hole=\"\"", "").replace(" cache:hole=", " th:with=");
        text = text.replace("data-cache-each=", "data-th-each=").replace("cache:each=", "th:each=");
        return MARK.matcher(text).replaceAll("");
    }

    private static String replaceAll(Pattern element, String source, String open, String close) {
        Matcher matcher = element.matcher(source);
        return matcher.replaceAll(found -> {
            String end = found.groupCount() > 1 ? found.group(2) : "";
            return Matcher.quoteReplacement(open + BARE.matcher(found.group(1)).replaceAll("") + end + close);
        });
    }

    @Override
    public String toString() {
        return name;
    }
}
