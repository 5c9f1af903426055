package io.fragmentcache.testing;

import io.fragmentcache.spi.LookedUp;
import io.fragmentcache.store.Entry;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A visitor was shown what is not theirs.
 *
 * @param difference first what plain Thymeleaf prints for the reader, second what the reader was shown
 */
record Leak(String template, Visitor reader, Visitor other, HtmlDifference difference, RenderedPage page) {

    AssertionError toError() {
        Optional<VisitorValues.Value> value = VisitorValues.of(other).stream()
                .filter(each -> each.isIn(difference.second()) && !each.isIn(difference.first()))
                .max(Comparator.comparingInt(each -> each.text().length()));
        String seen = value.map(each -> reader + " sees '" + each.text() + "', " + each.place() + " of " + other)
                .orElse(reader + " sees what was rendered for " + other);
        String from = fragment(text -> value.map(each -> each.isIn(text)).orElse(false))
                .map(fragment -> ", from the fragment '" + fragment + "'")
                .orElse("");
        return new AssertionError(seen + ", in " + difference.element() + " of the page '" + template + "'" + from + "."
                + "\n  plain Thymeleaf: " + difference.first()
                + "\n  the cache:       " + difference.second()
                + "\nAdd what differs to cache:key or cache:vary, or put that element into a cache:hole.");
    }

    /** The innermost of those that were taken from the cache. */
    private Optional<FragmentName> fragment(Predicate<String> holdsValue) {
        return RecordedEvents.only(LookedUp.class, page.events()).stream()
                .filter(lookup -> text(lookup).filter(holdsValue).isPresent())
                .min(Comparator.comparingInt(lookup -> text(lookup).orElse("").length()))
                .map(lookup -> FragmentName.of(lookup.locator(), lookup.key()));
    }

    private static Optional<String> text(LookedUp lookup) {
        return Optional.ofNullable(lookup.entry()).map(Entry::text);
    }
}
