package io.fragmentcache.testing;

import io.fragmentcache.FragmentCache;
import io.fragmentcache.FragmentCacheBuilder;
import io.fragmentcache.freshness.Lifetime;
import io.fragmentcache.problem.Problem;
import java.time.Duration;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.ITemplateEngine;
import org.thymeleaf.context.IContext;

/**
 * Renders templates over a cache whose time and background jobs a test moves by hand, and asserts what the cache did.
 * Needs no test framework, no container and no threads.
 *
 * <pre>{@code
 * FragmentStage shop = FragmentStage.of(engine);
 * shop.render("list", Map.of("products", products)).missed("list", "card tea", "card oat");
 * shop.render("list", Map.of("products", products)).hit("list");
 * shop.touch(tea).outdated("list", "card tea");
 * shop.printsAsPlainThymeleaf("list", Map.of("products", products));
 * shop.keepsApart(zoe, jose, "account", Map.of());
 * }</pre>
 *
 * <p>The cache of a stage is empty at first, in memory, strict, and without jitter: a lifetime of 10 minutes ends after 10
 * minutes. A stage holds no threads and no files, and needs no closing. Not thread-safe.
 */
public final class FragmentStage {
    private final StagePlan plan;
    private final World world;

    private FragmentStage(StagePlan plan) {
        this.plan = plan;
        this.world = plan.open();
    }

    /**
     * Returns a stage for the templates of an application. The stage builds an engine of its own with the resolvers,
     * dialects, messages and links of this one, which it leaves unchanged. A {@code CacheDialect} among the dialects is
     * replaced by one over the stage's cache, which has the settings of the application's cache; without one it is added.
     *
     * @param engine the application's engine; its configuration is settled by this call
     */
    public static FragmentStage of(ITemplateEngine engine) {
        return of(engine, UnaryOperator.identity());
    }

    /**
     * Returns a stage for the templates of an application, whose cache has these settings in addition.
     *
     * @param engine the application's engine; its configuration is settled by this call
     * @param settings what else is configured: {@code vary}, {@code model}, {@code profile}, {@code lifetime} and
     *     so on, but not clock, executor and random, which are the stage's. Called once for each cache that the stage
     *     builds: comparisons build their own
     */
    public static FragmentStage of(ITemplateEngine engine, UnaryOperator<FragmentCacheBuilder> settings) {
        return new FragmentStage(new StagePlan(new StringTemplates(), engine.getConfiguration(), settings));
    }

    /** Returns a stage whose templates are strings, given by {@link #template(String, String)}. */
    public static FragmentStage ofTemplates() {
        return ofTemplates(UnaryOperator.identity());
    }

    /**
     * Returns a stage whose templates are strings, and whose cache has these settings.
     *
     * @param settings see {@link #of(ITemplateEngine, UnaryOperator)}
     */
    public static FragmentStage ofTemplates(UnaryOperator<FragmentCacheBuilder> settings) {
        return new FragmentStage(new StagePlan(new StringTemplates(), null, settings));
    }

    /**
     * Adds or replaces a template. A template given here stands before one of the same name of the application.
     *
     * @param name as pages and includes call it; an ending such as {@code .txt}, {@code .js}, {@code .css} or {@code .xml}
     *     gives the template mode, which is HTML otherwise
     */
    public FragmentStage template(String name, String source) {
        plan.templates().put(name, source);
        world.engine().clearTemplateCache();
        return this;
    }

    /** Renders a template without variables, for {@link Visitor#anonymous()}. Throws what the template engine throws. */
    public RenderedPage render(String template) {
        return render(template, Map.of());
    }

    /** Renders a template for {@link Visitor#anonymous()}. Throws what the template engine throws. */
    public RenderedPage render(String template, Map<String, ? extends @Nullable Object> variables) {
        return render(Visitor.anonymous(), template, variables);
    }

    /**
     * Renders a template for this visitor. Throws what the template engine throws.
     *
     * @param variables what a controller puts into the model; a {@link Visitor#variable} of the same name takes precedence
     */
    public RenderedPage render(Visitor visitor, String template, Map<String, ? extends @Nullable Object> variables) {
        return render(template, World.context(visitor, variables));
    }

    /**
     * Renders a template with a context of the test's own, for instance a {@code WebContext} over a mock request of Spring.
     * Throws what the template engine throws.
     */
    public RenderedPage render(String template, IContext context) {
        return world.render(template, context);
    }

    /**
     * Moves the clock of the cache.
     *
     * @param duration as in templates: {@code 30s}, {@code 10m}, {@code 1h}, {@code 7d} or ISO-8601
     * @throws Problem if it is not a duration
     */
    public FragmentStage advance(String duration) {
        return advance(Lifetime.of(duration).fresh());
    }

    /** Moves the clock of the cache; a negative duration moves it back. */
    public FragmentStage advance(Duration duration) {
        world.clock().move(duration);
        return this;
    }

    /** Runs every regeneration that waits, on this thread. */
    public BackgroundRun runBackground() {
        return world.runBackground();
    }

    /**
     * Touches these models as another visitor does, and compares each fragment that was fresh before.
     *
     * @throws Problem if a model has no identity
     */
    public TouchResult touch(Object... models) {
        return change(() -> world.cache().touch(models));
    }

    /** Touches a model by type and id as another visitor does, and compares each fragment that was fresh before. */
    public TouchResult touch(String type, Object id) {
        return change(() -> world.cache().touch(type, id));
    }

    /**
     * Runs a change, and compares each fragment that was fresh before. Throws what the change throws.
     *
     * @param change for instance a call of a service that touches {@link #cache()} after its commit
     */
    public TouchResult change(Runnable change) {
        return world.change(change);
    }

    /**
     * Asserts that a page is the same in plain Thymeleaf, as a miss, as a hit, stale, and regenerated. Uses caches of its
     * own, and leaves the one of this stage alone. Renders for {@link Visitor#anonymous()}.
     *
     * @throws AssertionError with the element that differs and both texts; if the page has no cached fragment; or if a
     *     fragment is not a hit at its second look-up, with the reason
     * @throws Problem if pages differ and jsoup is not on the class path
     */
    public FragmentStage printsAsPlainThymeleaf(String template, Map<String, ? extends @Nullable Object> variables) {
        return printsAsPlainThymeleaf(Visitor.anonymous(), template, variables);
    }

    /**
     * Asserts that a page is the same for this visitor in plain Thymeleaf, as a miss, as a hit, stale, and regenerated.
     *
     * @throws AssertionError as {@link #printsAsPlainThymeleaf(String, Map)}
     * @throws Problem if pages differ and jsoup is not on the class path
     */
    public FragmentStage printsAsPlainThymeleaf(
            Visitor visitor, String template, Map<String, ? extends @Nullable Object> variables) {
        new PlainComparison(plan, visitor, template, variables).check();
        return this;
    }

    /**
     * Asserts that neither visitor is shown anything of the other: each page is what plain Thymeleaf prints for its
     * visitor, whichever visitor was first, and also after the fragments of one visitor were regenerated. Uses caches of its own.
     *
     * @throws AssertionError with the value that was seen, whose it is, by whom it was seen, in which element and from
     *     which fragment; or if the page shows nothing that differs between the two, so that the assertion would prove
     *     nothing; or if the page has no cached fragment
     * @throws Problem if both visitors have one name; or if pages differ and jsoup is not on the class path
     */
    public FragmentStage keepsApart(
            Visitor one, Visitor other, String template, Map<String, ? extends @Nullable Object> variables) {
        if (one.name().equals(other.name())) {
            throw Problem.sameVisitor(one.name());
        }
        new VisitorComparison(plan, template, variables).check(one, other);
        return this;
    }

    /** Returns the cache of this stage, for services under test that touch it. */
    public FragmentCache cache() {
        return world.cache();
    }

    /** Returns the clock of the cache. */
    public HandClock clock() {
        return world.clock();
    }
}
