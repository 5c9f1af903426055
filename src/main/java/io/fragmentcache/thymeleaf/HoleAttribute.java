package io.fragmentcache.thymeleaf;

import io.fragmentcache.internal.engine.RequestScope;
import io.fragmentcache.internal.guard.CaptureContext;
import io.fragmentcache.internal.template.CacheProcessor;
import io.fragmentcache.internal.template.EngineBridge;
import io.fragmentcache.internal.template.Names;
import io.fragmentcache.internal.template.Precedence;
import io.fragmentcache.key.PlainValues;
import io.fragmentcache.problem.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.context.ITemplateContext;
import org.thymeleaf.engine.AttributeName;
import org.thymeleaf.exceptions.TemplateProcessingException;
import org.thymeleaf.model.IAttribute;
import org.thymeleaf.model.IProcessableElementTag;
import org.thymeleaf.processor.element.AbstractAttributeTagProcessor;
import org.thymeleaf.processor.element.IElementTagStructureHandler;
import org.thymeleaf.standard.expression.Assignation;
import org.thymeleaf.standard.expression.AssignationUtils;
import org.thymeleaf.standard.expression.FragmentSignature;
import org.thymeleaf.standard.expression.FragmentSignatureUtils;
import org.thymeleaf.templatemode.TemplateMode;
import org.thymeleaf.util.EscapedAttributeUtils;

/**
 * {@code cache:hole="id=${p.id}"}, and {@code cache:live} on a fragment that others include: inside a fragment that is being rendered, leaves the element to be gathered as a hole;
 * elsewhere it is an element as any other, with the arguments as its variables.
 */
final class HoleAttribute extends AbstractAttributeTagProcessor implements CacheProcessor {
    private final String prefix;
    private final ApartCheck apart;

    /** @param mark {@link Names#HOLE} or {@link Names#LIVE} */
    HoleAttribute(TemplateMode mode, String prefix, String mark, ApartCheck apart) {
        super(mode, prefix, null, false, mark, true, Precedence.HOLE, false);
        this.prefix = prefix;
        this.apart = apart;
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
        if (tag.hasAttribute(prefix, Names.APART)) {
            apart.inPage(context, tag, tag.getAttribute(name));
            ofThePage(context);
        }
        written(context, value).forEach(handler::setLocalVariable);
        handler.removeAttribute(name);
        for (String more : new String[] {Names.APART, Names.SIZE}) {
            IAttribute attribute = tag.getAttribute(prefix, more);
            if (attribute != null) {
                handler.removeAttribute(attribute.getAttributeDefinition().getAttributeName());
            }
        }
    }

    /** Says that what may be fetched apart is rendered in the page all the same: it may be another one for a member. */
    static void ofThePage(ITemplateContext context) {
        if (context.getVariable(RequestScope.ATTRIBUTE) instanceof RequestScope scope && scope.apart() != null) {
            scope.tally().variesBy("Cookie");
        }
    }

    /**
     * What the hole of this tag is given, by name: the parameters of a live fragment, and what is written at the marks. Each
     * is a plain value or null, since an entry may live longer than this process.
     */
    static Map<String, @Nullable Object> arguments(
            ITemplateContext context, IProcessableElementTag tag, String prefix) {
        Map<String, @Nullable Object> arguments = new LinkedHashMap<>();
        if (tag.hasAttribute(prefix, Names.LIVE)) {
            parameters(context, tag, prefix, arguments);
            written(context, tag.getAttribute(prefix, Names.LIVE), arguments);
        }
        written(context, tag.getAttribute(prefix, Names.HOLE), arguments);
        return arguments;
    }

    /** By the signature of {@code th:fragment}, or of the layout dialect's. */
    private static void parameters(
            ITemplateContext context,
            IProcessableElementTag tag,
            String prefix,
            Map<String, @Nullable Object> arguments) {
        for (IAttribute attribute : tag.getAllAttributes()) {
            AttributeName name = attribute.getAttributeDefinition().getAttributeName();
            String value = attribute.getValue();
            boolean isSignature = Names.FRAGMENT.equals(name.getAttributeName()) && !prefix.equals(name.getPrefix());
            if (!isSignature || value == null || value.indexOf('(') < 0) {
                continue;
            }
            FragmentSignature signature = FragmentSignatureUtils.parseFragmentSignature(
                    EngineBridge.configuration(context),
                    EscapedAttributeUtils.unescapeAttribute(tag.getTemplateMode(), value));
            for (String parameter : signature.hasParameters() ? signature.getParameterNames() : List.<String>of()) {
                if (context.containsVariable(parameter)) {
                    put(arguments, parameter, context.getVariable(parameter), Names.LIVE);
                }
            }
        }
    }

    private static void written(
            ITemplateContext context, @Nullable IAttribute mark, Map<String, @Nullable Object> arguments) {
        if (mark == null) {
            return;
        }
        String local = mark.getAttributeDefinition().getAttributeName().getAttributeName();
        written(context, mark.getValue()).forEach((name, value) -> put(arguments, name, value, local));
    }

    private static Map<String, @Nullable Object> written(ITemplateContext context, @Nullable String value) {
        Map<String, @Nullable Object> arguments = new LinkedHashMap<>();
        if (value != null && !value.isBlank()) {
            for (Assignation assignation : AssignationUtils.parseAssignationSequence(context, value, false)) {
                arguments.put(
                        String.valueOf(assignation.getLeft().execute(context)),
                        assignation.getRight().execute(context));
            }
        }
        return arguments;
    }

    private static void put(Map<String, @Nullable Object> arguments, String name, @Nullable Object value, String mark) {
        if (value != null && !PlainValues.is(value)) {
            Problem problem = Problem.holeArgument(name, mark, value.getClass().getName());
            throw new TemplateProcessingException(problem.getMessage(), problem);
        }
        arguments.put(name, value);
    }
}
