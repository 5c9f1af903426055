package io.fragmentcache.advice;

import io.fragmentcache.advice.Advice.Kind;
import io.fragmentcache.internal.Internal;
import io.fragmentcache.internal.usage.FragmentUsage;
import io.fragmentcache.internal.usage.PageUsage;
import io.fragmentcache.internal.usage.Usage;
import io.fragmentcache.store.Micros;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads advice from what was counted. Each rule needs enough evidence: a cache that was just started has none. */
@Internal
public final class Advisor {
    private static final int ENOUGH = 20;
    private static final long WAIT_WORTH_IT = 3_000;
    private static final long REGION_WORTH_IT = 20_000;

    private Advisor() {}

    /** What costs most time first. */
    public static List<Advice> of(Usage usage) {
        List<Advice> all = new ArrayList<>();
        usage.fragments().forEach(fragment -> {
            add(all, first(usage, fragment));
            add(all, LifetimeRules.boundsItsParent(usage, fragment));
            add(all, loadsForNothing(fragment));
        });
        usage.pages().pages().forEach(page -> add(all, slowRegion(page)));
        all.sort(Comparator.comparing(Advice::lost).reversed().thenComparing(Advice::fragment));
        return List.copyOf(all);
    }

    /** Of the rules that would tell to do different things with one fragment, the first that holds. */
    private static @Nullable Advice first(Usage usage, FragmentUsage fragment) {
        Advice advice = KeyRules.neverRepeats(fragment);
        if (advice == null) {
            advice = LifetimeRules.touchedAsAWhole(usage, fragment);
        }
        if (advice == null) {
            advice = WorthRules.alwaysWithItsParent(fragment);
        }
        if (advice == null) {
            advice = LifetimeRules.changesFasterThanFresh(fragment);
        }
        return advice == null ? WorthRules.doesNotPay(fragment) : advice;
    }

    private static void add(List<Advice> all, @Nullable Advice advice) {
        if (advice != null) {
            all.add(advice);
        }
    }

    private static @Nullable Advice loadsForNothing(FragmentUsage fragment) {
        long pages = fragment.warmPages();
        long waited = fragment.warmWaits();
        if (pages < ENOUGH || waited / pages < WAIT_WORTH_IT) {
            return null;
        }
        Map<String, Long> figures = new LinkedHashMap<>();
        figures.put("pages", pages);
        figures.put("microsBefore", waited / pages);
        String sentence = pages + " pages came whole from the cache, and took " + ShortTime.of(waited / pages)
                + " before they asked for this fragment. Load what only its template reads when it is read.";
        String write = "model.addAttribute(\"..\", Lazy.of(() -> ..))";
        return new Advice(Kind.LOADS_FOR_NOTHING, fragment.name(), sentence, write, figures, Micros.toDuration(waited));
    }

    private static @Nullable Advice slowRegion(PageUsage page) {
        long visits = page.visits();
        long outside = page.outside();
        if (visits < ENOUGH || outside / visits < REGION_WORTH_IT) {
            return null;
        }
        Map<String, Long> figures = new LinkedHashMap<>();
        figures.put("pages", visits);
        figures.put("microsOutside", outside / visits);
        figures.put("microsInAll", page.took() / visits);
        String sentence = "These pages take " + ShortTime.of(page.took() / visits) + " on average, "
                + ShortTime.of(outside / visits) + " of it outside of all fragments. Cache the region that takes it.";
        String write = "cache:fragment=\"..\" cache:key=\"${..}\"";
        return new Advice(
                Kind.SLOW_WITHOUT_FRAGMENT, page.path(), sentence, write, figures, Micros.toDuration(outside));
    }
}
