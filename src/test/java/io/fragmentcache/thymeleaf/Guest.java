package io.fragmentcache.thymeleaf;

import java.security.Principal;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A visitor of a web application, with all that a request tells of them. */
final class Guest {
    final String name;
    final Map<String, Object> session = new HashMap<>();
    final Map<String, String> cookies = new HashMap<>();
    final Map<String, String> headers = new HashMap<>();
    final Map<String, String> parameters = new HashMap<>();

    @Nullable Principal principal;

    @Nullable String query;

    @Nullable String sessionInLinks;

    Locale locale = Locale.ENGLISH;

    private Guest(String name) {
        this.name = name;
    }

    /** Known by name in every way a request can tell it. */
    static Guest named(String name) {
        Guest guest = new Guest(name).session("user", name).cookie("user", name);
        guest.headers.put("User", name);
        guest.parameters.put("user", name);
        guest.principal = () -> name;
        guest.query = "user=" + name;
        return guest;
    }

    /** Of whom a request tells nothing. */
    static Guest withoutName() {
        return new Guest("");
    }

    Guest session(String attribute, Object value) {
        session.put(attribute, value);
        return this;
    }

    Guest cookie(String name, String value) {
        cookies.put(name, value);
        return this;
    }

    /** Has no cookies, so that the container writes the session into each link. */
    Guest withSessionInLinks(String id) {
        sessionInLinks = id;
        return this;
    }

    @Override
    public String toString() {
        return name;
    }
}
