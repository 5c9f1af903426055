package io.fragmentcache.internal.digest;

import java.util.Set;
import org.thymeleaf.context.ITemplateContext;
import org.thymeleaf.dialect.AbstractProcessorDialect;
import org.thymeleaf.model.IText;
import org.thymeleaf.processor.IProcessor;
import org.thymeleaf.processor.text.AbstractTextProcessor;
import org.thymeleaf.processor.text.ITextStructureHandler;
import org.thymeleaf.templatemode.TemplateMode;

/** Reads all text, so that the engine's parser leaves output expressions in it whole. */
final class TextReader extends AbstractProcessorDialect {
    TextReader() {
        super("text reader", "reads", 1000);
    }

    @Override
    public Set<IProcessor> getProcessors(String prefix) {
        return Set.of(new AbstractTextProcessor(TemplateMode.HTML, 1) {
            @Override
            protected void doProcess(ITemplateContext context, IText text, ITextStructureHandler handler) {}
        });
    }
}
