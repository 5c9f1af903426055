package io.fragmentcache.internal.page;

import io.fragmentcache.internal.Bound;
import io.fragmentcache.internal.Survivable;
import io.fragmentcache.internal.definition.Asked;
import io.fragmentcache.internal.definition.Definition;
import io.fragmentcache.internal.definition.Definitions;
import io.fragmentcache.internal.engine.Doll;
import io.fragmentcache.internal.engine.Engine;
import io.fragmentcache.internal.engine.Fragment;
import io.fragmentcache.internal.engine.Lookup;
import io.fragmentcache.internal.guard.CaptureContext;
import io.fragmentcache.internal.guard.Places;
import io.fragmentcache.internal.template.Bodies;
import io.fragmentcache.internal.template.FragmentElements;
import io.fragmentcache.internal.template.FragmentTag;
import io.fragmentcache.internal.template.Names;
import io.fragmentcache.key.Key;
import io.fragmentcache.key.Locator;
import io.fragmentcache.problem.Problem;
import io.fragmentcache.spi.Outcome;
import io.fragmentcache.store.Entry;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.thymeleaf.context.ITemplateContext;
import org.thymeleaf.exceptions.TemplateProcessingException;
import org.thymeleaf.processor.element.IElementTagStructureHandler;

/**
 * From the tag to the verdict: reads the definition, builds the key, looks it up. A text that may be shown is put in at
 * once, and the body is skipped; what must be rendered is left to {@link FragmentCapture}.
 */
public final class FragmentLookup {
    private static final int MOST_REPORTED = 1_000;
    private static final Logger LOG = LoggerFactory.getLogger(FragmentLookup.class);

    private static final String IF_IS_FALSE = "cache:if is false";
    private static final String CACHE_FAILED = "the cache failed";

    /** In {@code cache:vary}: all that is read. */
    private static final String ANY = "*";

    @Bound("1 000 sentences")
    private final Set<String> reported = ConcurrentHashMap.newKeySet();

    private final Engine engine;
    private final Definitions definitions;
    private final Insertion insertion;
    private final Bodies bodies;

    public FragmentLookup(Engine engine, Definitions definitions, Insertion insertion, Bodies bodies) {
        this.engine = engine;
        this.definitions = definitions;
        this.insertion = insertion;
        this.bodies = bodies;
    }

    /** False where the tag must be rendered as if it had no mark. */
    public boolean process(ITemplateContext context, FragmentTag tag, IElementTagStructureHandler handler) {
        Lookup.Place place = Places.of(context, engine);
        definitions.tellSession(context, place);
        try {
            Definition definition = definitions.of(context, tag);
            if (!definition.holds(context)) {
                adopt(definition, context, place);
                engine.bypassed(definition.locator(), IF_IS_FALSE, place);
                insertion.bypassed(definition.locator(), IF_IS_FALSE, context, handler);
                return false;
            }
            Lookup lookup = lookup(asked(context, definition, place, tag), place, context);
            if (lookup == null) {
                insertion.bypassed(definition.locator(), CACHE_FAILED, context, handler);
                return false;
            }
            return obey(new Pending(lookup, definition), context, handler);
        } catch (Problem problem) {
            if (engine.settings().strict() || !(problem.isOfDigest() || problem.isOfFunction())) {
                throw new TemplateProcessingException(sentence(tag, problem), problem);
            }
            bypass(tag, problem, place);
            insertion.bypassed(locator(tag), reason(problem), context, handler);
            return false;
        }
    }

    /** Whether what is rendered without marks must be gathered, since its body stands elsewhere. */
    public boolean isCut(FragmentTag tag) {
        return bodies.isCut(tag);
    }

    /** Rendered as without a cache: the page may be as its author wants it. */
    private void bypass(FragmentTag tag, Problem problem, Lookup.Place place) {
        if (reported.size() < MOST_REPORTED && reported.add(sentence(tag, problem))) {
            LOG.warn("A fragment is not cached: {}", sentence(tag, problem), problem.getCause());
        }
        if (problem.isOfFunction() && place.outer() != null) {
            // What outdates it, and for whom it is, is not known.
            place.outer().refuse("it shows '" + tag.called() + "', whose key cannot be told");
        }
        engine.bypassed(locator(tag), reason(problem), place);
    }

    private static Locator locator(FragmentTag tag) {
        return new Locator(tag.tag().getTemplateName(), String.valueOf(tag.called()));
    }

    private static String reason(Problem problem) {
        return problem.isOfDigest() ? "it has no digest" : "its key cannot be told";
    }

    /** What is asked for here and now. */
    static Fragment asked(ITemplateContext context, Definition definition, Lookup.Place place, FragmentTag tag) {
        Fragment fragment = fragment(context, definition);
        checkVary(fragment, place, tag, context);
        if (context instanceof CaptureContext around) {
            // What the inner text was made of, the text around it is made of too, also where it is not rendered now.
            if (fragment.growth() instanceof Asked asked) {
                asked.chosen().forEach(around::included);
                around.varied(asked.varied());
            }
        }
        return fragment;
    }

    private static Fragment fragment(ITemplateContext context, Definition definition) {
        if (!(context instanceof CaptureContext around)) {
            return definition.fragment(context);
        }
        around.asks(definition.locator());
        try {
            return definition.fragment(context);
        } finally {
            around.asks(null);
        }
    }

    /** Null where the cache itself failed: it is never why a page does. */
    private @Nullable Lookup lookup(Fragment fragment, Lookup.Place place, ITemplateContext context) {
        try {
            Entry entry = engine.allowed(fragment, engine.read(fragment, place));
            if (entry == null) {
                return engine.lookup(fragment.before(key -> isUsable(key, fragment, context)), place, null);
            }
            if (!insertion.finds(entry, context)) {
                // What it shows is not in the templates any more, whatever its key says.
                engine.drop(entry);
                entry = null;
            }
            return engine.lookup(fragment, place, entry);
        } catch (Throwable e) {
            Survivable.check(e);
            LOG.error("The fragment cache failed; '{}' is rendered without it.", fragment.locator(), e);
            if (place.outer() != null) {
                // It has not heard what outdates this one.
                place.outer().refuse("the look-up of '" + fragment.locator() + "' failed");
            }
            engine.bypassed(fragment.locator(), CACHE_FAILED, place);
            return null;
        }
    }

    private boolean isUsable(Key before, Fragment fragment, ITemplateContext context) {
        Entry entry = engine.allowed(fragment, engine.inspection().stored(before));
        return entry != null && insertion.finds(entry, context);
    }

    private boolean obey(Pending pending, ITemplateContext context, IElementTagStructureHandler handler) {
        Lookup lookup = pending.lookup();
        if (lookup.outcome() == Outcome.BYPASS) {
            insertion.bypassed(lookup.fragment().locator(), lookup.reason(), context, handler);
            return false;
        }
        if (lookup.outcome() == Outcome.MISS || lookup.due()) {
            handler.setLocalVariable(Names.LOOKUP_VARIABLE, pending);
        } else {
            // Finished text stays finished: processed again, a visitor's [[${7*7}]] would print 49.
            handler.replaceWith(insertion.of(lookup, lookup.shown(), context), false);
        }
        return true;
    }

    /** The problem, with the fragment before it where it does not name it itself. */
    private static String sentence(FragmentTag tag, Problem problem) {
        String name = tag.called();
        String subject = "cache:fragment '" + name + "'";
        String sentence = String.valueOf(problem.getMessage());
        return name == null || sentence.startsWith(subject) ? sentence : subject + ": " + sentence;
    }

    /**
     * An inner fragment that is not cached now is part of the one around it, which must hear of it when its models change:
     * its condition may be another one then. How long its HTML may be shown does not hang on who keeps it.
     */
    private static void adopt(Definition definition, ITemplateContext context, Lookup.Place place) {
        Doll outer = place.outer();
        if (outer == null) {
            return;
        }
        try {
            definition.outlast(context, outer);
        } catch (RuntimeException unknown) {
            LOG.debug("What '{}' shows has an end that cannot be told.", definition.locator(), unknown);
            outer.refuse("it shows '" + definition.locator() + "', whose cache:until or cache:tags cannot be told");
        }
        try {
            definition.fragment(context).tags().get().forEach(outer::tag);
        } catch (RuntimeException noKey) {
            LOG.debug("What '{}' shows has no key, so no model outdates it.", definition.locator(), noKey);
        }
    }

    private static void checkVary(Fragment inner, Lookup.Place place, FragmentTag tag, ITemplateContext context) {
        if (place.outer() == null || inner.vary().isEmpty()) {
            return;
        }
        Fragment outer = place.outer().fragment();
        for (String name : inner.vary()) {
            if (!name.equals(ANY)
                    && !outer.vary().contains(ANY)
                    && !outer.vary().contains(name)) {
                throw Problem.varyOfInner(
                        name,
                        inner.locator().name(),
                        inner.locator().template() + " line " + tag.tag().getLine(),
                        outer.locator().name(),
                        outer.locator().template() + " line "
                                + FragmentElements.lineOf(outer.locator(), tag.prefix(), context));
            }
        }
    }
}
