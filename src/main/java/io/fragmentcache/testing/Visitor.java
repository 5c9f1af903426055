package io.fragmentcache.testing;

import java.security.Principal;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A visitor of the pages under test, with everything that a request has of this visitor.
 *
 * <pre>{@code
 * Visitor zoe = Visitor.named("Zoë").session("user", new User("Zoë")).parameter("sort", "price");
 * stage.render(zoe, "account", Map.of());
 * }</pre>
 *
 * <p>Each render is a request of its own: what a template writes into the session is gone afterwards. Immutable; each
 * method returns a new visitor.
 */
public final class Visitor {
    /** Where a value of a visitor comes from. */
    enum Fact {
        SESSION("session attribute"),
        PARAMETER("parameter"),
        COOKIE("cookie"),
        HEADER("header"),
        VARIABLE("variable");

        private final String words;

        Fact(String words) {
            this.words = words;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    private static final Visitor ANONYMOUS =
            new Visitor("an anonymous visitor", Locale.ENGLISH, null, new EnumMap<>(Fact.class));

    private final String name;
    private final Locale locale;
    private final @Nullable Principal principal;
    private final Map<Fact, Map<String, Object>> facts;

    private Visitor(String name, Locale locale, @Nullable Principal principal, Map<Fact, Map<String, Object>> facts) {
        this.name = name;
        this.locale = locale;
        this.principal = principal;
        this.facts = facts;
    }

    /** Returns a visitor without a session, a login, cookies or parameters, whose language is English. */
    public static Visitor anonymous() {
        return ANONYMOUS;
    }

    /**
     * Returns a visitor whom the sentences of a failing test call by this name. The request does not tell the name: add
     * {@link #principal(String)} or {@link #session(String, Object)} for that.
     */
    public static Visitor named(String name) {
        return new Visitor(name, Locale.ENGLISH, null, ANONYMOUS.facts);
    }

    /** Returns this visitor with this session attribute. */
    public Visitor session(String attribute, Object value) {
        return with(Fact.SESSION, attribute, value);
    }

    /** Returns this visitor logged in under this name. */
    public Visitor principal(String login) {
        return principal(() -> login);
    }

    /** Returns this visitor logged in as this principal. */
    public Visitor principal(Principal login) {
        return new Visitor(name, locale, login, facts);
    }

    /** Returns this visitor with this request parameter, which may have several values. */
    public Visitor parameter(String parameter, String... values) {
        return with(Fact.PARAMETER, parameter, List.of(values));
    }

    /** Returns this visitor with this cookie. */
    public Visitor cookie(String cookie, String value) {
        return with(Fact.COOKIE, cookie, value);
    }

    /** Returns this visitor with this request header. */
    public Visitor header(String header, String value) {
        return with(Fact.HEADER, header, value);
    }

    /** Returns this visitor with this locale. Defaults to {@link Locale#ENGLISH}, on every machine. */
    public Visitor locale(Locale spoken) {
        return new Visitor(name, spoken, principal, facts);
    }

    /**
     * Returns this visitor with this template variable: a model attribute that a controller would set for this visitor
     * only, for instance the cart. It takes the place of a variable of the same name that is given to the render.
     */
    public Visitor variable(String variable, Object value) {
        return with(Fact.VARIABLE, variable, value);
    }

    /** Returns the name that sentences of a failing test use. */
    public String name() {
        return name;
    }

    Locale locale() {
        return locale;
    }

    @Nullable Principal principal() {
        return principal;
    }

    Map<String, Object> all(Fact fact) {
        return facts.getOrDefault(fact, Map.of());
    }

    @Override
    public String toString() {
        return name;
    }

    private Visitor with(Fact fact, String key, Object value) {
        Map<String, Object> values = new LinkedHashMap<>(all(fact));
        values.put(key, value);
        Map<Fact, Map<String, Object>> all = new EnumMap<>(Fact.class);
        all.putAll(facts);
        all.put(fact, Collections.unmodifiableMap(values));
        return new Visitor(name, locale, principal, all);
    }
}
