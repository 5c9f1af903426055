package io.fragmentcache.internal.usage;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.fragmentcache.internal.Bound;
import io.fragmentcache.key.Key;
import io.fragmentcache.key.Locator;
import io.fragmentcache.key.Tag;
import io.fragmentcache.store.Entry;
import io.fragmentcache.store.Snapshots;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;

/** Which entries are known to be stored: their fragments, sizes and tags, without their text. Thread-safe. */
final class StoredEntries {
    /** Tags of all of them. */
    static final int MOST = 200_000;

    private static final int BYTES_OF_A_TAG = 100;

    /** @param cost microseconds that its rendering took */
    record Stored(Locator locator, long bytes, long cost, Snapshots tags) {}

    @Bound("200 000 tags, and keys of 20 MB")
    private final Cache<Key, Stored> stored = Caffeine.newBuilder()
            .maximumWeight(MOST)
            .weigher((Key key, Stored each) -> 3 + each.tags().size() + key.weight() / BYTES_OF_A_TAG)
            .executor(Runnable::run)
            .build();

    private final Function<Locator, FragmentUsage> usages;

    StoredEntries(Function<Locator, FragmentUsage> usages) {
        this.usages = usages;
    }

    void put(Locator locator, Entry entry) {
        Stored added = new Stored(locator, entry.text().length(), entry.cost(), entry.snapshots());
        Stored before = stored.asMap().put(entry.key(), added);
        usages.apply(locator).holds(before == null ? 1 : 0, added.bytes() - (before == null ? 0 : before.bytes()));
    }

    void evicted(Key key) {
        Stored gone = stored.asMap().remove(key);
        if (gone != null) {
            FragmentUsage usage = usages.apply(gone.locator());
            usage.holds(-1, -gone.bytes());
            usage.evicted();
        }
    }

    /** What touching this tag would outdate. */
    Reach reach(Tag tag) {
        long entries = 0;
        long cost = 0;
        Map<String, Integer> fragments = new LinkedHashMap<>();
        for (Stored each : stored.asMap().values()) {
            if (carries(each.tags(), tag)) {
                entries++;
                cost += each.cost();
                fragments.merge(each.locator().toString(), 1, Integer::sum);
            }
        }
        return new Reach(entries, cost, fragments);
    }

    private static boolean carries(Snapshots tags, Tag tag) {
        Tag any = tag.isModel() ? tag.anyOfType() : tag;
        boolean[] found = {false};
        tags.forEach((carried, stamp) -> found[0] |= carried.equals(tag) || carried.equals(any));
        return found[0];
    }

    /** Tags whose names hold these characters, whatever their case; those that begin with them first. */
    List<String> tags(String words, int most) {
        String lower = words.toLowerCase(Locale.ROOT);
        TreeSet<String> found = new TreeSet<>((a, b) -> {
            int order = Integer.compare(rank(a, lower), rank(b, lower));
            return order != 0 ? order : a.compareTo(b);
        });
        for (Stored each : stored.asMap().values()) {
            each.tags().forEach((tag, stamp) -> {
                if (!tag.isExpiry() && tag.name().toLowerCase(Locale.ROOT).contains(lower)) {
                    found.add(tag.name());
                    if (found.size() > most) {
                        found.pollLast();
                    }
                }
            });
        }
        return List.copyOf(found);
    }

    private static int rank(String name, String lower) {
        String candidate = name.toLowerCase(Locale.ROOT);
        int start = candidate.equals(lower) ? 0 : candidate.startsWith(lower) ? 1 : 2;
        return start * 1_000 + Math.min(999, name.length());
    }
}
