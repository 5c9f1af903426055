package io.fragmentcache.thymeleaf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/** A page that was rendered, and what the cache did meanwhile. */
final class Page extends Happened {
    private final String text;

    Page(String text, List<Heard.Event> events) {
        super(events);
        this.text = text;
    }

    Page shows(String expected) {
        assertThat(text).isEqualTo(expected);
        return this;
    }

    String text() {
        return text;
    }
}
