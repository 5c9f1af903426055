package io.fragmentcache.testing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What became of each fragment in one step of a test; the first outcome counts. Not thread-safe. */
final class Outcomes {
    /**
     * What became of one fragment.
     *
     * @param words as they stand behind <i>is</i>: {@code a hit}
     * @param reason why, for people; empty where the words say it all
     */
    record Outcome(String words, String reason) {
        @Override
        public String toString() {
            return reason.isEmpty() ? words : words + " (" + reason + ")";
        }
    }

    private final String step;
    private final Map<FragmentName, Outcome> outcomes = new LinkedHashMap<>();

    /** @param step what the test did, as the subject of a sentence: {@code This render} */
    Outcomes(String step) {
        this.step = step;
    }

    void add(FragmentName fragment, String words, String reason) {
        outcomes.putIfAbsent(fragment, new Outcome(words, reason));
    }

    boolean isEmpty() {
        return outcomes.isEmpty();
    }

    Map<FragmentName, Outcome> all() {
        return outcomes;
    }

    /** Asserts that exactly these fragments have this outcome; a name without values is each fragment of that name. */
    void assertExactly(String words, String... names) {
        List<String> wrong = new ArrayList<>();
        for (String name : names) {
            expected(words, name, wrong);
        }
        outcomes.forEach((fragment, outcome) -> {
            if (outcome.words().equals(words) && List.of(names).stream().noneMatch(fragment::isMeantBy)) {
                wrong.add("'" + fragment + "' is " + outcome + " too, and the test does not name it.");
            }
        });
        if (!wrong.isEmpty()) {
            throw new AssertionError(String.join("\n", wrong) + "\n" + this);
        }
    }

    /** Asserts why a fragment has the outcome that it has. */
    void assertReason(String name, String reason) {
        List<Map.Entry<FragmentName, Outcome>> meant = meant(name);
        boolean right = !meant.isEmpty()
                && meant.stream().allMatch(each -> each.getValue().reason().equals(reason));
        if (!right) {
            throw new AssertionError("'" + name + "' has another reason than '" + reason + "'.\n" + this);
        }
    }

    private void expected(String words, String name, List<String> wrong) {
        List<Map.Entry<FragmentName, Outcome>> meant = meant(name);
        if (meant.isEmpty()) {
            wrong.add("'" + name + "' is not " + words + ": no fragment is called that.");
        }
        meant.stream()
                .filter(each -> !each.getValue().words().equals(words))
                .forEach(each ->
                        wrong.add("'" + each.getKey() + "' is not " + words + ", it is " + each.getValue() + "."));
    }

    private List<Map.Entry<FragmentName, Outcome>> meant(String name) {
        return outcomes.entrySet().stream()
                .filter(each -> each.getKey().isMeantBy(name))
                .toList();
    }

    @Override
    public String toString() {
        return outcomes.isEmpty()
                ? step + ": no fragment."
                : outcomes.entrySet().stream()
                        .map(each -> "'" + each.getKey() + "' is " + each.getValue())
                        .collect(Collectors.joining(", ", step + ": ", "."));
    }
}
