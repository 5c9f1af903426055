package io.fragmentcache.testing;

import io.fragmentcache.spi.NotStored;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Compares one page on each way through a cache with what plain Thymeleaf prints. */
record PlainComparison(
        StagePlan plan, Visitor visitor, String template, Map<String, ? extends @Nullable Object> variables) {

    void check() {
        String plain = plan.plain().process(template, World.context(visitor, variables));
        World world = plan.open();
        RenderedPage miss = render(world);
        if (!miss.hasFragments()) {
            throw noFragments(template);
        }
        compare("a miss", miss, plain);
        RenderedPage hit = render(world);
        assertHits(hit, miss);
        compare("a hit", hit, plain);
        world.passFreshness();
        compare("stale", render(world), plain);
        world.runBackground();
        compare("regenerated", render(world), plain);
    }

    static AssertionError noFragments(String template) {
        return new AssertionError(
                "The page '" + template + "' asks the cache for no fragment, so this proves nothing. Give"
                        + " a template with a cache:fragment that these variables show.");
    }

    private RenderedPage render(World world) {
        return world.render(template, World.context(visitor, variables));
    }

    private void compare(String how, RenderedPage page, String plain) {
        Optional<HtmlDifference> difference = HtmlDifference.between(plain, page.text());
        if (difference.isPresent()) {
            throw new AssertionError(
                    "The page '" + template + "' is another one as " + how + " than in plain Thymeleaf, in "
                            + difference.get().element()
                            + "\n  plain Thymeleaf: " + difference.get().first()
                            + "\n  the cache:       " + difference.get().second());
        }
    }

    /** Nothing passes by never being cached. */
    private void assertHits(RenderedPage hit, RenderedPage miss) {
        List<String> again = hit.renderedAgain();
        if (hit.hasHits() && again.isEmpty()) {
            return;
        }
        String reasons = RecordedEvents.only(NotStored.class, miss.events()).stream()
                .map(refused -> "\n  '" + refused.locator().name() + "' was not stored: " + refused.reason() + ".")
                .distinct()
                .collect(Collectors.joining());
        throw new AssertionError(
                "The second request for the page '" + template + "' should find its fragments in the cache. "
                        + (again.isEmpty() ? hit.toString() : "Rendered again: " + String.join(", ", again) + ".")
                        + reasons);
    }
}
