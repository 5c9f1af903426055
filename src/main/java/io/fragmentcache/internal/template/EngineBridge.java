package io.fragmentcache.internal.template;

import io.fragmentcache.internal.scan.EventFeed;
import java.io.Writer;
import java.util.List;
import org.thymeleaf.IEngineConfiguration;
import org.thymeleaf.context.IEngineContext;
import org.thymeleaf.context.ITemplateContext;
import org.thymeleaf.engine.ModelBuilderTemplateHandler;
import org.thymeleaf.engine.OutputTemplateHandler;
import org.thymeleaf.engine.ProcessorTemplateHandler;
import org.thymeleaf.engine.TemplateData;
import org.thymeleaf.engine.TemplateModel;
import org.thymeleaf.model.IModel;
import org.thymeleaf.model.ITemplateEvent;
import org.thymeleaf.processor.element.IElementProcessor;
import org.thymeleaf.util.ProcessorConfigurationUtils;

/**
 * Renders gathered events with the engine's own chain of handlers: no text is parsed again. The only file that touches
 * API which Thymeleaf calls internal; tried with 3.1.0 to 3.1.5.
 */
public final class EngineBridge {
    private static final String LAYOUT_DIALECT = "nz.net.ultraq.thymeleaf.layoutdialect.";

    private EngineBridge() {}

    /** Prints the events in this context, which is left as it was found, whatever happens. */
    public static void render(IModel events, IEngineContext context, Writer out) {
        new Chain(context, out).render(events);
    }

    /**
     * The engine's handlers, for whole elements that are printed one after the other in one context and template mode. Of no
     * use any more when one of them has thrown.
     */
    static final class Chain {
        private final IEngineContext context;
        private final EventFeed feed;

        Chain(IEngineContext context, Writer out) {
            this.context = context;
            if (context instanceof HandledContext handled) {
                handled.handled();
            }
            // No start of a template is sent: it would switch on inlining that is off around the fragment.
            ProcessorTemplateHandler processors = new ProcessorTemplateHandler();
            processors.setContext(context);
            OutputTemplateHandler output = new OutputTemplateHandler(out);
            output.setContext(context);
            processors.setNext(output);
            this.feed = new EventFeed(processors);
        }

        void render(IModel events) {
            int level = context.level();
            try {
                events.accept(feed);
            } finally {
                // An exception leaves levels open, and what is rendered after it would see the variables in them.
                while (context.level() > level) {
                    context.decreaseLevel();
                }
            }
        }
    }

    /** The engine's own configuration: what is kept beyond an expression belongs to it. */
    public static IEngineConfiguration configuration(ITemplateContext context) {
        return context instanceof HandledContext handled ? handled.engine() : context.getConfiguration();
    }

    /** A parsed template without content, for the engine's cache. */
    static TemplateModel empty(IEngineConfiguration configuration, TemplateData data) {
        ModelBuilderTemplateHandler builder = new ModelBuilderTemplateHandler(configuration, data);
        configuration
                .getTemplateManager()
                .parseString(data, "", 0, 0, data.getTemplateMode(), false)
                .accept(new EventFeed(builder));
        return builder.getModel();
    }

    /** Whether the engine would call this dialect for it. */
    static boolean isOurs(IElementProcessor processor) {
        return ProcessorConfigurationUtils.unwrap(processor) instanceof CacheProcessor;
    }

    /** Whether it is one of the layout dialect's, of which it is known what they look at. */
    static boolean isOfLayoutDialect(IElementProcessor processor) {
        return ProcessorConfigurationUtils.unwrap(processor)
                .getClass()
                .getName()
                .startsWith(LAYOUT_DIALECT);
    }

    /** A parsed template of these events, of the same name and resolution as another one. */
    static TemplateModel template(TemplateModel like, List<ITemplateEvent> events) {
        ModelBuilderTemplateHandler builder =
                new ModelBuilderTemplateHandler(like.getConfiguration(), like.getTemplateData());
        EventFeed feed = new EventFeed(builder);
        events.forEach(event -> event.accept(feed));
        return builder.getModel();
    }
}
