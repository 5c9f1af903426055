package io.fragmentcache.thymeleaf;

import io.fragmentcache.internal.page.FragmentCapture;
import io.fragmentcache.internal.template.CacheProcessor;
import io.fragmentcache.internal.template.Names;
import io.fragmentcache.internal.template.Precedence;
import org.thymeleaf.context.ITemplateContext;
import org.thymeleaf.model.IModel;
import org.thymeleaf.processor.element.AbstractElementModelProcessor;
import org.thymeleaf.processor.element.IElementModelStructureHandler;
import org.thymeleaf.templatemode.TemplateMode;

/** Gathers a {@code <cache:fragment>} that is not shown from the store. */
final class FragmentCaptureElement extends AbstractElementModelProcessor implements CacheProcessor {
    private final FragmentCapture capture;

    FragmentCaptureElement(TemplateMode mode, String prefix, FragmentCapture capture) {
        super(mode, prefix, Names.FRAGMENT, true, null, false, Precedence.CAPTURE);
        this.capture = capture;
    }

    @Override
    protected void doProcess(ITemplateContext context, IModel model, IElementModelStructureHandler handler) {
        capture.process(context, model, handler);
    }
}
