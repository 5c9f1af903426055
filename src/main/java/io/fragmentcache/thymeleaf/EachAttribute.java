package io.fragmentcache.thymeleaf;

import io.fragmentcache.Engine;
import io.fragmentcache.Lookup;
import io.fragmentcache.key.Key;
import io.fragmentcache.problem.Problem;
import java.util.Collection;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.context.IEngineContext;
import org.thymeleaf.context.ITemplateContext;
import org.thymeleaf.engine.AttributeName;
import org.thymeleaf.exceptions.TemplateProcessingException;
import org.thymeleaf.model.IProcessableElementTag;
import org.thymeleaf.processor.element.AbstractAttributeTagProcessor;
import org.thymeleaf.processor.element.IElementTagStructureHandler;
import org.thymeleaf.standard.expression.Each;
import org.thymeleaf.standard.expression.EachUtils;
import org.thymeleaf.standard.expression.IStandardExpression;
import org.thymeleaf.templatemode.TemplateMode;

/**
 * {@code cache:each="p : ${products}"}: {@code th:each} whose fragments are read from a remote store in one go. A store in
 * memory has nothing to gain from that, and is asked row by row.
 */
final class EachAttribute extends AbstractAttributeTagProcessor {
    private final String prefix;
    private final Engine engine;
    private final Definitions definitions;

    EachAttribute(TemplateMode mode, String prefix, Engine engine, Definitions definitions) {
        super(mode, prefix, null, false, Names.EACH, true, Precedence.EACH, true);
        this.prefix = prefix;
        this.engine = engine;
        this.definitions = definitions;
    }

    @Override
    protected void doProcess(
            ITemplateContext context,
            IProcessableElementTag tag,
            AttributeName name,
            String value,
            IElementTagStructureHandler handler) {
        FragmentTag fragment = new FragmentTag(tag, prefix, false);
        if (fragment.mark() == null) {
            throw new TemplateProcessingException(
                    Problem.eachWithoutFragment(value).getMessage());
        }
        Each each = EachUtils.parseEach(context, value);
        String item = text(each.getIterVar(), context);
        String status = each.hasStatusVar() ? text(each.getStatusVar(), context) : null;
        Object iterated = each.getIterable().execute(context);
        Lookup.Place place = Places.of(context, engine);
        if (iterated instanceof Collection<?> rows && engine.prefetches(place) && seesAll(tag, context)) {
            engine.prefetch(keys(context, definitions.of(context, fragment), item, rows), place);
        }
        handler.iterateElement(item, status, iterated);
    }

    /** Whether the key can be evaluated before the other attributes of the tag were processed. */
    private static boolean seesAll(IProcessableElementTag tag, ITemplateContext context) {
        String standard = context.getConfiguration().getStandardDialectPrefix();
        return !tag.hasAttribute(standard, "with") && !tag.hasAttribute(standard, "object");
    }

    private Set<Key> keys(ITemplateContext context, Definition definition, String item, Collection<?> rows) {
        IEngineContext live = (IEngineContext) context;
        Set<Key> keys = new HashSet<>();
        for (Object row : rows) {
            Key key = key(live, definition, item, row);
            if (key != null) {
                keys.add(key);
            }
        }
        return keys;
    }

    /** Null where a row's key cannot be told yet: it is looked up on its own, and what is wrong with it is said there. */
    private static @Nullable Key key(IEngineContext live, Definition definition, String item, @Nullable Object row) {
        live.increaseLevel();
        try {
            live.setVariable(item, row);
            return definition.fragment(live).key();
        } catch (RuntimeException notYet) {
            return null;
        } finally {
            live.decreaseLevel();
        }
    }

    private static String text(IStandardExpression expression, ITemplateContext context) {
        @Nullable Object value = expression.execute(context);
        return Objects.requireNonNull(value, "the name of a loop's variable").toString();
    }
}
