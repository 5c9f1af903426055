package io.fragmentcache.thymeleaf;

import io.fragmentcache.internal.guard.CaptureContext;
import io.fragmentcache.internal.template.CacheProcessor;
import io.fragmentcache.internal.template.Names;
import io.fragmentcache.internal.template.Precedence;
import io.fragmentcache.key.PlainValues;
import io.fragmentcache.problem.Problem;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.context.ITemplateContext;
import org.thymeleaf.engine.AttributeName;
import org.thymeleaf.exceptions.TemplateProcessingException;
import org.thymeleaf.model.IProcessableElementTag;
import org.thymeleaf.processor.element.AbstractAttributeTagProcessor;
import org.thymeleaf.processor.element.IElementTagStructureHandler;
import org.thymeleaf.standard.expression.Assignation;
import org.thymeleaf.standard.expression.AssignationUtils;
import org.thymeleaf.templatemode.TemplateMode;

/**
 * {@code cache:hole="id=${p.id}"}: inside a fragment that is being rendered, leaves the element to be gathered as a hole;
 * elsewhere it is an element as any other, with the arguments as its variables.
 */
final class HoleAttribute extends AbstractAttributeTagProcessor implements CacheProcessor {
    private final String prefix;

    HoleAttribute(TemplateMode mode, String prefix) {
        super(mode, prefix, null, false, Names.HOLE, true, Precedence.HOLE, false);
        this.prefix = prefix;
    }

    @Override
    protected void doProcess(
            ITemplateContext context,
            IProcessableElementTag tag,
            AttributeName name,
            String value,
            IElementTagStructureHandler handler) {
        if (context instanceof CaptureContext) {
            handler.setAttribute(prefix + ":" + Names.HOLE_CAPTURE, "");
            return;
        }
        arguments(context, value).forEach(handler::setLocalVariable);
        handler.removeAttribute(name);
    }

    /** The arguments by name; each a plain value or null, since an entry may live longer than this process. */
    static Map<String, @Nullable Object> arguments(ITemplateContext context, String value) {
        Map<String, @Nullable Object> arguments = new LinkedHashMap<>();
        if (value == null || value.isBlank()) {
            return arguments;
        }
        for (Assignation assignation : AssignationUtils.parseAssignationSequence(context, value, false)) {
            String argument = String.valueOf(assignation.getLeft().execute(context));
            Object evaluated = assignation.getRight().execute(context);
            if (evaluated != null && !PlainValues.is(evaluated)) {
                Problem problem =
                        Problem.holeArgument(argument, evaluated.getClass().getName());
                throw new TemplateProcessingException(problem.getMessage(), problem);
            }
            arguments.put(argument, evaluated);
        }
        return arguments;
    }
}
