package io.fragmentcache.testing;

import io.fragmentcache.key.Key;
import io.fragmentcache.key.Locator;
import java.util.List;
import java.util.regex.Pattern;

/**
 * How a test calls a fragment: its name, and after it as many values of its key as are needed to tell it from others of
 * that name. {@code card} is each card; {@code card 42} and {@code card Product:42} are the card of product 42.
 */
record FragmentName(Locator locator, List<String> values) {
    /** Wire version, namespace, template, name, digest and locale stand before what the key shows. */
    private static final int BEFORE_VALUES = 6;

    private static final Pattern TYPE = Pattern.compile("\\b\\w+:(?=\\w)");

    /** What a key holds beside what its author wrote. */
    private static final Pattern FACTS = Pattern.compile("facts\\(.*\\)=[0-9a-f]+|page=\\[.*]");

    static FragmentName of(Locator locator, Key key) {
        List<String> parts = key.parts();
        return new FragmentName(
                locator,
                parts.stream()
                        .skip(BEFORE_VALUES)
                        .filter(part -> !FACTS.matcher(part).matches())
                        .toList());
    }

    boolean isMeantBy(String words) {
        String name = locator.name();
        return words.equals(name) || begins(name + " " + String.join(" ", values), words) || begins(toString(), words);
    }

    private static boolean begins(String whole, String words) {
        return (whole + " ").startsWith(words + " ");
    }

    /** Without the types of models. */
    @Override
    public String toString() {
        return (locator.name() + " " + TYPE.matcher(String.join(" ", values)).replaceAll("")).strip();
    }
}
