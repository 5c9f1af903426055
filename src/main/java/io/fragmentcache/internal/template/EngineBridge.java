package io.fragmentcache.internal.template;

import java.io.Writer;
import java.util.List;
import org.thymeleaf.context.IEngineContext;
import org.thymeleaf.engine.ITemplateHandler;
import org.thymeleaf.engine.ModelBuilderTemplateHandler;
import org.thymeleaf.engine.OutputTemplateHandler;
import org.thymeleaf.engine.ProcessorTemplateHandler;
import org.thymeleaf.engine.TemplateModel;
import org.thymeleaf.model.ICDATASection;
import org.thymeleaf.model.ICloseElementTag;
import org.thymeleaf.model.IComment;
import org.thymeleaf.model.IDocType;
import org.thymeleaf.model.IModel;
import org.thymeleaf.model.IModelVisitor;
import org.thymeleaf.model.IOpenElementTag;
import org.thymeleaf.model.IProcessingInstruction;
import org.thymeleaf.model.IStandaloneElementTag;
import org.thymeleaf.model.ITemplateEnd;
import org.thymeleaf.model.ITemplateEvent;
import org.thymeleaf.model.ITemplateStart;
import org.thymeleaf.model.IText;
import org.thymeleaf.model.IXMLDeclaration;
import org.thymeleaf.processor.element.IElementProcessor;
import org.thymeleaf.util.ProcessorConfigurationUtils;

/**
 * Renders gathered events with the engine's own chain of handlers: no text is parsed again. The only file that touches
 * API which Thymeleaf calls internal; tried with 3.1.0 to 3.1.5.
 */
public final class EngineBridge {
    private EngineBridge() {}

    /** Prints the events in this context, which is left as it was found, whatever happens. */
    public static void render(IModel events, IEngineContext context, Writer out) {
        int level = context.level();
        // No start of a template is sent: it would switch on inlining that is off around the fragment.
        ProcessorTemplateHandler processors = new ProcessorTemplateHandler();
        processors.setContext(context);
        OutputTemplateHandler output = new OutputTemplateHandler(out);
        output.setContext(context);
        processors.setNext(output);
        try {
            events.accept(new Feed(processors));
        } finally {
            // An exception leaves levels open, and what is rendered after it would see the variables in them.
            while (context.level() > level) {
                context.decreaseLevel();
            }
        }
    }

    /** Whether the engine would call this dialect for it. */
    static boolean isOurs(IElementProcessor processor) {
        return ProcessorConfigurationUtils.unwrap(processor) instanceof CacheProcessor;
    }

    /** A parsed template of these events, of the same name and resolution as another one. */
    static TemplateModel template(TemplateModel like, List<ITemplateEvent> events) {
        ModelBuilderTemplateHandler builder =
                new ModelBuilderTemplateHandler(like.getConfiguration(), like.getTemplateData());
        Feed feed = new Feed(builder);
        events.forEach(event -> event.accept(feed));
        return builder.getModel();
    }

    /** Feeds each event of a model to a handler. */
    private record Feed(ITemplateHandler handler) implements IModelVisitor {
        @Override
        public void visit(ITemplateStart event) {
            handler.handleTemplateStart(event);
        }

        @Override
        public void visit(ITemplateEnd event) {
            handler.handleTemplateEnd(event);
        }

        @Override
        public void visit(IXMLDeclaration event) {
            handler.handleXMLDeclaration(event);
        }

        @Override
        public void visit(IDocType event) {
            handler.handleDocType(event);
        }

        @Override
        public void visit(ICDATASection event) {
            handler.handleCDATASection(event);
        }

        @Override
        public void visit(IComment event) {
            handler.handleComment(event);
        }

        @Override
        public void visit(IText event) {
            handler.handleText(event);
        }

        @Override
        public void visit(IStandaloneElementTag event) {
            handler.handleStandaloneElement(event);
        }

        @Override
        public void visit(IOpenElementTag event) {
            handler.handleOpenElement(event);
        }

        @Override
        public void visit(ICloseElementTag event) {
            handler.handleCloseElement(event);
        }

        @Override
        public void visit(IProcessingInstruction event) {
            handler.handleProcessingInstruction(event);
        }
    }
}
