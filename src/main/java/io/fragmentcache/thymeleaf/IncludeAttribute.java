package io.fragmentcache.thymeleaf;

import io.fragmentcache.internal.guard.CaptureContext;
import io.fragmentcache.internal.scan.ExpressionText;
import io.fragmentcache.internal.template.Bodies;
import io.fragmentcache.internal.template.CacheProcessor;
import io.fragmentcache.internal.template.IncludedHole;
import io.fragmentcache.internal.template.Names;
import io.fragmentcache.internal.template.Precedence;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.context.ITemplateContext;
import org.thymeleaf.engine.AttributeName;
import org.thymeleaf.engine.TemplateModel;
import org.thymeleaf.model.IProcessableElementTag;
import org.thymeleaf.processor.element.AbstractAttributeTagProcessor;
import org.thymeleaf.processor.element.IElementTagStructureHandler;
import org.thymeleaf.standard.expression.Fragment;
import org.thymeleaf.standard.expression.FragmentExpression;
import org.thymeleaf.standard.expression.IStandardExpression;
import org.thymeleaf.standard.expression.IStandardExpressionParser;
import org.thymeleaf.standard.expression.StandardExpressions;
import org.thymeleaf.templatemode.TemplateMode;

/**
 * Gives {@code th:include} fragments with their bodies: it takes what is inside a fragment's tag, and would find nothing
 * there. What is inside a hole's tag is a hole too. The expression is evaluated here, once, and its value is handed on.
 * Knows the standard dialect by its usual prefix.
 */
final class IncludeAttribute extends AbstractAttributeTagProcessor implements CacheProcessor {
    private static final String STANDARD = "th";

    private final String prefix;
    private final Bodies bodies;

    IncludeAttribute(TemplateMode mode, String prefix, Bodies bodies) {
        super(mode, STANDARD, null, false, "include", true, Precedence.BESIDE_INCLUDE, false);
        this.prefix = prefix;
        this.bodies = bodies;
    }

    @Override
    protected void doProcess(
            ITemplateContext context,
            IProcessableElementTag tag,
            AttributeName name,
            String value,
            IElementTagStructureHandler handler) {
        if (!(context instanceof CaptureContext)) {
            // It leaves out the tag that says that what is inside may be fetched apart.
            HoleAttribute.ofThePage(context);
        }
        boolean mayMatter = bodies.mayBeCut() || context instanceof CaptureContext;
        if (!mayMatter || value.isBlank() || value.contains(Names.INCLUDED_VARIABLE)) {
            return;
        }
        if (fragment(context, value.strip()) instanceof Fragment fragment) {
            handler.setLocalVariable(Names.INCLUDED_VARIABLE, whole(fragment, context));
            handler.setAttribute(
                    tag.getAttribute(name).getAttributeCompleteName(), "${" + Names.INCLUDED_VARIABLE + "}");
        }
    }

    private Fragment whole(Fragment fragment, ITemplateContext context) {
        TemplateModel model = fragment.getTemplateModel();
        if (model == null) {
            return fragment;
        }
        TemplateModel filled = bodies.filled(model, context.getModelFactory());
        return new Fragment(
                context instanceof CaptureContext ? IncludedHole.inside(filled, prefix) : filled,
                fragment.getParameters(),
                fragment.hasSyntheticParameters());
    }

    /** As the engine reads it: without {@code ~{}} the whole is the inside of a fragment expression. */
    private static @Nullable Object fragment(ITemplateContext context, String value) {
        IStandardExpressionParser parser = StandardExpressions.getExpressionParser(context.getConfiguration());
        boolean isWhole = ExpressionText.isWhole(value);
        IStandardExpression expression = parser.parseExpression(context, isWhole ? value : "~{" + value + "}");
        if (!(expression instanceof FragmentExpression written)) {
            return expression.execute(context);
        }
        FragmentExpression.ExecutedFragmentExpression executed =
                FragmentExpression.createExecutedFragmentExpression(context, written);
        Object named = executed.getTemplateNameExpressionResult();
        boolean isAlone = executed.getFragmentSelectorExpressionResult() == null
                && executed.getFragmentParameters() == null
                && !isWhole;
        return isAlone && !(named instanceof String)
                ? named
                : FragmentExpression.resolveExecutedFragmentExpression(context, executed, true);
    }
}
