package io.fragmentcache.testing;

import io.fragmentcache.problem.Problem;
import io.fragmentcache.spi.LookedUp;
import io.fragmentcache.spi.NotStored;
import io.fragmentcache.spi.Outcome;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A page that a {@link FragmentStage} rendered, and what the cache did meanwhile.
 *
 * <p>Each assertion names <b>all</b> fragments with that outcome, in any order: a fragment that the test does not name
 * fails it. {@code card} means every fragment named so, {@code card 42} the one whose key holds 42. Where a page shows
 * one fragment several times, its first look-up counts. A look-up of a fragment inside a hit does not happen, so a page
 * whose outer fragment is a hit names no inner one. Immutable.
 */
public final class RenderedPage {
    private static final String HIT = "a hit";
    private static final String STALE = "a stale hit";
    private static final String MISS = "a miss";
    private static final String BYPASS = "a bypass";

    private final String text;
    private final List<Record> events;
    private final Outcomes lookups = new Outcomes("This render");

    RenderedPage(String text, List<Record> events) {
        this.text = text;
        this.events = events;
        for (LookedUp lookup : RecordedEvents.only(LookedUp.class, events)) {
            FragmentName fragment = FragmentName.of(lookup.locator(), lookup.key());
            lookups.add(fragment, words(lookup.outcome()), reason(lookup));
        }
    }

    /** Returns what was printed. */
    public String text() {
        return text;
    }

    /**
     * Asserts what was printed, byte for byte.
     *
     * @throws AssertionError with the element that differs and both texts
     * @throws Problem if the two differ and jsoup is not on the class path
     */
    public RenderedPage shows(String expected) {
        Optional<HtmlDifference> difference = HtmlDifference.between(expected, text);
        if (difference.isPresent()) {
            throw new AssertionError(
                    "The page is not the expected one in " + difference.get().element()
                            + "\n  expected: " + difference.get().first()
                            + "\n  shown:    " + difference.get().second());
        }
        return this;
    }

    /**
     * Asserts that exactly these fragments were shown from the cache, fresh.
     *
     * @throws AssertionError with each fragment that differs, or is not named
     */
    public RenderedPage hit(String... fragments) {
        lookups.assertExactly(HIT, fragments);
        return this;
    }

    /**
     * Asserts that exactly these fragments were not found, or not usable any more, and were rendered.
     *
     * @throws AssertionError with each fragment that differs, or is not named
     */
    public RenderedPage missed(String... fragments) {
        lookups.assertExactly(MISS, fragments);
        return this;
    }

    /**
     * Asserts that exactly these fragments were shown past their freshness, to be regenerated in the background.
     *
     * @throws AssertionError with each fragment that differs, or is not named
     */
    public RenderedPage stale(String... fragments) {
        lookups.assertExactly(STALE, fragments);
        return this;
    }

    /**
     * Asserts that exactly these fragments were rendered as if there were no cache.
     *
     * @throws AssertionError with each fragment that differs, or is not named
     */
    public RenderedPage bypassed(String... fragments) {
        lookups.assertExactly(BYPASS, fragments);
        return this;
    }

    /**
     * Asserts that exactly these fragments were rendered and shown, and not stored, for instance because they read what
     * belongs to one visitor. Takes names without values of keys.
     *
     * @throws AssertionError with each fragment that differs, or is not named, and the reasons of all
     */
    public RenderedPage notStored(String... names) {
        TreeMap<String, String> reasons = new TreeMap<>();
        for (NotStored event : RecordedEvents.only(NotStored.class, events)) {
            reasons.putIfAbsent(event.locator().name(), event.reason());
        }
        List<String> wrong = new ArrayList<>();
        for (String name : names) {
            if (!reasons.containsKey(name)) {
                wrong.add("'" + name + "' was stored, or was not rendered.");
            }
        }
        reasons.forEach((name, reason) -> {
            if (!Arrays.asList(names).contains(name)) {
                wrong.add("'" + name + "' was not stored either: " + reason + ".");
            }
        });
        if (!wrong.isEmpty()) {
            throw new AssertionError(String.join("\n", wrong) + "\n" + lookups);
        }
        return this;
    }

    /**
     * Asserts why a fragment was not a hit, in the words of {@code explain}: {@code age}, {@code touched Product:42},
     * {@code version 1→2}, {@code absent}.
     *
     * @throws AssertionError if the fragment was not looked up, or had another reason
     */
    public RenderedPage because(String fragment, String reason) {
        lookups.assertReason(fragment, reason);
        return this;
    }

    /** Whether the page has a fragment at all. */
    boolean hasFragments() {
        return !lookups.isEmpty();
    }

    List<Record> events() {
        return events;
    }

    /** Fragments that this page had to render, with the reason why they were not stored before. */
    List<String> renderedAgain() {
        return lookups.all().entrySet().stream()
                .filter(each -> each.getValue().words().equals(MISS))
                .map(each -> "'" + each.getKey() + "' (" + each.getValue().reason() + ")")
                .toList();
    }

    boolean hasHits() {
        return lookups.all().values().stream()
                .anyMatch(outcome -> outcome.words().equals(HIT));
    }

    @Override
    public String toString() {
        return lookups.toString();
    }

    private static String reason(LookedUp lookup) {
        return lookup.outcome() == Outcome.HIT ? "" : lookup.reason();
    }

    private static String words(Outcome outcome) {
        return switch (outcome) {
            case HIT -> HIT;
            case STALE -> STALE;
            case MISS -> MISS;
            case BYPASS -> BYPASS;
        };
    }
}
