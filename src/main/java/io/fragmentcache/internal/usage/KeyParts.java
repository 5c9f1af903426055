package io.fragmentcache.internal.usage;

import static java.util.stream.Collectors.joining;

import io.fragmentcache.key.Key;
import java.util.ArrayList;
import java.util.List;

/**
 * The parts of a key by what they mean.
 *
 * @param format the wire version
 * @param digest of the templates; empty of a text without one
 * @param language empty of a text without one
 * @param values what {@code cache:key} gave, what {@code cache:vary} added, and what was observed to be read
 */
public record KeyParts(
        String format,
        String namespace,
        String template,
        String fragment,
        String digest,
        String language,
        List<Value> values) {
    private static final int NAMESPACE = 1;
    private static final int TEMPLATE = 2;
    private static final int FRAGMENT = 3;
    private static final int DIGEST = 4;
    private static final int LANGUAGE = 5;
    private static final int PARTS_OF_EVERY_KEY = 6;
    private static final int PARTS_OF_A_TEXT = 3;

    private static final String FACTS = "facts(";
    private static final String END_OF_FACTS = ")=";
    private static final String VALUE = "value of ";
    private static final String PRESENCE = "presence of ";

    /** Where a part of a key comes from. */
    public enum Origin {
        /** {@code cache:key}. */
        KEY,
        /** {@code cache:vary}. */
        VARY,
        /** Read by the template without being declared. */
        OBSERVED
    }

    /**
     * One part.
     *
     * @param label for people: {@code Product}, {@code part 2}, {@code currency}, {@code session.user.plan}
     */
    public record Value(Origin origin, String label, String text) {}

    /** @param isText whether it is of {@code FragmentCache.text}, which has no template */
    public static KeyParts of(Key key, boolean isText) {
        List<String> parts = key.parts();
        if (isText || parts.size() < PARTS_OF_EVERY_KEY) {
            return new KeyParts(
                    at(parts, 0),
                    at(parts, NAMESPACE),
                    "text",
                    at(parts, TEMPLATE),
                    "",
                    "",
                    values(parts, PARTS_OF_A_TEXT));
        }
        return new KeyParts(
                at(parts, 0),
                at(parts, NAMESPACE),
                at(parts, TEMPLATE),
                at(parts, FRAGMENT),
                at(parts, DIGEST),
                at(parts, LANGUAGE),
                values(parts, PARTS_OF_EVERY_KEY));
    }

    private static String at(List<String> parts, int index) {
        return index < parts.size() ? parts.get(index) : "";
    }

    private static List<Value> values(List<String> parts, int from) {
        List<Value> values = new ArrayList<>();
        for (String part : parts.subList(Math.min(from, parts.size()), parts.size())) {
            values.add(value(part, values.size() + 1));
        }
        return values;
    }

    private static Value value(String part, int number) {
        int digest = part.lastIndexOf(END_OF_FACTS);
        if (part.startsWith(FACTS) && digest > 0) {
            String names = facts(part.substring(FACTS.length(), digest));
            // What one visitor's request said is in no key that leaves the engine: only whether two keys differ in it.
            return new Value(Origin.OBSERVED, names, "reads " + names + " #" + part.substring(digest + 2));
        }
        int equals = part.indexOf('=');
        if (equals > 0 && isName(part, equals)) {
            return new Value(Origin.VARY, part.substring(0, equals), part.substring(equals + 1));
        }
        int colon = part.indexOf(':');
        boolean isModel = colon > 0 && isName(part, colon) && Character.isUpperCase(part.charAt(0));
        return new Value(Origin.KEY, isModel ? part.substring(0, colon) : "part " + number, part);
    }

    /** What is of a visitor, if anything is; the presence of variables goes without saying. */
    private static String facts(String names) {
        List<String> all = List.of(names.split(", "));
        List<String> ofVisitor = all.stream()
                .filter(name -> !name.startsWith("${") && !name.startsWith("*{"))
                .toList();
        return (ofVisitor.isEmpty() ? all : ofVisitor)
                .stream().map(KeyParts::readable).collect(joining(", "));
    }

    /** {@code session.user.plan}, of {@code value of session.user.plan}. */
    private static String readable(String fact) {
        if (fact.startsWith(VALUE)) {
            return fact.substring(VALUE.length());
        }
        return fact.startsWith(PRESENCE) ? "whether " + fact.substring(PRESENCE.length()) + " is set" : fact;
    }

    private static boolean isName(String part, int end) {
        return part.substring(0, end).chars().allMatch(c -> Character.isLetterOrDigit(c) || "_.-$".indexOf(c) >= 0);
    }

    /** What it shows, without its language: the values for people. */
    public List<String> shows() {
        return values.stream().map(Value::text).toList();
    }
}
