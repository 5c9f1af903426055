package io.fragmentcache;

import io.fragmentcache.key.Key;
import io.fragmentcache.store.Entry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one thread renders in a loop: stored in one go when it is closed. Whoever asks for one of these texts meanwhile
 * waits until it is stored, so it is stored earlier where its thread comes to wait for somebody else, or where rendering
 * the rest takes long. Used by that thread.
 */
public final class Batch implements AutoCloseable {
    /** Microseconds for which a text is kept from others: less than they would notice. */
    private static final long HELD_AT_MOST = 10_000;

    /** A text that is not stored yet, and those who wait for it. */
    record Held(Entry entry, Flight flight) {}

    private final Rendering rendering;
    private final Map<Key, Entry> rendered = new HashMap<>();
    private List<Held> held = new ArrayList<>();

    Batch(Rendering rendering) {
        this.rendering = rendering;
    }

    /** What was rendered of this key, for whoever shows it again in the same loop; null where it must not be shared. */
    public @Nullable Entry of(Key key) {
        return rendered.get(key);
    }

    void hold(Entry entry, Flight flight) {
        rendered.put(entry.key(), entry);
        held.add(new Held(entry, flight));
        if (entry.times().written() - held.get(0).entry.times().written() > HELD_AT_MOST) {
            store();
        }
    }

    /** Whether this flight, the last one rendered, lands when its text is stored. */
    boolean holds(Flight flight) {
        return !held.isEmpty() && held.get(held.size() - 1).flight.equals(flight);
    }

    /** Stores what is held, and lets those go on who wait for it. */
    void store() {
        List<Held> now = held;
        held = new ArrayList<>();
        rendering.store(now);
    }

    /** Stores what was rendered; after an exception, what was rendered before it. */
    @Override
    public void close() {
        store();
    }
}
