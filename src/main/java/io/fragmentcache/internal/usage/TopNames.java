package io.fragmentcache.internal.usage;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The names that were counted most, of which there may be any number: <i>space saving</i> (Metwally, Agrawal, El Abbadi,
 * 2005). Thread-safe.
 */
final class TopNames {
    private static final int MOST = 16;

    @GuardedBy("this") private final Map<String, Long> counts = new HashMap<>(4);

    synchronized void add(String name) {
        if (counts.size() < MOST || counts.containsKey(name)) {
            counts.merge(name, 1L, Long::sum);
            return;
        }
        Map.Entry<String, Long> least = null;
        for (Map.Entry<String, Long> each : counts.entrySet()) {
            if (least == null || each.getValue() < least.getValue()) {
                least = each;
            }
        }
        if (least != null) {
            long count = least.getValue();
            counts.remove(least.getKey());
            counts.put(name, count + 1);
        }
    }

    /** The most counted first. */
    synchronized Map<String, Long> all() {
        List<Map.Entry<String, Long>> sorted = new ArrayList<>(counts.entrySet());
        sorted.sort(Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()));
        Map<String, Long> all = new LinkedHashMap<>();
        sorted.forEach(each -> all.put(each.getKey(), each.getValue()));
        return all;
    }
}
