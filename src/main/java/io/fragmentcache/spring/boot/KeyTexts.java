package io.fragmentcache.spring.boot;

import java.util.ArrayList;
import java.util.List;

/** What values the texts of a request may stand for: {@code 42} is a Long, an Integer or a text. */
final class KeyTexts {
    private static final int MOST_VALUES = 6;

    private KeyTexts() {}

    /** All combinations, those with a Long first: that is what most identities are. */
    static List<List<Object>> meanings(List<String> texts) {
        List<List<Object>> meanings = List.of(List.of());
        for (String text : texts) {
            List<Object> choices = texts.size() > MOST_VALUES ? List.of(text) : choices(text);
            List<List<Object>> longer = new ArrayList<>();
            for (List<Object> values : meanings) {
                for (Object choice : choices) {
                    List<Object> more = new ArrayList<>(values);
                    more.add(choice);
                    longer.add(more);
                }
            }
            meanings = longer;
        }
        return meanings;
    }

    private static List<Object> choices(String text) {
        if (text.matches("-?\\d{1,9}")) {
            return List.of(Long.valueOf(text), Integer.valueOf(text), text);
        }
        if (text.matches("-?\\d{1,18}")) {
            return List.of(Long.valueOf(text), text);
        }
        return text.matches("true|false") ? List.of(Boolean.valueOf(text), text) : List.of(text);
    }
}
