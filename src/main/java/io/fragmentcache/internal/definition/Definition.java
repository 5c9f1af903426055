package io.fragmentcache.internal.definition;

import io.fragmentcache.digest.DependencyTree;
import io.fragmentcache.freshness.Lifetime;
import io.fragmentcache.freshness.Until;
import io.fragmentcache.internal.Bound;
import io.fragmentcache.internal.Survivable;
import io.fragmentcache.internal.engine.Doll;
import io.fragmentcache.internal.engine.Fragment;
import io.fragmentcache.internal.engine.Settings;
import io.fragmentcache.internal.memory.SizeEstimate;
import io.fragmentcache.key.Facts;
import io.fragmentcache.key.KeyBuilder;
import io.fragmentcache.key.Locator;
import io.fragmentcache.key.Tag;
import io.fragmentcache.key.Vary;
import io.fragmentcache.problem.Problem;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.context.IEngineContext;
import org.thymeleaf.context.ITemplateContext;
import org.thymeleaf.util.EvaluationUtils;

/**
 * One {@code cache:fragment} of one version of a template: what its attributes say, read once. Thread-safe.
 *
 * @param tree what its digest covers
 * @param surroundings what it prints besides, which joins the key when it is shown
 * @param row where in a loop it stands, if that changes what it prints
 * @param lists the membership tags of {@code cache:lists}
 * @param timed whether its tag says how long it is fresh
 * @param size how many characters it printed of its own, beside those of inner fragments
 */
public record Definition(
        Locator locator,
        DependencyTree tree,
        Surroundings surroundings,
        TextRow row,
        Settings settings,
        Lifetime lifetime,
        boolean timed,
        Expressions key,
        Expressions version,
        Expressions tags,
        Expressions until,
        Expressions condition,
        Set<String> vary,
        Set<Tag> lists,
        Beginnings beginnings,
        Learned learned,
        Declared declared,
        SizeEstimate size,
        @Bound("100 names") Set<String> reported) {
    /** In {@code cache:vary}: the author means each fact that is read. */
    static final String ANY = "*";

    private static final int MOST_REPORTED = 100;
    private static final int FIRST_SIZE = 1024;

    Definition(
            Locator locator,
            DependencyTree tree,
            Surroundings surroundings,
            TextRow row,
            Settings settings,
            Lifetime lifetime,
            boolean timed,
            Expressions key,
            Expressions version,
            Expressions tags,
            Expressions until,
            Expressions condition,
            Set<String> vary,
            Set<Tag> lists,
            Beginnings beginnings,
            Learned learned) {
        this(
                locator,
                tree,
                surroundings,
                row,
                settings,
                lifetime,
                timed,
                key,
                version,
                tags,
                until,
                condition,
                vary,
                lists,
                beginnings,
                learned,
                key.declared(),
                new SizeEstimate(FIRST_SIZE),
                ConcurrentHashMap.newKeySet());
    }

    /** Whether this is to be cached at all, by {@code cache:if}. */
    public boolean holds(ITemplateContext context) {
        return condition.isEmpty()
                || EvaluationUtils.evaluateAsBoolean(condition.values(context).get(0));
    }

    /** Hands outward what the tag says of its HTML without a key: its end, how old it may be, and its own tags. */
    public void outlast(ITemplateContext context, Doll outer) {
        outer.adopt(end(context), timed ? lifetime : null);
        added(context).get().forEach(outer::tag);
    }

    /** What is asked for here and now. */
    public Fragment fragment(ITemplateContext context) {
        Beginnings.Beginning beginning = beginnings.in(context);
        FactSet set = learned.set();
        KeyBuilder builder = new KeyBuilder(settings.versions(), beginning.prefix());
        key.each(context, value -> join(builder::add, value));
        version.each(context, value -> join(builder::version, value));
        Varied varied = vary.isEmpty() ? Varied.NOTHING : varied(context, builder);
        surroundings.join(builder, context);
        row.join(builder, context);
        FactReader reader = reader(context);
        Facts facts = reader.read(set, builder);
        return new Asked(this, context, beginning, builder, set, varied, added(context), end(context), reader, facts)
                .fragment();
    }

    /** Whatever the application's readers of identities and versions throw ends here. */
    private static void join(Consumer<@Nullable Object> builder, @Nullable Object value) {
        try {
            builder.accept(value);
        } catch (Problem ours) {
            throw ours;
        } catch (Throwable e) {
            Survivable.check(e);
            throw Problem.modelFailed(value == null ? "null" : value.getClass().getName(), e);
        }
    }

    /** Whatever a function of {@code vary(..)} throws ends here. */
    private @Nullable Object vary(String name, Vary.Request request) {
        Vary function = settings.vary(name);
        try {
            return function.of(request);
        } catch (Problem ours) {
            throw ours;
        } catch (Throwable e) {
            Survivable.check(e);
            throw Problem.varyFailed(name, e);
        }
    }

    private Varied varied(ITemplateContext context, KeyBuilder builder) {
        Varied varied = Varied.empty();
        for (String name : vary) {
            if (!name.equals(ANY)) {
                Object value = vary(name, RequestFacts.of(context, varied.read()));
                varied.given().put(name, value);
                builder.vary(name, value);
            }
        }
        return varied;
    }

    /** Reads facts on the engine's own context. */
    public FactReader reader(ITemplateContext context) {
        ITemplateContext innermost = context instanceof WrappedContext wrapped ? wrapped.innermost() : context;
        return new FactReader(
                (IEngineContext) innermost, settings, new EngineValues(surroundings.digests(), innermost));
    }

    /** Whether the tag has no key: then all that it prints must be facts, or variables of tags around. */
    public boolean isKeyless() {
        return key.isEmpty();
    }

    /** Whether the tag says that its text varies by this fact, for strict mode. */
    public boolean declares(String fact, Varied varied) {
        return vary.contains(ANY)
                || declared.holds(fact)
                || isAmong(varied.read().keySet(), FactNames.rootOf(fact));
    }

    /** Names of headers have no case. */
    private static boolean isAmong(Set<String> facts, String fact) {
        return facts.contains(fact)
                || fact.startsWith(ReadListener.HEADER) && facts.stream().anyMatch(fact::equalsIgnoreCase);
    }

    /** True the first time: for a warning that is given once. Not for one more than many: visitors invent names. */
    public boolean reportOnce(String what) {
        return reported.size() < MOST_REPORTED && reported.add(what);
    }

    /** The earliest of all. */
    private Until end(ITemplateContext context) {
        Until earliest = Until.NONE;
        for (Object value : until.values(context)) {
            earliest = earliest.or(Until.of(value, settings.zone()));
        }
        return earliest;
    }

    private Supplier<Set<Tag>> added(ITemplateContext context) {
        if (tags.isEmpty()) {
            return () -> lists;
        }
        // Evaluated now: a background job asks for them when the request is gone.
        List<@Nullable Object> names = tags.values(context);
        return () -> {
            Set<Tag> all = new LinkedHashSet<>(lists);
            for (Object name : names) {
                if (name != null) {
                    all.add(Tag.of(name.toString()));
                }
            }
            return all;
        };
    }
}
