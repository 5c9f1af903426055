package io.fragmentcache.inspect;

import io.fragmentcache.inspect.NestedFragment.Facts;
import io.fragmentcache.internal.engine.Observer;
import io.fragmentcache.key.Locator;
import io.fragmentcache.spi.Outcome;
import io.fragmentcache.store.Hole;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something on a page that is to be framed.
 *
 * @param kind what it is
 * @param name what it is called where nothing else is known of it
 * @param outcome what became of it on this page
 * @param why it is not cached, or what kind of hole it is: {@code live}, {@code apart} or {@code live apart}; empty of
 *     fragments, whose facts tell
 * @param facts null of holes and of what was rendered as if there were no cache
 * @param arguments of a hole
 */
record Frame(
        Kind kind,
        String name,
        Outcome outcome,
        String why,
        @Nullable Facts facts,
        Map<String, Object> arguments) {
    enum Kind {
        FRAGMENT,
        /** A fragment in one that was not rendered now, so that it was not looked up. */
        INSIDE,
        HOLE,
        /** The element behind the mark. */
        BYPASS
    }

    /** What became of it, in a word. */
    String word() {
        return kind == Kind.HOLE ? "hole" : outcome.name().toLowerCase(Locale.ROOT);
    }

    static Frame fragment(Facts facts) {
        return new Frame(Kind.FRAGMENT, facts.locator().toString(), facts.outcome(), "", facts, Map.of());
    }

    static Frame inside(Facts facts, Outcome around) {
        return new Frame(Kind.INSIDE, facts.locator().toString(), around, "", facts, Map.of());
    }

    static Frame hole(Observer.NamedHole open) {
        Hole hole = open.hole();
        String live = open.name();
        String why = (live == null ? "" : "live")
                + (live != null && open.apart() ? " " : "")
                + (open.apart() ? "apart" : "");
        return new Frame(
                Kind.HOLE,
                hole.template() + " :: " + (live == null ? "hole" : live),
                Outcome.BYPASS,
                why,
                null,
                hole.arguments());
    }

    static Frame bypass(Locator locator, String reason) {
        return new Frame(Kind.BYPASS, locator.toString(), Outcome.BYPASS, reason, null, Map.of());
    }
}
