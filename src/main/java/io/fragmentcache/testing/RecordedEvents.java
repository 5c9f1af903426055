package io.fragmentcache.testing;

import io.fragmentcache.key.Key;
import io.fragmentcache.key.Locator;
import io.fragmentcache.spi.Listener;
import io.fragmentcache.spi.LookedUp;
import io.fragmentcache.spi.NotStored;
import io.fragmentcache.spi.RenderFailed;
import io.fragmentcache.spi.Rendered;
import io.fragmentcache.store.Entry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Remembers what one cache did, in order. Thread-safe. */
final class RecordedEvents implements Listener {
    private final List<Record> events = new ArrayList<>();
    private final Map<Key, LookedUp> asked = new LinkedHashMap<>();
    private final Map<Locator, LookedUp> latest = new HashMap<>();

    synchronized int mark() {
        return events.size();
    }

    /** The events of one type since the mark. */
    static <E extends Record> List<E> only(Class<E> type, List<Record> events) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    synchronized List<Record> since(int mark) {
        return List.copyOf(events.subList(mark, events.size()));
    }

    /** Every fragment that was looked up so far, with its last look-up. */
    synchronized Map<Key, LookedUp> asked() {
        return new LinkedHashMap<>(asked);
    }

    @Override
    public synchronized void lookedUp(LookedUp event) {
        asked.put(event.key(), event);
        latest.put(event.locator(), event);
        events.add(event);
    }

    /** What a rendering read joins its key, so an entry may lie under another key than was asked for. */
    @Override
    public synchronized void rendered(Rendered event) {
        LookedUp lookup = latest.get(event.locator());
        if (event.stored() && lookup != null) {
            asked.computeIfAbsent(event.entry().key(), key -> under(key, lookup, event.entry()));
        }
        events.add(event);
    }

    private static LookedUp under(Key key, LookedUp lookup, Entry entry) {
        return new LookedUp(
                lookup.locator(),
                key,
                lookup.outcome(),
                lookup.reason(),
                entry,
                entry.version(),
                lookup.lifetime(),
                lookup.parent(),
                lookup.inBackground());
    }

    @Override
    public synchronized void renderFailed(RenderFailed event) {
        events.add(event);
    }

    @Override
    public synchronized void notStored(NotStored event) {
        events.add(event);
    }
}
