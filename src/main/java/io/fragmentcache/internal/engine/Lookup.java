package io.fragmentcache.internal.engine;

import io.fragmentcache.spi.LookedUp;
import io.fragmentcache.spi.Outcome;
import io.fragmentcache.store.Entry;
import org.jspecify.annotations.Nullable;

/**
 * One look-up, decided: what to show, or that it must be rendered.
 *
 * @param fragment what was asked for
 * @param outcome what to do: show the entry (HIT, STALE), render and store (MISS), only render (BYPASS)
 * @param entry what the store held, whatever its age; there where the outcome shows it
 * @param reason why it was not a hit, for people
 * @param due whether a stale entry waits to be regenerated
 * @param place where in the page it was asked for
 */
public record Lookup(
        Fragment fragment, Outcome outcome, @Nullable Entry entry, String reason, boolean due, Place place) {

    /**
     * Where in the page a fragment is asked for.
     *
     * @param outer the fragment around it, if that is being rendered
     * @param scope of the request, if there is one
     * @param isForeign whether a bean of the fragment around began a rendering of its own for it
     */
    public record Place(@Nullable Doll outer, @Nullable RequestScope scope, boolean isForeign) {
        /** Outside any request and any fragment. */
        public static final Place NOWHERE = new Place(null, null);

        public Place(@Nullable Doll outer, @Nullable RequestScope scope) {
            this(outer, scope, false);
        }

        @Nullable Prefetched prefetched() {
            return scope != null ? scope.prefetched() : outer != null ? outer.prefetched() : null;
        }

        /** Whether a visitor waits for the page; in the background, nothing old goes into what is new. */
        boolean isOfVisitor() {
            return (scope == null || scope.isOfVisitor()) && (outer == null || !outer.isRegenerated());
        }

        boolean stores() {
            return scope == null || scope.stores();
        }
    }

    /** For those who listen: nothing of the running render can be reached from it. */
    LookedUp event() {
        Doll outer = place.outer();
        return new LookedUp(
                fragment.locator(),
                fragment.key(),
                outcome,
                reason,
                entry,
                fragment.version(),
                fragment.lifetime(),
                outer == null ? null : outer.fragment().locator(),
                !place.isOfVisitor());
    }

    /** Returns null if the outcome shows nothing. */
    @Nullable Entry shownOrNull() {
        return outcome == Outcome.HIT || outcome == Outcome.STALE ? entry : null;
    }

    /** The entry to show; only of outcomes that show one. */
    public Entry shown() {
        if (entry == null || outcome == Outcome.MISS || outcome == Outcome.BYPASS) {
            throw new IllegalStateException(fragment.locator() + " is to be rendered, not shown");
        }
        return entry;
    }
}
