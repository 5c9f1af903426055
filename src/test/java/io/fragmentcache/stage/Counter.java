package io.fragmentcache.stage;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts in templates how often something was evaluated: {@code ${count.of('row')}} prints nothing. */
public final class Counter {
    private final ConcurrentHashMap<String, AtomicInteger> counts = new ConcurrentHashMap<>();

    public String of(String name) {
        counts.computeIfAbsent(name, first -> new AtomicInteger()).incrementAndGet();
        return "";
    }

    public int get(String name) {
        AtomicInteger count = counts.get(name);
        return count == null ? 0 : count.get();
    }
}
