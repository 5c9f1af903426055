package io.fragmentcache.thymeleaf;

import io.fragmentcache.internal.definition.Frames;
import io.fragmentcache.internal.template.CacheProcessor;
import org.thymeleaf.context.Contexts;
import org.thymeleaf.context.IEngineContext;
import org.thymeleaf.context.ITemplateContext;
import org.thymeleaf.model.ITemplateEnd;
import org.thymeleaf.model.ITemplateStart;
import org.thymeleaf.processor.templateboundaries.AbstractTemplateBoundariesProcessor;
import org.thymeleaf.processor.templateboundaries.ITemplateBoundariesStructureHandler;
import org.thymeleaf.templatemode.TemplateMode;

/**
 * Notes which renderings are open over one exchange: in a web application the variables that tags set in one are attributes
 * of the request, which another one, begun by a bean, sees as the model's.
 */
final class PageBoundaries extends AbstractTemplateBoundariesProcessor implements CacheProcessor {
    private static final int PRECEDENCE = 0;

    PageBoundaries(TemplateMode mode) {
        super(mode, PRECEDENCE);
    }

    @Override
    public void doProcessTemplateStart(
            ITemplateContext context, ITemplateStart start, ITemplateBoundariesStructureHandler handler) {
        if (context instanceof IEngineContext live && Contexts.isWebContext(context)) {
            Frames.enter(live, Contexts.getWebExchange(context));
        }
    }

    @Override
    public void doProcessTemplateEnd(
            ITemplateContext context, ITemplateEnd end, ITemplateBoundariesStructureHandler handler) {
        if (context instanceof IEngineContext live && Contexts.isWebContext(context)) {
            Frames.leave(live, Contexts.getWebExchange(context));
        }
    }
}
