package io.fragmentcache.stage;

import java.security.Principal;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.web.servlet.IServletWebExchange;

/**
 * A visitor of a web application, with all that a request tells of them. Before each answer of its request it takes a
 * step, at which a test may change it.
 */
public final class Guest {
    public final String name;
    public final Map<String, Object> session = new HashMap<>();
    public final Map<String, String[]> cookies = new HashMap<>();
    public final Map<String, String[]> headers = new HashMap<>();
    public final Map<String, String[]> parameters = new HashMap<>();

    public @Nullable Principal principal;

    public @Nullable String query;

    public Locale locale = Locale.ENGLISH;
    public String host = "shop.example";
    public String uri = "/app/page";
    public String contextPath = "/app";
    public int steps;
    /** The step at which {@link #change} happens. */
    public int changesAt = -1;

    public Runnable change = () -> {};

    @Nullable String sessionInLinks;

    private Guest(String name) {
        this.name = name;
    }

    /** Known by name in every way a request can tell it. */
    public static Guest named(String name) {
        Guest guest = new Guest(name)
                .session("user", name)
                .cookie("user", name)
                .header("User", name)
                .parameter("user", name)
                .principal(name);
        guest.query = "user=" + name;
        return guest;
    }

    /** Of whom a request tells nothing. */
    public static Guest withoutName() {
        return new Guest("");
    }

    public Guest session(String attribute, Object value) {
        session.put(attribute, value);
        return this;
    }

    public Guest cookie(String cookie, String value) {
        cookies.put(cookie, new String[] {value});
        return this;
    }

    public Guest header(String header, String value) {
        headers.put(header, new String[] {value});
        return this;
    }

    public Guest parameter(String parameter, String... values) {
        parameters.put(parameter, values);
        return this;
    }

    public Guest principal(String user) {
        principal = () -> user;
        return this;
    }

    /** Has no cookies, so that the container writes the session into each link. */
    public Guest withSessionInLinks(String id) {
        sessionInLinks = id;
        return this;
    }

    /** One more request of this guest. */
    public IServletWebExchange exchange() {
        return new GuestExchange(this);
    }

    void step() {
        if (steps++ == changesAt) {
            change.run();
        }
    }

    @Override
    public String toString() {
        if (!name.isEmpty()) {
            return name;
        }
        Map<String, Object> all = new TreeMap<>(session);
        parameters.forEach((parameter, values) -> all.put("param " + parameter, List.of(values)));
        cookies.forEach((cookie, values) -> all.put("cookie " + cookie, List.of(values)));
        headers.forEach((header, values) -> all.put("header " + header, List.of(values)));
        return all + (principal == null ? "" : " as " + principal.getName()) + " at " + host + contextPath + " in "
                + locale;
    }
}
