package io.fragmentcache.thymeleaf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/** What the cache did in one step of a test. Each method names all fragments that it happened to, in order. */
class Happened {
    private final List<Heard.Event> events;

    Happened(List<Heard.Event> events) {
        this.events = events;
    }

    Happened hit(String... fragments) {
        return was("HIT", fragments);
    }

    Happened missed(String... fragments) {
        return was("MISS", fragments);
    }

    Happened stale(String... fragments) {
        return was("STALE", fragments);
    }

    Happened bypassed(String... fragments) {
        return was("BYPASS", fragments);
    }

    Happened rendered(String... fragments) {
        return was("RENDERED", fragments);
    }

    Happened regenerated(String... fragments) {
        return was("REGENERATED", fragments);
    }

    Happened failed(String... fragments) {
        return was("FAILED", fragments);
    }

    Happened refused(String... fragments) {
        return was("REFUSED", fragments);
    }

    /** Why a fragment was not a hit, or what its failing said. */
    Happened because(String what, String fragment, String detail) {
        assertThat(events).contains(new Heard.Event(what, fragment, detail));
        return this;
    }

    long count(String what) {
        return events.stream().filter(event -> event.what().equals(what)).count();
    }

    List<Heard.Event> events() {
        return events;
    }

    private Happened was(String what, String... fragments) {
        assertThat(events.stream()
                        .filter(event -> event.what().equals(what))
                        .map(Heard.Event::fragment)
                        .toList())
                .as("%s of %s", what, events)
                .containsExactly(fragments);
        return this;
    }
}
