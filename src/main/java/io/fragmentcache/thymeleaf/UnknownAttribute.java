package io.fragmentcache.thymeleaf;

import io.fragmentcache.internal.scan.CacheNames;
import io.fragmentcache.internal.template.CacheProcessor;
import io.fragmentcache.internal.template.Precedence;
import io.fragmentcache.problem.Problem;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.context.ITemplateContext;
import org.thymeleaf.engine.AttributeName;
import org.thymeleaf.exceptions.TemplateProcessingException;
import org.thymeleaf.model.IAttribute;
import org.thymeleaf.model.IProcessableElementTag;
import org.thymeleaf.processor.AbstractProcessor;
import org.thymeleaf.processor.element.IElementTagProcessor;
import org.thymeleaf.processor.element.IElementTagStructureHandler;
import org.thymeleaf.processor.element.MatchingAttributeName;
import org.thymeleaf.processor.element.MatchingElementName;
import org.thymeleaf.templatemode.TemplateMode;

/** Meets attributes of this dialect on tags that mark no fragment: misspelt, or astray. Else they would be printed. */
final class UnknownAttribute extends AbstractProcessor implements IElementTagProcessor, CacheProcessor {
    private final String prefix;
    private final MatchingAttributeName matches;

    UnknownAttribute(TemplateMode mode, String prefix) {
        super(mode, Precedence.LEFT_OVER);
        this.prefix = prefix;
        this.matches = MatchingAttributeName.forAllAttributesWithPrefix(mode, prefix);
    }

    @Override
    public @Nullable MatchingElementName getMatchingElementName() {
        return null;
    }

    @Override
    public MatchingAttributeName getMatchingAttributeName() {
        return matches;
    }

    @Override
    public void process(ITemplateContext context, IProcessableElementTag tag, IElementTagStructureHandler handler) {
        check(tag, prefix);
    }

    /** Throws where an attribute of this dialect stands on a tag that is none of its fragments. */
    static void check(IProcessableElementTag tag, String prefix) {
        for (IAttribute attribute : tag.getAllAttributes()) {
            AttributeName name = attribute.getAttributeDefinition().getAttributeName();
            if (prefix.equals(name.getPrefix())) {
                Problem problem =
                        CacheNames.stray(prefix, name.getAttributeName(), attribute.getAttributeCompleteName());
                throw new TemplateProcessingException(
                        problem.getMessage(), tag.getTemplateName(), attribute.getLine(), attribute.getCol(), problem);
            }
        }
    }
}
