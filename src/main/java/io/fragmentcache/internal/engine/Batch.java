package io.fragmentcache.internal.engine;

import io.fragmentcache.key.Key;
import io.fragmentcache.store.Entry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one thread renders in a loop: stored in one go when it is closed. A request for one of these texts meanwhile
 * waits until it is stored, so it is stored earlier where its thread comes to wait for another one, or where rendering
 * the rest takes long. Used by that thread.
 */
public final class Batch implements AutoCloseable {
    /** Microseconds for which a text is kept from others: less than they would notice. */
    private static final long HELD_AT_MOST = 10_000;

    /** A text that is not stored yet, the fragment that it was rendered of, and those who wait for it. */
    record Held(Entry entry, Doll doll, Flight flight) {}

    private final Rendering rendering;
    private final Map<Key, Entry> rendered = new HashMap<>();

    /** By the very entry: rows of two versions of a model have one key. */
    private final IdentityHashMap<Entry, Entry> newer = new IdentityHashMap<>(0);

    private List<Held> held = new ArrayList<>();
    private long since;

    Batch(Rendering rendering) {
        this.rendering = rendering;
    }

    /**
     * What was rendered of this key, for rows that show it again in the same loop; null where it must not be shared.
     */
    public @Nullable Entry of(Key key) {
        return rendered.get(key);
    }

    /** What is to be shown in place of what was rendered: a newer one, if the store had one when this was to be stored. */
    public Entry kept(Entry entry) {
        return newer.getOrDefault(entry, entry);
    }

    void hold(Entry entry, Doll doll, Flight flight, long elapsed) {
        // A later row may hang: those who wait for this one, or ask for it from now on, are shown it at once.
        flight.land(new Flight.Landing.Shared(entry));
        rendered.put(entry.key(), entry);
        if (held.isEmpty()) {
            since = elapsed;
        }
        held.add(new Held(entry, doll, flight));
        if (elapsed - since > HELD_AT_MOST) {
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
        rendering.store(now, (entry, kept) -> {
            newer.put(entry, kept);
            rendered.replace(entry.key(), entry, kept);
        });
    }

    /** Stores what was rendered; after an exception, what was rendered before it. */
    @Override
    public void close() {
        store();
    }
}
