package io.fragmentcache.inspect;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.fragmentcache.internal.engine.Observer;
import io.fragmentcache.key.Key;
import io.fragmentcache.store.Entry;
import java.util.List;

/**
 * What lies in which remembered text. A hit of an outer fragment looks up none of those in it, and its entry does not
 * tell them; so they are noted while it is rendered. After a restart they are known again as soon as it is rendered
 * again. Bounded by the number of fragments that lie in others. Thread-safe.
 */
final class NestedFragments implements Observer {
    static final int MOST = 50_000;

    private record Text(Key key, long born) {}

    private record Known(int length, List<NestedFragment> inside) {}

    private final Cache<Text, Known> texts = Caffeine.newBuilder()
            .maximumWeight(MOST)
            .weigher((Text text, Known known) -> known.inside().size())
            .executor(Runnable::run)
            .build();

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
        texts.put(new Text(key, born), new Known(length, interiors));
    }

    /** What lies in the text of this entry, in order; empty where nothing does, or it is not known. */
    List<NestedFragment> of(Entry entry) {
        Known known = texts.getIfPresent(new Text(entry.key(), entry.times().born()));
        // Births are of one authority, which may have begun anew: then the text may be another.
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
