package io.fragmentcache.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/** A page that was rendered, and what the cache did meanwhile. */
public final class Page extends Happened {
    private final String text;

    public Page(String text, List<RecordedEvents.Event> events) {
        super(events);
        this.text = text;
    }

    public Page shows(String expected) {
        assertThat(text).isEqualTo(expected);
        return this;
    }

    public String text() {
        return text;
    }
}
