package io.fragmentcache.thymeleaf;

import io.fragmentcache.internal.page.FragmentCapture;
import io.fragmentcache.internal.template.CacheProcessor;
import io.fragmentcache.internal.template.Names;
import io.fragmentcache.internal.template.Precedence;
import org.thymeleaf.context.ITemplateContext;
import org.thymeleaf.engine.AttributeName;
import org.thymeleaf.model.IModel;
import org.thymeleaf.processor.element.AbstractAttributeModelProcessor;
import org.thymeleaf.processor.element.IElementModelStructureHandler;
import org.thymeleaf.templatemode.TemplateMode;

/** Gathers an element with {@code cache:fragment} that is not shown from the store, tag and body. */
final class FragmentCaptureAttribute extends AbstractAttributeModelProcessor implements CacheProcessor {
    private final FragmentCapture capture;

    FragmentCaptureAttribute(TemplateMode mode, String prefix, FragmentCapture capture) {
        super(mode, prefix, null, false, Names.FRAGMENT, true, Precedence.CAPTURE, false);
        this.capture = capture;
    }

    @Override
    protected void doProcess(
            ITemplateContext context,
            IModel model,
            AttributeName name,
            String value,
            IElementModelStructureHandler handler) {
        capture.process(context, model, handler);
    }
}
