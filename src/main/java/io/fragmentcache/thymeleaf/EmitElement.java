package io.fragmentcache.thymeleaf;

import io.fragmentcache.internal.template.CacheProcessor;
import io.fragmentcache.internal.template.Names;
import io.fragmentcache.internal.template.Precedence;
import org.thymeleaf.context.IEngineContext;
import org.thymeleaf.context.ITemplateContext;
import org.thymeleaf.model.IProcessableElementTag;
import org.thymeleaf.processor.element.AbstractElementTagProcessor;
import org.thymeleaf.processor.element.IElementTagStructureHandler;
import org.thymeleaf.templatemode.TemplateMode;

/** Stands for HTML that was just rendered, and inserts it as finished text, which is never processed again. */
final class EmitElement extends AbstractElementTagProcessor implements CacheProcessor {
    EmitElement(TemplateMode mode, String prefix) {
        super(mode, prefix, Names.EMIT, true, null, false, Precedence.EMIT);
    }

    @Override
    protected void doProcess(
            ITemplateContext context, IProcessableElementTag tag, IElementTagStructureHandler handler) {
        if (context.getVariable(Names.TEXT_VARIABLE) instanceof CharSequence text) {
            // Writing it may fail, when its visitor went away: an error page must not find it among the attributes.
            ((IEngineContext) context).removeVariable(Names.TEXT_VARIABLE);
            handler.replaceWith(text, false);
        } else {
            // Written by an author, who means nothing by it.
            handler.removeElement();
        }
    }
}
