package io.fragmentcache.internal.template;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.fragmentcache.internal.Bound;
import io.fragmentcache.internal.scan.CacheNames;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.IEngineConfiguration;
import org.thymeleaf.context.ITemplateContext;
import org.thymeleaf.engine.AttributeName;
import org.thymeleaf.engine.TemplateData;
import org.thymeleaf.engine.TemplateModel;
import org.thymeleaf.model.IAttribute;
import org.thymeleaf.model.ICDATASection;
import org.thymeleaf.model.IComment;
import org.thymeleaf.model.IModel;
import org.thymeleaf.model.IOpenElementTag;
import org.thymeleaf.model.IProcessableElementTag;
import org.thymeleaf.model.ITemplateEvent;
import org.thymeleaf.model.IText;
import org.thymeleaf.processor.IProcessor;
import org.thymeleaf.templatemode.TemplateMode;

/**
 * The white space that Thymeleaf repeats between the rows of a loop: what stands before the element, if it is a block or
 * the template is XML. Known only for elements that stand where their template put them, and between texts that no other
 * dialect changes. Thread-safe.
 */
public final class RowWhitespace {
    /** Those of the elements for which the engine repeats it that rows are made of. */
    static final Set<String> BLOCKS = Set.of(
            "article", "aside", "dd", "div", "dl", "dt", "figure", "form", "li", "ol", "option", "p", "section",
            "table", "tbody", "td", "th", "tr", "ul");

    private final String prefix;
    private final Bodies bodies;

    /** By the identity of the attribute that marks the fragment, which lives as long as one parse of its template. */
    @Bound("what is parsed now: the keys are weak")
    private final Cache<IAttribute, Optional<String>> known =
            Caffeine.newBuilder().weakKeys().executor(Runnable::run).build();

    public RowWhitespace(Bodies bodies) {
        this.prefix = bodies.prefix();
        this.bodies = bodies;
    }

    /** Empty where only the engine knows. */
    public Optional<String> before(FragmentTag row, IAttribute mark, ITemplateContext context) {
        TemplateData template = context.getTemplateData();
        // A tag that the layout dialect took from one template to another stands between other texts there.
        boolean inPlace = template.getTemplate().equals(row.tag().getTemplateName())
                && template.getValidity().isCacheable();
        return inPlace ? known.get(mark, first -> find(row.tag(), context)) : Optional.empty();
    }

    private Optional<String> find(IProcessableElementTag row, ITemplateContext context) {
        TemplateMode mode = row.getTemplateMode();
        IEngineConfiguration configuration = EngineBridge.configuration(context);
        boolean untouched = configuration.getPreProcessors(mode).isEmpty()
                && configuration.getPostProcessors(mode).isEmpty()
                // One is the engine's own, which has nothing to do in white space.
                && configuration.getTextProcessors(mode).size() <= 1;
        if (!mode.isMarkup() || !untouched || !isAlone(row, configuration.getStandardDialectPrefix())) {
            return Optional.empty();
        }
        TemplateData data = context.getTemplateData();
        TemplateModel parsed = configuration
                .getTemplateManager()
                .parseStandalone(
                        context, data.getTemplate(), data.getTemplateSelectors(), data.getTemplateMode(), true, true);
        IModel template = bodies.whole(parsed, context.getModelFactory());
        for (int i = 1; i < template.size(); i++) {
            if (template.get(i) instanceof IProcessableElementTag tag
                    && tag.getLine() == row.getLine()
                    && tag.getCol() == row.getCol()) {
                return between(template.get(i - 1), row, mode);
            }
        }
        return Optional.empty();
    }

    /** Whether nothing on the tag is evaluated for each row but what is evaluated inside the fragment. */
    private boolean isAlone(IProcessableElementTag row, String standardPrefix) {
        return row.getElementDefinition().getAssociatedProcessors().stream()
                        .allMatch(processor -> isInside(standardPrefix, elementPrefix(row), processor))
                && Arrays.stream(row.getAllAttributes()).allMatch(attribute -> isAlone(attribute, standardPrefix));
    }

    private boolean isAlone(IAttribute attribute, String standardPrefix) {
        AttributeName name = attribute.getAttributeDefinition().getAttributeName();
        if (prefix.equals(name.getPrefix())) {
            return !CacheNames.isHole(name.getAttributeName());
        }
        return attribute.getAttributeDefinition().getAssociatedProcessors().stream()
                .allMatch(processor -> isInside(standardPrefix, name.getPrefix(), processor));
    }

    private static boolean isInside(String standardPrefix, @Nullable String prefix, IProcessor processor) {
        return standardPrefix.equals(prefix) && processor.getPrecedence() > Precedence.CAPTURE;
    }

    private static @Nullable String elementPrefix(IProcessableElementTag row) {
        return row.getElementDefinition().getElementName().getPrefix();
    }

    private static Optional<String> between(ITemplateEvent before, IProcessableElementTag row, TemplateMode mode) {
        if (before instanceof IText text) {
            if (!text.getText().isBlank()) {
                return Optional.of("");
            }
            if (elementPrefix(row) != null) {
                return mode == TemplateMode.XML ? Optional.of(text.getText()) : Optional.of("");
            }
            String name = row.getElementDefinition().getElementName().getElementName();
            return mode == TemplateMode.XML || BLOCKS.contains(name) ? Optional.of(text.getText()) : Optional.empty();
        }
        // Behind a closing tag the engine may see the white space in that element, if it was a loop without rows.
        boolean isNone =
                before instanceof IOpenElementTag || before instanceof IComment || before instanceof ICDATASection;
        return isNone ? Optional.of("") : Optional.empty();
    }
}
