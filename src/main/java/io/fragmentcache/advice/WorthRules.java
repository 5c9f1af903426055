package io.fragmentcache.advice;

import io.fragmentcache.advice.Advice.Kind;
import io.fragmentcache.internal.usage.FragmentUsage;
import io.fragmentcache.internal.usage.MissCause;
import io.fragmentcache.spi.Outcome;
import io.fragmentcache.store.Micros;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whether a fragment's entries are worth being looked up and stored. */
final class WorthRules {
    private static final int ENOUGH = 20;
    private static final int ENOUGH_TO_REMOVE = 50;
    private static final double NEVER_HIT = 0.05;
    /** Microseconds that a look-up takes in memory, with its key. */
    private static final long LOOKUP = 5;
    /** Microseconds that it takes to capture and store what is rendered. */
    private static final long STORE = 30;

    private WorthRules() {}

    private static long hits(FragmentUsage fragment) {
        return fragment.lookups().total(Outcome.HIT) + fragment.lookups().total(Outcome.STALE);
    }

    /** Look-ups of keys that were rendered before: of those that come for the first time none can hit. */
    private static long again(FragmentUsage fragment) {
        return hits(fragment) + fragment.lookups().total(Outcome.MISS) - fragment.misses(MissCause.FIRST);
    }

    static @Nullable Advice alwaysWithItsParent(FragmentUsage fragment) {
        long again = again(fragment);
        boolean isInOne =
                fragment.outermost().total() == 0 && fragment.parents().size() == 1;
        boolean isReused =
                hits(fragment) > NEVER_HIT * again || fragment.background().of(Outcome.HIT) > 0;
        if (!isInOne || again < ENOUGH || isReused) {
            return null;
        }
        String parent = fragment.parents().keySet().iterator().next();
        Map<String, Long> figures = new LinkedHashMap<>();
        figures.put("lookupsOfKnownKeys", again);
        figures.put("hits", hits(fragment));
        String sentence = "Each time '" + parent + "' was rendered again, this was rendered again too: "
                + hits(fragment)
                + " of " + again + " look-ups found it. Its own entries are never used. Let it be a part of '" + parent
                + "'.";
        return new Advice(
                Kind.ALWAYS_WITH_PARENT,
                fragment.name(),
                sentence,
                "remove its cache:fragment",
                figures,
                Micros.toDuration(again * (LOOKUP + STORE)));
    }

    static @Nullable Advice doesNotPay(FragmentUsage fragment) {
        long lookups = hits(fragment) + fragment.lookups().total(Outcome.MISS);
        long spent = lookups * LOOKUP + fragment.renders().count() * STORE;
        if (again(fragment) < ENOUGH_TO_REMOVE || fragment.saved() >= spent) {
            return null;
        }
        Map<String, Long> figures = new LinkedHashMap<>();
        figures.put("hits", hits(fragment));
        figures.put("misses", fragment.lookups().total(Outcome.MISS));
        figures.put("microsARender", fragment.mean());
        figures.put("microsSaved", fragment.saved());
        String sentence = "Its " + hits(fragment) + " hits spared " + ShortTime.of(fragment.saved())
                + " of rendering, and its look-ups and stores took about " + ShortTime.of(spent)
                + ". It does not pay to cache it.";
        return new Advice(
                Kind.DOES_NOT_PAY,
                fragment.name(),
                sentence,
                "remove its cache:fragment",
                figures,
                Micros.toDuration(spent - fragment.saved()));
    }
}
