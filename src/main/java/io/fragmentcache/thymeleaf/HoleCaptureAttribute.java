package io.fragmentcache.thymeleaf;

import io.fragmentcache.internal.Bound;
import io.fragmentcache.internal.definition.Seeds;
import io.fragmentcache.internal.guard.CaptureContext;
import io.fragmentcache.internal.template.ApartTag;
import io.fragmentcache.internal.template.CacheAttributes;
import io.fragmentcache.internal.template.CacheProcessor;
import io.fragmentcache.internal.template.HoleArguments;
import io.fragmentcache.internal.template.HoleBodies;
import io.fragmentcache.internal.template.Names;
import io.fragmentcache.internal.template.Precedence;
import io.fragmentcache.problem.Problem;
import io.fragmentcache.store.Hole;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
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

    @Bound("one for each source of the builder")
    private final Set<String> sources;

    /** @param sources the names of what has a source, {@code template :: name} */
    HoleCaptureAttribute(TemplateMode mode, String prefix, HoleBodies bodies, Set<String> sources) {
        super(mode, prefix, null, false, Names.HOLE_CAPTURE, true, Precedence.HOLE_CAPTURE, false);
        this.prefix = prefix;
        this.bodies = bodies;
        this.sources = sources;
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
        checkApart(context, tag, mark, element);
        String called = meet(context, tag, mark, template, element);
        Map<String, Object> arguments = HoleArguments.kept(HoleAttribute.arguments(context, tag, prefix));
        String placed = capture.sentinels().add(new Hole(0, template, called, arguments));
        model.reset();
        model.add(factory.createStandaloneElementTag(prefix + ":" + Names.EMIT));
        handler.setLocalVariable(Names.TEXT_VARIABLE, placed);
    }

    /** What is fetched apart has no model: all that it reads must be given to it. */
    private void checkApart(ITemplateContext context, IProcessableElementTag tag, IAttribute mark, IModel element) {
        ApartTag apart = ApartTag.of(tag, prefix);
        if (apart == null) {
            return;
        }
        try {
            apart.check();
            Set<String> given =
                    new HashSet<>(HoleAttribute.arguments(context, tag, prefix).keySet());
            Set<String> missing = new TreeSet<>(Seeds.variablesOf(element, prefix));
            missing.removeAll(given);
            if (!missing.isEmpty() && !sources.contains(apart.source(tag.getTemplateName()))) {
                throw Problem.apartReadsModel(missing, apart.name(), String.valueOf(tag.getTemplateName()));
            }
        } catch (Problem problem) {
            throw new TemplateProcessingException(
                    problem.getMessage(), tag.getTemplateName(), mark.getLine(), mark.getCol(), problem);
        }
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
