package io.fragmentcache.stage;

import io.fragmentcache.spi.Listener;
import io.fragmentcache.spi.LookedUp;
import io.fragmentcache.spi.NotStored;
import java.util.ArrayList;
import java.util.List;

/** What a cache did, in few words: {@code MISS card}, {@code refused card: why}. */
public final class ShortEvents implements Listener {
    private final List<String> events = new ArrayList<>();

    @Override
    public synchronized void lookedUp(LookedUp event) {
        events.add(event.outcome() + " " + event.locator().name());
    }

    @Override
    public synchronized void notStored(NotStored event) {
        events.add("refused " + event.locator().name() + ": " + event.reason());
    }

    /** What happened since the last time this was asked. */
    public synchronized List<String> take() {
        List<String> since = List.copyOf(events);
        events.clear();
        return since;
    }
}
