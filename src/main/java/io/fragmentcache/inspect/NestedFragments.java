package io.fragmentcache.inspect;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import io.fragmentcache.internal.engine.Observer;
import io.fragmentcache.internal.usage.FragmentUsage;
import io.fragmentcache.internal.usage.Usage;
import io.fragmentcache.key.Key;
import io.fragmentcache.key.Locator;
import io.fragmentcache.spi.Listener;
import io.fragmentcache.spi.LookedUp;
import io.fragmentcache.spi.Outcome;
import io.fragmentcache.store.Entry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * What lies in which remembered text. A hit of an outer fragment looks up none of those in it, and its entry does not
 * tell them; so they are noted while it is rendered. After a restart they are known again as soon as it is rendered
 * again. Bounded by the number of fragments that lie in others. Thread-safe.
 */
final class NestedFragments implements Observer, Listener {
    static final int MOST = 50_000;

    private record Text(Key key, long born) {}

    /**
     * @param fragments how often each fragment lies in it, at any depth
     * @param hits how often it was served without being rendered
     */
    private record Known(int length, List<NestedFragment> inside, Map<Locator, Integer> fragments, LongAdder hits) {}

    private final Usage usage;

    private final Cache<Text, Known> texts = Caffeine.newBuilder()
            .maximumWeight(MOST)
            .weigher((Text text, Known known) -> known.inside().size())
            .executor(Runnable::run)
            .removalListener((@Nullable Text text, @Nullable Known known, RemovalCause cause) -> keep(known))
            .build();

    NestedFragments(Usage usage) {
        this.usage = usage;
    }

    @Override
    public void placed(Key key, long born, int length, List<Placed> inside) {
        if (inside.isEmpty()) {
            return;
        }
        List<NestedFragment> interiors = inside.stream()
                .map(each -> new NestedFragment(
                        each.start(),
                        each.end(),
                        each.firstHole(),
                        each.endHole(),
                        NestedFragment.Facts.of(each.shown()),
                        of(each.shown().entry())))
                .toList();
        Map<Locator, Integer> fragments = new HashMap<>();
        count(interiors, fragments);
        texts.put(new Text(key, born), new Known(length, interiors, fragments, new LongAdder()));
    }

    private static void count(List<NestedFragment> interiors, Map<Locator, Integer> fragments) {
        for (NestedFragment each : interiors) {
            fragments.merge(each.facts().locator(), 1, Integer::sum);
            count(each.inside(), fragments);
        }
    }

    /** What a visitor is served from the store brings along what lies in it. */
    @Override
    public void lookedUp(LookedUp event) {
        Entry entry = event.entry();
        boolean isServed = event.outcome() == Outcome.HIT || event.outcome() == Outcome.STALE;
        if (entry == null || !isServed || event.inBackground()) {
            return;
        }
        Known known = texts.getIfPresent(new Text(entry.key(), entry.times().born()));
        if (known != null) {
            known.hits().increment();
        }
    }

    /** How often each fragment was served inside a cached one around it, without a look-up of its own. */
    Map<Locator, Long> reused() {
        Map<Locator, Long> reused = new HashMap<>();
        texts.asMap().values().forEach(known -> {
            long hits = known.hits().sum();
            if (hits > 0) {
                known.fragments().forEach((locator, times) -> reused.merge(locator, times * hits, Long::sum));
            }
        });
        usage.fragments().forEach(fragment -> {
            Locator locator = fragment.locator();
            if (locator != null && fragment.reused() > 0) {
                reused.merge(locator, fragment.reused(), Long::sum);
            }
        });
        return reused;
    }

    /** What is let go is added to what is counted. */
    private void keep(@Nullable Known known) {
        if (known != null) {
            long hits = known.hits().sum();
            known.fragments().forEach((locator, times) -> {
                FragmentUsage fragment = usage.of(locator);
                if (fragment != null) {
                    fragment.reused(times * hits);
                }
            });
        }
    }

    /** What lies in the text of this entry, in order; empty where nothing does, or it is not known. */
    List<NestedFragment> of(Entry entry) {
        Known known = texts.getIfPresent(new Text(entry.key(), entry.times().born()));
        // Births are of one authority, which may have begun again: then the text may be another.
        return known == null || known.length() != entry.finished().length() ? List.of() : known.inside();
    }

    long size() {
        texts.cleanUp();
        return texts.policy()
                .eviction()
                .map(bound -> bound.weightedSize().orElse(0))
                .orElse(0L);
    }
}
