package com.example.shop.web;

import java.util.LinkedHashMap;
import java.util.Map;

/** What a page answers: something to see, or where to go. */
sealed interface Answer {

    static View view(String template) {
        return new View(200, template, Map.of());
    }

    static Redirect redirect(String path) {
        return new Redirect(path);
    }

    /** A template and the variables it sees. A lazy variable is loaded when the template first asks for it. */
    record View(int status, String template, Map<String, Object> variables) implements Answer {

        View with(String name, Object value) {
            Map<String, Object> more = new LinkedHashMap<>(variables);
            more.put(name, value);
            return new View(status, template, more);
        }

        View status(int other) {
            return new View(other, template, variables);
        }
    }

    /** See another page: after a form the browser loads it again, so that "reload" sends nothing twice. */
    record Redirect(String path) implements Answer {}
}
