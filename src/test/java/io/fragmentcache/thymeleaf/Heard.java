package io.fragmentcache.thymeleaf;

import io.fragmentcache.internal.engine.Fragment;
import io.fragmentcache.internal.engine.Lookup;
import io.fragmentcache.key.Key;
import io.fragmentcache.key.Locator;
import io.fragmentcache.problem.Problem;
import io.fragmentcache.spi.Listener;
import io.fragmentcache.store.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Remembers what the cache did, each fragment by its name and the values of its key: {@code item tea}. */
final class Heard implements Listener {
    /** What happened to a fragment: an outcome of a look-up, or RENDERED, REGENERATED, FAILED, REFUSED. */
    record Event(String what, String fragment, String detail) {}

    private static final Pattern KEY = Pattern.compile(".* [0-9a-f]{8} [\\w-]+ (.*)");
    private static final Pattern TYPE = Pattern.compile("\\b\\w+:(?=\\w)");

    private static final Pattern SURROUNDINGS = Pattern.compile(" \\w+=\\S+@[0-9a-f]{32}| facts\\(.*\\)=[0-9a-f]{8}| page=\\[.*?]");

    private final List<Event> events = new ArrayList<>();
    private final Set<Key> keys = ConcurrentHashMap.newKeySet();

    synchronized int mark() {
        return events.size();
    }

    synchronized List<Event> since(int mark) {
        return List.copyOf(events.subList(mark, events.size()));
    }

    /** The fragments that this happened to since the mark, in order. */
    List<String> since(int mark, String what) {
        return since(mark).stream()
                .filter(event -> event.what().equals(what))
                .map(Event::fragment)
                .toList();
    }

    /** All that was asked for, in no order. */
    List<Key> keys() {
        return List.copyOf(keys);
    }

    @Override
    public void lookedUp(Lookup lookup) {
        keys.add(lookup.fragment().key());
        add(lookup.outcome().name(), name(lookup.fragment()), lookup.reason());
    }

    @Override
    public void rendered(Entry entry, Fragment fragment) {
        add("RENDERED", name(fragment), entry.text());
    }

    @Override
    public void regenerated(Entry entry, Fragment fragment) {
        add("REGENERATED", name(fragment), entry.text());
    }

    @Override
    public void failed(Fragment fragment, Throwable cause) {
        Throwable innermost = cause;
        while (innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        add("FAILED", name(fragment), String.valueOf(innermost.getMessage()));
    }

    @Override
    public void refused(Locator locator, String reason) {
        add("REFUSED", locator.name(), reason);
    }

    @Override
    public void warned(Problem warning) {
        add("WARNED", "", String.valueOf(warning.getMessage()));
    }

    private synchronized void add(String what, String fragment, String detail) {
        events.add(new Event(what, fragment, detail));
    }

    private static String name(Fragment fragment) {
        Matcher key = KEY.matcher(fragment.key().toString());
        String values = key.matches() ? key.group(1) : "";
        return (fragment.locator().name() + " "
                        + TYPE.matcher(SURROUNDINGS.matcher(values).replaceAll(""))
                                .replaceAll(""))
                .strip();
    }
}
