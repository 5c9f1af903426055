package io.fragmentcache.internal.definition;

import io.fragmentcache.digest.DependencyTree;
import io.fragmentcache.freshness.Lifetime;
import io.fragmentcache.internal.engine.Fragment;
import io.fragmentcache.internal.engine.Settings;
import io.fragmentcache.internal.engine.Subject;
import io.fragmentcache.key.KeyBuilder;
import io.fragmentcache.key.Locator;
import io.fragmentcache.key.Tag;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
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
        Expressions condition,
        Set<String> vary,
        Set<Tag> lists,
        Beginnings beginnings,
        Set<String> reported) {

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
            Expressions condition,
            Set<String> vary,
            Set<Tag> lists,
            Beginnings beginnings) {
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
                condition,
                vary,
                lists,
                beginnings,
                ConcurrentHashMap.newKeySet());
    }

    /** Whether this is to be cached at all, by {@code cache:if}. */
    public boolean holds(ITemplateContext context) {
        return condition.isEmpty()
                || EvaluationUtils.evaluateAsBoolean(condition.values(context).get(0));
    }

    /** What is asked for here and now. */
    public Fragment fragment(ITemplateContext context) {
        KeyBuilder builder = new KeyBuilder(settings.versions(), beginnings.in(context));
        key.each(context, builder::add);
        version.each(context, builder::version);
        for (String name : vary) {
            builder.vary(name, settings.vary(name).of(RequestFacts.of(context)));
        }
        surroundings.join(builder, context);
        row.join(builder, context);
        Locale locale = context.getLocale();
        return new Fragment(
                locator,
                builder.key(),
                builder.version(),
                lifetime,
                vary,
                () -> beginnings.before(locale).stream().map(builder::keyUnder).toList(),
                () -> new Subject(locator, locale, builder.identity()),
                tags(context, builder),
                beginnings::covers);
    }

    /**
     * Evaluates the parts of the key one after another, for whoever listens to the reads of the context. The version is
     * none of them: it stands beside the key.
     */
    public void eachPartOfKey(ITemplateContext context, Consumer<@Nullable Object> part) {
        key.each(context, part);
        for (String name : vary) {
            part.accept(settings.vary(name).of(RequestFacts.of(context)));
        }
    }

    /** True the first time: for a warning that is given once. */
    public boolean reportOnce(String what) {
        return reported.add(what);
    }

    private Supplier<Set<Tag>> tags(ITemplateContext context, KeyBuilder builder) {
        if (tags.isEmpty() && lists.isEmpty()) {
            return builder::tags;
        }
        // Evaluated now: a job behind the readers asks for them when the request is gone.
        List<@Nullable Object> added = tags.values(context);
        return () -> {
            Set<Tag> all = new LinkedHashSet<>(builder.tags());
            all.addAll(lists);
            for (Object name : added) {
                if (name != null) {
                    all.add(Tag.of(name.toString()));
                }
            }
            return all;
        };
    }
}
