package io.fragmentcache.thymeleaf;

import io.fragmentcache.internal.guard.CaptureContext;
import io.fragmentcache.internal.template.CacheAttributes;
import io.fragmentcache.internal.template.CacheProcessor;
import io.fragmentcache.internal.template.HoleArguments;
import io.fragmentcache.internal.template.HoleBodies;
import io.fragmentcache.internal.template.Names;
import io.fragmentcache.internal.template.Precedence;
import io.fragmentcache.problem.Problem;
import io.fragmentcache.store.Hole;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.context.ITemplateContext;
import org.thymeleaf.engine.AttributeName;
import org.thymeleaf.exceptions.TemplateProcessingException;
import org.thymeleaf.model.IAttribute;
import org.thymeleaf.model.IModel;
import org.thymeleaf.model.IModelFactory;
import org.thymeleaf.model.IProcessableElementTag;
import org.thymeleaf.processor.element.AbstractAttributeModelProcessor;
import org.thymeleaf.processor.element.IElementModelStructureHandler;
import org.thymeleaf.templatemode.TemplateMode;

/** Gathers a hole inside a fragment that is being rendered, and leaves a mark where it stood. */
final class HoleCaptureAttribute extends AbstractAttributeModelProcessor implements CacheProcessor {
    private final String prefix;
    private final HoleBodies bodies;
    private final ApartCheck apart;

    HoleCaptureAttribute(TemplateMode mode, String prefix, HoleBodies bodies, ApartCheck apart) {
        super(mode, prefix, null, false, Names.HOLE_CAPTURE, true, Precedence.HOLE_CAPTURE, false);
        this.prefix = prefix;
        this.bodies = bodies;
        this.apart = apart;
    }

    @Override
    protected void doProcess(
            ITemplateContext context,
            IModel model,
            AttributeName name,
            String value,
            IElementModelStructureHandler handler) {
        if (!(context instanceof CaptureContext capture)) {
            return;
        }
        IProcessableElementTag tag = (IProcessableElementTag) model.get(0);
        IAttribute hole = tag.getAttribute(prefix, Names.HOLE);
        IAttribute mark = hole == null ? Objects.requireNonNull(tag.getAttribute(prefix, Names.LIVE)) : hole;
        IModelFactory factory = context.getModelFactory();
        IModel element = CacheAttributes.withoutHole(model, prefix, factory);
        String template = tag.getTemplateName() != null
                ? tag.getTemplateName()
                : context.getTemplateData().getTemplate();
        Map<String, @Nullable Object> given = HoleAttribute.arguments(context, tag, prefix);
        apart.inFragment(tag, mark, element, given.keySet());
        String called = meet(context, tag, mark, template, element);
        Map<String, Object> arguments = HoleArguments.kept(given);
        String placed = capture.sentinels().add(new Hole(0, template, called, arguments));
        model.reset();
        model.add(factory.createStandaloneElementTag(prefix + ":" + Names.EMIT));
        handler.setLocalVariable(Names.TEXT_VARIABLE, placed);
    }

    private String meet(
            ITemplateContext context, IProcessableElementTag tag, IAttribute mark, String template, IModel element) {
        try {
            return bodies.meet(context, tag, mark, template, element);
        } catch (Problem problem) {
            throw new TemplateProcessingException(problem.getMessage(), problem);
        }
    }
}
