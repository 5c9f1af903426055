package io.fragmentcache.internal.scan;

import java.util.Collection;
import java.util.Comparator;
import java.util.Map;

/** Finds what an author most likely meant. */
final class Spelling {
    /** Names that the field uses, or that this library had, for what it calls otherwise. */
    private static final Map<String, String> SYNONYMS = Map.of("touched", "stale-after-touch");

    private Spelling() {}

    static String nearest(String written, Collection<String> known) {
        String synonym = SYNONYMS.get(written);
        if (synonym != null && known.contains(synonym)) {
            return synonym;
        }
        return known.stream()
                .min(Comparator.comparingInt((String name) -> distance(written, name))
                        .thenComparing(name -> name))
                .orElseThrow();
    }

    /** The number of letters to insert, delete or replace (Levenshtein). */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
