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

/**
 * Gathers a tag with {@code th:replace} that was looked up and missed; its own body may still be what is printed, as in
 * {@code th:replace="${x} ? ~{f} : _"}. Matches a mark of the look-up, so that hits are not gathered.
 */
final class InsertOnTagCaptureAttribute extends AbstractAttributeModelProcessor implements CacheProcessor {
    private final FragmentCapture capture;

    InsertOnTagCaptureAttribute(TemplateMode mode, String prefix, FragmentCapture capture) {
        super(mode, prefix, null, false, Names.HOST, true, Precedence.HOST_CAPTURE, false);
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
