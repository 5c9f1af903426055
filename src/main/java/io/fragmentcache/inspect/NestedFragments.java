package io.fragmentcache.inspect;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import io.fragmentcache.internal.Bound;
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
 * Which fragments are inside which cached HTML. A hit of an outer fragment looks up none of its inner fragments, and its
 * entry does not list them. So they are noted while it is rendered. After a restart they are known again when the outer
 * fragment is rendered again. Thread-safe.
 */
final class NestedFragments implements Observer, Listener {
    private static final long MOST_BYTES = 32 << 20;
    private static final int BYTES_OF_A_TEXT = 300;

    /**
     * @param fragments how often each fragment lies in it, at any depth
     * @param hits how often it was served without being rendered
     * @param weight bytes that the fragments inside take, at any depth
     */
    private record Known(
            long born,
            int length,
            List<NestedFragment> inside,
            Map<Locator, Integer> fragments,
            LongAdder hits,
            int weight) {}

    /** The last two texts of a key: the older one is served while the newer one is not stored. */
    private record Texts(Known newest, @Nullable Known before) {
        @Nullable Known born(long born) {
            if (newest.born() == born) {
                return newest;
            }
            return before != null && before.born() == born ? before : null;
        }

        int weight() {
            return newest.weight() + (before == null ? 0 : before.weight());
        }
    }

    private final Usage usage;

    /** Keys, and those of the fragments inside, may hold what a visitor sent. */
    @Bound("32 MB")
    private final Cache<Key, Texts> texts = Caffeine.newBuilder()
            .maximumWeight(MOST_BYTES)
            .weigher((Key key, Texts known) -> BYTES_OF_A_TEXT + key.weight() + known.weight())
            .executor(Runnable::run)
            .removalListener(this::removed)
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
        Known known = new Known(born, length, interiors, fragments, new LongAdder(), weight(interiors));
        texts.asMap().compute(key, (same, old) -> {
            if (old == null) {
                return new Texts(known, null);
            }
            keep(old.before());
            return new Texts(known, old.newest());
        });
    }

    private static int weight(List<NestedFragment> interiors) {
        // Inner fragments that many outer ones show count in each: they may be dropped from the others.
        long weight = 0;
        for (NestedFragment each : interiors) {
            weight += BYTES_OF_A_TEXT + each.facts().entry().weight() + weight(each.inside());
        }
        return (int) Math.min(Integer.MAX_VALUE / 4, weight);
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
        Known known = known(entry);
        if (known != null) {
            known.hits().increment();
        }
    }

    private @Nullable Known known(Entry entry) {
        Texts known = texts.getIfPresent(entry.key());
        return known == null ? null : known.born(entry.born());
    }

    /** How often each fragment was served inside a cached one around it, without a look-up of its own. */
    Map<Locator, Long> reused() {
        Map<Locator, Long> reused = new HashMap<>();
        texts.asMap().values().forEach(known -> {
            count(known.newest(), reused);
            count(known.before(), reused);
        });
        usage.fragments().forEach(fragment -> {
            Locator locator = fragment.locator();
            if (locator != null && fragment.reused() > 0) {
                reused.merge(locator, fragment.reused(), Long::sum);
            }
        });
        return reused;
    }

    private static void count(@Nullable Known known, Map<Locator, Long> reused) {
        long hits = known == null ? 0 : known.hits().sum();
        if (known != null && hits > 0) {
            known.fragments().forEach((locator, times) -> reused.merge(locator, times * hits, Long::sum));
        }
    }

    private void removed(@Nullable Key key, @Nullable Texts known, RemovalCause cause) {
        // What replaces it has taken over what it counted.
        if (known != null && cause != RemovalCause.REPLACED) {
            keep(known.newest());
            keep(known.before());
        }
    }

    /** The hits of a dropped record are added to the counts. */
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

    /** The fragments inside the HTML of this entry, in order; empty if it has none, or they are not known. */
    List<NestedFragment> of(Entry entry) {
        Known known = known(entry);
        // Births come from one counter, which may have been reset: then the HTML may differ.
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
