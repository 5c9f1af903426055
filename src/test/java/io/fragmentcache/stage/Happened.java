package io.fragmentcache.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/** What the cache did in one step of a test. Each method names all fragments that it happened to, in order. */
public class Happened {
    private final List<RecordedEvents.Event> events;

    public Happened(List<RecordedEvents.Event> events) {
        this.events = events;
    }

    public Happened hit(String... fragments) {
        return was("HIT", fragments);
    }

    public Happened missed(String... fragments) {
        return was("MISS", fragments);
    }

    public Happened stale(String... fragments) {
        return was("STALE", fragments);
    }

    public Happened bypassed(String... fragments) {
        return was("BYPASS", fragments);
    }

    public Happened rendered(String... fragments) {
        return was("RENDERED", fragments);
    }

    public Happened regenerated(String... fragments) {
        return was("REGENERATED", fragments);
    }

    public Happened failed(String... fragments) {
        return was("FAILED", fragments);
    }

    public Happened refused(String... fragments) {
        return was("REFUSED", fragments);
    }

    /** Why a fragment was not a hit, or what its failing said. */
    public Happened because(String what, String fragment, String detail) {
        assertThat(events).contains(new RecordedEvents.Event(what, fragment, detail));
        return this;
    }

    public long count(String what) {
        return events.stream().filter(event -> event.what().equals(what)).count();
    }

    public List<RecordedEvents.Event> events() {
        return events;
    }

    private Happened was(String what, String... fragments) {
        assertThat(events.stream()
                        .filter(event -> event.what().equals(what))
                        .map(RecordedEvents.Event::fragment)
                        .toList())
                .as("%s of %s", what, events)
                .containsExactly(fragments);
        return this;
    }
}
