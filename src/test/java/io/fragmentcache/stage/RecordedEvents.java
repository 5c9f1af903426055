package io.fragmentcache.stage;

import io.fragmentcache.key.Key;
import io.fragmentcache.key.Locator;
import io.fragmentcache.spi.Listener;
import io.fragmentcache.spi.LookedUp;
import io.fragmentcache.spi.NotStored;
import io.fragmentcache.spi.Outcome;
import io.fragmentcache.spi.RenderFailed;
import io.fragmentcache.spi.Rendered;
import io.fragmentcache.spi.Warned;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Remembers what the cache did, each fragment by its name and the values of its key: {@code item tea}. */
public final class RecordedEvents implements Listener {
    /** What happened to a fragment: an outcome of a look-up, or RENDERED, REGENERATED, FAILED, REFUSED. */
    public record Event(String what, String fragment, String detail) {}

    private static final Pattern KEY = Pattern.compile(".* [0-9a-f]{8} [\\w-]+ (.*)");
    private static final Pattern TYPE = Pattern.compile("\\b\\w+:(?=\\w)");

    private static final Pattern SURROUNDINGS =
            Pattern.compile(" \\w+=\\S+@[0-9a-f]{32}| facts\\(.*\\)=[0-9a-f]{8}| page=\\[.*?]");

    private final List<Event> events = new ArrayList<>();
    private final Set<Key> keys = ConcurrentHashMap.newKeySet();
    private final Set<Key> missed = ConcurrentHashMap.newKeySet();

    public synchronized int mark() {
        return events.size();
    }

    public synchronized List<Event> since(int mark) {
        return List.copyOf(events.subList(mark, events.size()));
    }

    /** The fragments that this happened to since the mark, in order. */
    public List<String> since(int mark, String what) {
        return since(mark).stream()
                .filter(event -> event.what().equals(what))
                .map(Event::fragment)
                .toList();
    }

    /** All that was asked for, in no order. */
    public List<Key> keys() {
        return List.copyOf(keys);
    }

    @Override
    public void lookedUp(LookedUp event) {
        keys.add(event.key());
        if (event.outcome() == Outcome.MISS) {
            missed.add(event.key());
        }
        add(event.outcome().name(), name(event.locator(), event.key()), event.reason());
    }

    @Override
    public void rendered(Rendered event) {
        // What a job looks up and misses is rendered for that job, as a page's is for the page.
        keys.add(event.entry().key());
        boolean regenerated = !missed.remove(event.entry().key()) && event.inBackground();
        add(
                regenerated ? "REGENERATED" : "RENDERED",
                name(event.locator(), event.entry().key()),
                event.entry().text());
    }

    @Override
    public void renderFailed(RenderFailed event) {
        Throwable innermost = event.cause();
        while (innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        add("FAILED", name(event.locator(), event.key()), String.valueOf(innermost.getMessage()));
    }

    @Override
    public void notStored(NotStored event) {
        add("REFUSED", event.locator().name(), event.reason());
    }

    @Override
    public void warned(Warned event) {
        add("WARNED", "", String.valueOf(event.sentence()));
    }

    private synchronized void add(String what, String fragment, String detail) {
        events.add(new Event(what, fragment, detail));
    }

    private static String name(Locator locator, Key id) {
        Matcher key = KEY.matcher(id.toString());
        String values = key.matches() ? key.group(1) : "";
        return (locator.name() + " "
                        + TYPE.matcher(SURROUNDINGS.matcher(values).replaceAll(""))
                                .replaceAll(""))
                .strip();
    }
}
