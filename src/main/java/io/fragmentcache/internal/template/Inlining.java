package io.fragmentcache.internal.template;

import java.util.Locale;
import java.util.Map;
import org.thymeleaf.IEngineConfiguration;
import org.thymeleaf.context.ITemplateContext;
import org.thymeleaf.inline.IInliner;
import org.thymeleaf.inline.NoOpInliner;
import org.thymeleaf.model.AttributeValueQuotes;
import org.thymeleaf.model.IModel;
import org.thymeleaf.model.IModelFactory;
import org.thymeleaf.standard.inline.StandardCSSInliner;
import org.thymeleaf.standard.inline.StandardHTMLInliner;
import org.thymeleaf.standard.inline.StandardJavaScriptInliner;
import org.thymeleaf.standard.inline.StandardTextInliner;
import org.thymeleaf.standard.inline.StandardXMLInliner;
import org.thymeleaf.templatemode.TemplateMode;

/** How output expressions in text are read at a place of a template, which {@code th:inline} around it decides. */
enum Inlining {
    OF_THE_TEMPLATE,
    NONE,
    HTML,
    XML,
    TEXT,
    JAVASCRIPT,
    CSS;

    private static final String INLINE = "inline";

    /** Where the rendering is now. */
    static Inlining of(ITemplateContext context) {
        IInliner inliner = context.getInliner();
        Inlining inlining = inliner instanceof NoOpInliner
                ? NONE
                : inliner instanceof StandardHTMLInliner
                        ? HTML
                        : inliner instanceof StandardXMLInliner
                                ? XML
                                : inliner instanceof StandardTextInliner
                                        ? TEXT
                                        : inliner instanceof StandardJavaScriptInliner
                                                ? JAVASCRIPT
                                                : inliner instanceof StandardCSSInliner ? CSS : OF_THE_TEMPLATE;
        TemplateMode mode = context.getTemplateMode();
        return inlining.name().equals(mode.name()) ? OF_THE_TEMPLATE : inlining;
    }

    /** The element inside a block, which is not printed, that says so. */
    IModel around(IModel element, IModelFactory factory, IEngineConfiguration configuration) {
        if (this == OF_THE_TEMPLATE) {
            return element;
        }
        String standard = configuration.getStandardDialectPrefix();
        String block = standard + ":block";
        IModel inlined = factory.createModel();
        inlined.add(factory.createOpenElementTag(
                block,
                Map.of(standard + ":" + INLINE, name().toLowerCase(Locale.ROOT)),
                AttributeValueQuotes.DOUBLE,
                false));
        inlined.addModel(element);
        inlined.add(factory.createCloseElementTag(block));
        return inlined;
    }
}
