package io.fragmentcache.thymeleaf;

import io.fragmentcache.internal.definition.Definition;
import io.fragmentcache.internal.definition.Definitions;
import io.fragmentcache.internal.engine.Engine;
import io.fragmentcache.internal.engine.Lookup;
import io.fragmentcache.internal.engine.RequestScope;
import io.fragmentcache.internal.guard.Places;
import io.fragmentcache.internal.page.FragmentCapture;
import io.fragmentcache.internal.page.Insertion;
import io.fragmentcache.internal.page.Rows;
import io.fragmentcache.internal.template.Bodies;
import io.fragmentcache.internal.template.CacheProcessor;
import io.fragmentcache.internal.template.EngineBridge;
import io.fragmentcache.internal.template.FragmentTag;
import io.fragmentcache.internal.template.Loop;
import io.fragmentcache.internal.template.Names;
import io.fragmentcache.internal.template.Precedence;
import io.fragmentcache.internal.template.RowWhitespace;
import io.fragmentcache.key.Key;
import io.fragmentcache.problem.Problem;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.context.IEngineContext;
import org.thymeleaf.context.ITemplateContext;
import org.thymeleaf.engine.AttributeName;
import org.thymeleaf.exceptions.TemplateProcessingException;
import org.thymeleaf.model.IAttribute;
import org.thymeleaf.model.IProcessableElementTag;
import org.thymeleaf.processor.element.AbstractAttributeTagProcessor;
import org.thymeleaf.processor.element.IElementTagStructureHandler;
import org.thymeleaf.standard.expression.Each;
import org.thymeleaf.standard.expression.EachUtils;
import org.thymeleaf.standard.expression.IStandardExpression;
import org.thymeleaf.templatemode.TemplateMode;

/**
 * {@code cache:each="p : ${products}"}: {@code th:each} whose rows are looked up together. If all rows are cached, their HTML
 * is inserted in one go. Otherwise {@link FragmentCapture} gathers the element once, and renders the missing rows.
 *
 * <p>If the tag has another attribute that is evaluated for each row, or something else prevents this, the engine runs the
 * loop and each row has its own look-up. Rows whose keys are known are still read from a remote store in one go.
 */
final class EachAttribute extends AbstractAttributeTagProcessor implements CacheProcessor {
    private final String prefix;
    private final Engine engine;
    private final Definitions definitions;
    private final Insertion insertion;
    private final RowWhitespace spacings;

    EachAttribute(TemplateMode mode, Bodies bodies, Engine engine, Definitions definitions, Insertion insertion) {
        super(mode, bodies.prefix(), null, false, Names.EACH, true, Precedence.EACH, false);
        this.prefix = bodies.prefix();
        this.engine = engine;
        this.definitions = definitions;
        this.insertion = insertion;
        this.spacings = new RowWhitespace(bodies);
    }

    @Override
    protected void doProcess(
            ITemplateContext context,
            IProcessableElementTag tag,
            AttributeName name,
            String value,
            IElementTagStructureHandler handler) {
        FragmentTag fragment = new FragmentTag(tag, prefix, false);
        IAttribute mark = fragment.mark();
        if (mark == null) {
            Problem problem = Problem.eachWithoutFragment(value);
            throw new TemplateProcessingException(problem.getMessage(), problem);
        }
        Each each = EachUtils.parseEach(context, value);
        String item = text(each.getIterVar(), context);
        String status = each.hasStatusVar() ? text(each.getStatusVar(), context) : null;
        Object iterated = each.getIterable().execute(context);
        Loop loop = Loop.over(iterated, item, status);
        if (loop == null) {
            handler.removeAttribute(name);
            handler.iterateElement(item, status, iterated);
            return;
        }
        Lookup.Place place = Places.of(context, engine);
        definitions.tellSession(context, place);
        Rows rows = rows(fragment, mark, loop, place, (IEngineContext) context);
        if (rows == null) {
            prefetch(fragment, loop, place, (IEngineContext) context);
            handler.removeAttribute(name);
            handler.iterateElement(item, status, loop.again(iterated));
        } else if (rows.areFinished()) {
            handler.replaceWith(rows.text((IEngineContext) context, insertion), false);
        } else {
            // The attribute stays: by it the processors of the fragment know that its rows were looked up.
            handler.setLocalVariable(Names.LOOKUP_VARIABLE, rows);
        }
    }

    /** Null where the engine must run the loop. */
    private @Nullable Rows rows(
            FragmentTag fragment, IAttribute mark, Loop loop, Lookup.Place place, IEngineContext live) {
        RequestScope scope = place.scope();
        if (loop.items().isEmpty()
                || (scope != null && !scope.stores())
                || engine.uncommitted().here()) {
            return null;
        }
        try {
            Optional<String> between = spacings.before(fragment, mark, live);
            if (between.isEmpty()) {
                return null;
            }
            Definition definition = definitions.of(live, fragment);
            return definition.condition().isEmpty()
                    ? Rows.lookUp(
                            engine,
                            definition,
                            fragment,
                            loop,
                            between.get(),
                            place,
                            live,
                            entry -> insertion.finds(entry, live))
                    : null;
        } catch (RuntimeException wrong) {
            // The look-up of this row reports the error, or tolerates it.
            return null;
        }
    }

    private void prefetch(FragmentTag fragment, Loop loop, Lookup.Place place, IEngineContext live) {
        if (engine.prefetches(place) && seesAll(fragment.tag(), live)) {
            engine.prefetch(keys(live, definitions.of(live, fragment), loop), place);
        }
    }

    /** Whether the key can be evaluated before the other attributes of the tag were processed. */
    private static boolean seesAll(IProcessableElementTag tag, ITemplateContext context) {
        String standard = EngineBridge.configuration(context).getStandardDialectPrefix();
        return !tag.hasAttribute(standard, "with") && !tag.hasAttribute(standard, "object");
    }

    private static Set<Key> keys(IEngineContext live, Definition definition, Loop loop) {
        Set<Key> keys = new HashSet<>();
        for (int i = 0; i < loop.items().size(); i++) {
            live.increaseLevel();
            try {
                loop.enter(i, live);
                keys.add(definition.fragment(live).key());
            } catch (RuntimeException notYet) {
                // A row whose key is not known yet has its own look-up, which reports its error.
                continue;
            } finally {
                live.decreaseLevel();
            }
        }
        return keys;
    }

    private static String text(IStandardExpression expression, ITemplateContext context) {
        @Nullable Object value = expression.execute(context);
        return Objects.requireNonNull(value, "the name of a loop's variable").toString();
    }
}
