package io.fragmentcache.testing;

import io.fragmentcache.freshness.Lifetime;
import io.fragmentcache.internal.engine.Fragment;
import io.fragmentcache.internal.engine.Lookup;
import io.fragmentcache.key.Key;
import io.fragmentcache.key.Locator;
import io.fragmentcache.key.Version;
import io.fragmentcache.spi.Listener;
import io.fragmentcache.spi.Outcome;
import io.fragmentcache.store.Entry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Remembers what one cache did, in order. Thread-safe. */
final class RecordedEvents implements Listener {
    /** One thing that happened. */
    sealed interface Event {}

    /** A fragment was asked for. */
    record LookedUp(
            FragmentName fragment,
            Outcome outcome,
            String reason,
            @Nullable Entry entry) implements Event {}

    /** A fragment was rendered and may have been stored. */
    record Rendered(FragmentName fragment, boolean inBackground) implements Event {}

    /** A fragment could not be rendered. */
    record Failed(FragmentName fragment, Throwable cause) implements Event {}

    /** A fragment was shown and not stored. */
    record NotStored(Locator locator, String reason) implements Event {}

    /**
     * How a fragment was asked for the last time.
     *
     * @param version the version that its models had
     * @param lifetime how long it may be shown
     */
    record Asked(Locator locator, Version version, Lifetime lifetime) {}

    private final List<Event> events = new ArrayList<>();
    private final Map<Key, Asked> asked = new LinkedHashMap<>();

    synchronized int mark() {
        return events.size();
    }

    synchronized List<Event> since(int mark) {
        return List.copyOf(events.subList(mark, events.size()));
    }

    /** Every fragment that was asked for so far. */
    synchronized Map<Key, Asked> asked() {
        return new LinkedHashMap<>(asked);
    }

    @Override
    public synchronized void lookedUp(Lookup lookup) {
        Fragment fragment = lookup.fragment();
        asked.put(fragment.key(), new Asked(fragment.locator(), fragment.version(), fragment.lifetime()));
        events.add(new LookedUp(name(fragment), lookup.outcome(), lookup.reason(), lookup.entry()));
    }

    @Override
    public synchronized void rendered(Entry entry, Fragment fragment) {
        events.add(new Rendered(name(fragment), false));
    }

    @Override
    public synchronized void regenerated(Entry entry, Fragment fragment) {
        events.add(new Rendered(name(fragment), true));
    }

    @Override
    public synchronized void failed(Fragment fragment, Throwable cause) {
        events.add(new Failed(name(fragment), cause));
    }

    @Override
    public synchronized void refused(Locator locator, String reason) {
        events.add(new NotStored(locator, reason));
    }

    private static FragmentName name(Fragment fragment) {
        return FragmentName.of(fragment.locator(), fragment.key());
    }
}
