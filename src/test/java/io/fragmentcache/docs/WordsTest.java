package io.fragmentcache.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What users read is plain English: these turns have a plainer one, which CONTRIBUTING.md names. */
class WordsTest {
    private static final List<String> TURNS = List.of(
            "whoever",
            "nobody(?!')",
            "somebody",
            "unless (?:said|told|you say|asked)",
            "(?<!there )is no (?!longer)\\w+",
            "lately",
            "anew",
            "behind (?:its|the|their|her) (?:next )?readers?",
            "at hand",
            "mend(?:s|ed|ing)?",
            "dear(?:er|est)?",
            "(?:is|are|were|be) given up",
            "those who ask",
            "who asks",
            "remembered texts?",
            "lets? go of",
            "for ever",
            "nearly",
            "in vain",
            "by chance",
            "otherwise than");
    private static final Pattern TURN =
            Pattern.compile("\\b(?:" + String.join("|", TURNS) + ")\\b", Pattern.CASE_INSENSITIVE);
    /** The page that lists the turns. */
    private static final Set<String> EXEMPT = Set.of("CONTRIBUTING.md");

    private static final Pattern STRING = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");

    @Test
    void pagesAreInPlainEnglish() {
        List<String> hits = new ArrayList<>();
        for (Path page : Pages.all()) {
            String name = page.getFileName().toString();
            if (!EXEMPT.contains(name)) {
                hits.addAll(hits(name, Pages.prose(page)));
            }
        }
        assertThat(hits).isEmpty();
    }

    @Test
    void javadocOfTheApiIsInPlainEnglish() {
        List<String> hits = new ArrayList<>();
        ApiSources.read()
                .forEach(source -> source.comments()
                        .forEach(comment -> hits.addAll(hits(source.type() + "." + comment.of(), comment.text()))));
        assertThat(hits).isEmpty();
    }

    @Test
    void errorSentencesAreInPlainEnglish() {
        String sentences = STRING.matcher(
                        Pages.read(Pages.root().resolve("src/main/java/io/fragmentcache/problem/Problem.java")))
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.joining(" "));
        assertThat(sentences).contains("Show the fragment only if it exists");
        assertThat(hits("Problem", sentences)).isEmpty();
    }

    @Test
    void eachPublicMethodHasASentenceThatBeginsWithAVerb() {
        List<String> without = new ArrayList<>();
        ApiSources.read()
                .forEach(source -> source.comments().stream()
                        .filter(comment -> comment.isMethod() && !comment.beginsWithAVerb())
                        .forEach(comment -> without.add(source.type() + "." + comment.of() + ": " + comment.text())));
        assertThat(without).isEmpty();
        assertThat(ApiSources.read().stream()
                        .mapToLong(source -> source.comments().size())
                        .sum())
                .isGreaterThan(400);
    }

    private static List<String> hits(String where, String text) {
        return TURN.matcher(text)
                .results()
                .map(found -> where + ": " + around(text, found.start(), found.end()))
                .toList();
    }

    private static String around(String text, int from, int to) {
        return text.substring(Math.max(0, from - 40), Math.min(text.length(), to + 30))
                .replace('\n', ' ');
    }
}
