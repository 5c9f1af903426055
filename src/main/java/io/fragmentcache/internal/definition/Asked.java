package io.fragmentcache.internal.definition;

import io.fragmentcache.freshness.Until;
import io.fragmentcache.internal.engine.Fragment;
import io.fragmentcache.internal.engine.Growth;
import io.fragmentcache.internal.engine.Subject;
import io.fragmentcache.key.Facts;
import io.fragmentcache.key.KeyBuilder;
import io.fragmentcache.key.Tag;
import java.util.Collections;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.context.ITemplateContext;

/** One look-up of a fragment: what its key was made of, and how it is made again with the facts that were read meanwhile. */
public final class Asked implements Growth {
    private final Definition definition;
    private final ITemplateContext context;
    private final Beginnings.Beginning beginning;
    private final KeyBuilder builder;
    private final FactSet set;
    private final Varied varied;
    private final Supplier<Set<Tag>> added;
    private final Until until;
    private final FactReader reader;
    private final Facts facts;
    private volatile @Nullable Set<Tag> tags;

    Asked(
            Definition definition,
            ITemplateContext context,
            Beginnings.Beginning beginning,
            KeyBuilder builder,
            FactSet set,
            Varied varied,
            Supplier<Set<Tag>> added,
            Until until,
            FactReader reader,
            Facts facts) {
        this.definition = definition;
        this.context = context;
        this.beginning = beginning;
        this.builder = builder;
        this.set = set;
        this.varied = varied;
        this.added = added;
        this.until = until;
        this.reader = reader;
        this.facts = facts;
    }

    Fragment fragment() {
        Locale locale = context.getLocale();
        return new Fragment(
                definition.locator(),
                builder.key(facts),
                builder.version(facts),
                definition.lifetime(),
                until,
                definition.vary(),
                () -> definition.beginnings().before(locale).stream()
                        .map(prefix -> builder.keyUnder(prefix, facts))
                        .toList(),
                () -> new Subject(definition.locator(), locale, builder.identity()),
                this::tags,
                facts,
                this,
                definition.beginnings()::covers);
    }

    /** Asked for before the fragment is rendered, and after. */
    private Set<Tag> tags() {
        Set<Tag> known = tags;
        if (known == null) {
            Set<Tag> all = builder.tags(facts);
            all.addAll(added.get());
            known = Collections.unmodifiableSet(all);
            tags = known;
        }
        return known;
    }

    /** The templates chosen at run time that the key covers. */
    public Set<String> chosen() {
        return beginning.chosen();
    }

    /** What the functions of {@code cache:vary} read and gave. */
    public Varied varied() {
        return varied;
    }

    /** Whether a rendering with these facts may be stored, and is not one of too many variants. */
    public boolean takes(Facts all) {
        return all.areAll(FactNames::isOfTags)
                || definition
                        .learned()
                        .variants()
                        .takes(
                                builder.key(all.only(FactNames::isOfTags)),
                                builder.key(all),
                                definition.beginnings().now());
    }

    /**
     * Says which facts the rendering of this look-up had or read.
     *
     * @param asked what this look-up asked for
     */
    @SuppressWarnings("ReferenceEquality") // Where it read nothing more, all is as it was asked for.
    public void rendered(Fragment asked, Facts all) {
        if (all.isEmpty()) {
            return;
        }
        boolean same = all == facts;
        definition
                .beginnings()
                .rendered(
                        builder.key(),
                        all,
                        same ? asked.key() : builder.key(all),
                        same ? asked.version() : builder.version(all));
    }

    /** Whether a variable of the page is one visitor's. */
    public boolean isPersonal(String variable) {
        return reader.isPersonal(variable);
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // Both are replaced as a whole when they grow.
    public @Nullable Fragment again() {
        if (definition.beginnings().chosen() != beginning.chosen()) {
            reader.refresh();
            return definition.fragment(context);
        }
        FactSet now = definition.learned().set();
        if (now == set) {
            return null;
        }
        // The key itself is evaluated once, and what it holds already keeps its value.
        reader.refresh();
        return new Asked(
                        definition,
                        context,
                        beginning,
                        builder,
                        now,
                        varied,
                        added,
                        until,
                        reader,
                        reader.read(now, facts))
                .fragment();
    }

    @Override
    public void learn(Set<String> names) {
        definition.learned().grow(names);
    }

    @Override
    public Fragment with(Facts more) {
        return new Asked(definition, context, beginning, builder, set, varied, added, until, reader, more).fragment();
    }
}
