package io.fragmentcache.internal.definition;

import io.fragmentcache.internal.template.EngineBridge;
import io.fragmentcache.internal.template.FragmentTag;
import io.fragmentcache.internal.template.FrozenStatus;
import io.fragmentcache.internal.template.Loop;
import io.fragmentcache.internal.template.Names;
import io.fragmentcache.key.KeyBuilder;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.context.ITemplateContext;
import org.thymeleaf.engine.IterationStatusVar;
import org.thymeleaf.model.IProcessableElementTag;
import org.thymeleaf.standard.expression.Each;
import org.thymeleaf.standard.expression.EachUtils;
import org.thymeleaf.standard.expression.IStandardExpression;
import org.thymeleaf.util.EscapedAttributeUtils;

/**
 * A fragment on the tag of a loop in a textual template: the engine takes white space off the rows, less off the first and
 * the last, so where a row stands joins its key.
 *
 * @param status the variable that tells; null where there is no such loop
 */
record TextRow(@Nullable String status) {
    private static final TextRow NONE = new TextRow(null);

    static TextRow of(ITemplateContext context, FragmentTag fragment) {
        List<IProcessableElementTag> stack = context instanceof WrappedContext capture
                ? capture.innermost().getElementStack()
                : context.getElementStack();
        if (!fragment.tag().getTemplateMode().isText() || stack.isEmpty()) {
            return NONE;
        }
        // As it stands in the template: the tag that is being processed has lost its loop.
        IProcessableElementTag written = stack.get(stack.size() - 1);
        String standard = EngineBridge.configuration(context).getStandardDialectPrefix();
        String loop = written.getAttributeValue(standard, Names.EACH);
        loop = loop != null ? loop : written.getAttributeValue(fragment.prefix(), Names.EACH);
        if (loop == null || loop.isBlank() || loop.contains("__")) {
            return NONE;
        }
        Each each =
                EachUtils.parseEach(context, EscapedAttributeUtils.unescapeAttribute(written.getTemplateMode(), loop));
        return new TextRow(each.hasStatusVar() ? name(each.getStatusVar()) : name(each.getIterVar()) + Loop.STATUS);
    }

    private static String name(IStandardExpression expression) {
        String text = expression.getStringRepresentation();
        boolean quoted = text.length() > 1 && text.startsWith("'") && text.endsWith("'");
        return quoted ? text.substring(1, text.length() - 1) : text;
    }

    void join(KeyBuilder key, ITemplateContext context) {
        if (status == null) {
            return;
        }
        Object row = context.getVariable(status);
        if (row instanceof IterationStatusVar live) {
            row = new FrozenStatus(live);
        }
        if (row instanceof FrozenStatus place) {
            key.vary("row", (place.isFirst() ? "first" : "") + (place.isLast() ? "last" : ""));
        }
    }
}
