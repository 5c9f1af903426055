package io.fragmentcache.testing;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Renders one page for two visitors in turns, and compares each with what plain Thymeleaf prints for its visitor. */
record VisitorComparison(StagePlan plan, String template, Map<String, ? extends @Nullable Object> variables) {

    void check(Visitor one, Visitor other) {
        String plainOne = plain(one);
        String plainOther = plain(other);
        if (plainOne.equals(plainOther)) {
            throw new AssertionError("The page '" + template + "' is the same for " + one + " and for " + other
                    + " in plain Thymeleaf, so this proves nothing. Give the visitors a session attribute, login, parameter,"
                    + " cookie or variable that the page shows.");
        }
        check(one, plainOne, other, plainOther);
        check(other, plainOther, one, plainOne);
    }

    /** With {@code first} as the first whose fragments are stored. */
    private void check(Visitor first, String plainFirst, Visitor second, String plainSecond) {
        World world = plan.open();
        RenderedPage page = render(world, first);
        if (!page.hasFragments()) {
            throw PlainComparison.noFragments(template);
        }
        compare(page, plainFirst, first, second);
        compare(render(world, second), plainSecond, second, first);
        compare(render(world, first), plainFirst, first, second);
        world.passFreshness();
        compare(render(world, first), plainFirst, first, second);
        // From now on it is shown what was regenerated for the first.
        world.runBackground();
        compare(render(world, second), plainSecond, second, first);
    }

    private String plain(Visitor visitor) {
        return plan.plain().process(template, World.context(visitor, variables));
    }

    private RenderedPage render(World world, Visitor visitor) {
        return world.render(template, World.context(visitor, variables));
    }

    private void compare(RenderedPage shown, String plain, Visitor reader, Visitor other) {
        Optional<HtmlDifference> difference = HtmlDifference.between(plain, shown.text());
        if (difference.isPresent()) {
            throw new Leak(template, reader, other, difference.get(), shown).toError();
        }
    }
}
