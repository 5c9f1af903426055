package io.fragmentcache.advice;

import io.fragmentcache.advice.Advice.Kind;
import io.fragmentcache.freshness.Durations;
import io.fragmentcache.internal.usage.FragmentUsage;
import io.fragmentcache.internal.usage.MissCause;
import io.fragmentcache.internal.usage.Usage;
import io.fragmentcache.key.Locator;
import io.fragmentcache.key.Tag;
import io.fragmentcache.spi.Outcome;
import io.fragmentcache.store.Micros;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What touches and lifetimes cost. */
final class LifetimeRules {
    private static final int ENOUGH = 20;
    private static final long WAIT_WORTH_IT = 1_000;
    /** Hits that an entry brings before it changes, where it is worth showing the old one for a while. */
    private static final int FEW_HITS = 3;

    private LifetimeRules() {}

    static @Nullable Advice touchedAsAWhole(Usage usage, FragmentUsage fragment) {
        String tag = null;
        long touched = 0;
        for (Map.Entry<String, Long> each : fragment.touchedBy().entrySet()) {
            if (isOfAll(usage, each.getKey()) && each.getValue() > touched) {
                tag = each.getKey();
                touched = each.getValue();
            }
        }
        long misses = fragment.lookups().total(Outcome.MISS) - fragment.misses(MissCause.FIRST);
        if (tag == null || touched < ENOUGH || touched * 2 < misses) {
            return null;
        }
        Map<String, Long> figures = new LinkedHashMap<>();
        figures.put("missesByThisTag", touched);
        figures.put("otherMisses", misses - touched);
        String sentence =
                touched + " misses came of touches of " + (tag.equals("*") ? "everything" : "the whole type " + tag)
                        + ". Touch the model that changed; entries that show others stay fresh.";
        String write = tag.equals("*") ? "cache.touch(model)" : "cache.touch(\"" + tag + "\", id)";
        long lost = touched * fragment.mean();
        return new Advice(Kind.TOUCHED_AS_A_WHOLE, fragment.name(), sentence, write, figures, Micros.toDuration(lost));
    }

    /** Whether the tag is of a type whose models have tags of their own. */
    private static boolean isOfAll(Usage usage, String tag) {
        return tag.equals(Tag.EVERYTHING.name())
                || !Tag.of(tag).isModel()
                        && usage.tags(tag + ":", 1).stream().anyMatch(known -> known.startsWith(tag + ":"));
    }

    static @Nullable Advice changesFasterThanFresh(FragmentUsage fragment) {
        long changes = fragment.misses(MissCause.TOUCHED) + fragment.misses(MissCause.VERSION);
        long hits = fragment.lookups().total(Outcome.HIT) + fragment.lookups().total(Outcome.STALE);
        long misses = fragment.lookups().total(Outcome.MISS);
        boolean mayWait = fragment.lifetime().staleAfterTouch().isZero() && fragment.mean() >= WAIT_WORTH_IT;
        if (changes < ENOUGH || changes * 2 < misses || hits >= FEW_HITS * changes || !mayWait) {
            return null;
        }
        Map<String, Long> figures = new LinkedHashMap<>();
        figures.put("changes", changes);
        figures.put("hits", hits);
        figures.put("microsARender", fragment.mean());
        String sentence = "Its data changed " + changes + " times before its fresh time of "
                + Durations.readable(fragment.lifetime().fresh()) + " was over, and a visitor waited "
                + ShortTime.of(fragment.mean()) + " each time. Show the old HTML while a new one is rendered.";
        long lost = changes * fragment.mean();
        return new Advice(
                Kind.CHANGES_FASTER_THAN_FRESH,
                fragment.name(),
                sentence,
                "cache:stale-after-touch=\"1m\"",
                figures,
                Micros.toDuration(lost));
    }

    static @Nullable Advice boundsItsParent(Usage usage, FragmentUsage child) {
        for (String name : child.parents().keySet()) {
            FragmentUsage parent = usage.of(Locator.parse(name));
            if (parent == null) {
                continue;
            }
            Duration fresh = child.lifetime().fresh();
            Duration around = parent.lifetime().fresh();
            long aged = parent.misses(MissCause.AGE) + parent.lookups().total(Outcome.STALE);
            if (aged < ENOUGH || fresh.multipliedBy(2).compareTo(around) > 0) {
                continue;
            }
            Map<String, Long> figures = new LinkedHashMap<>();
            figures.put("rendersOfTheParent", aged);
            figures.put("freshSeconds", fresh.toSeconds());
            figures.put("freshSecondsOfTheParent", around.toSeconds());
            String sentence = "It is fresh for " + Durations.readable(fresh) + ", so '" + name + "' around it is due as"
                    + " often, though that says " + Durations.readable(around) + ": " + aged
                    + " times so far. Let it live on its own in a hole.";
            long lost = aged * parent.self();
            return new Advice(
                    Kind.BOUNDS_ITS_PARENT,
                    child.name(),
                    sentence,
                    "cache:hole on an element around it",
                    figures,
                    Micros.toDuration(lost));
        }
        return null;
    }
}
