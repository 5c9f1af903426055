package io.fragmentcache.thymeleaf;

import io.fragmentcache.internal.template.CacheAttributes;
import io.fragmentcache.internal.template.CacheProcessor;
import io.fragmentcache.internal.template.Names;
import io.fragmentcache.internal.template.Precedence;
import org.thymeleaf.context.ITemplateContext;
import org.thymeleaf.engine.AttributeName;
import org.thymeleaf.model.IProcessableElementTag;
import org.thymeleaf.processor.element.AbstractAttributeTagProcessor;
import org.thymeleaf.processor.element.IElementTagStructureHandler;
import org.thymeleaf.templatemode.TemplateMode;

/**
 * Looks for strayed attributes beside {@code th:replace}: the engine ignores all that stands there, so that
 * {@link UnknownAttribute} never meets them. Matches {@code th:replace} and not our own prefix, or each hit would pay for
 * it. Under another prefix of the standard dialect they are seen by the check of the digests only.
 */
final class BesideReplace extends AbstractAttributeTagProcessor implements CacheProcessor {
    private static final String STANDARD = "th";

    private final String prefix;

    BesideReplace(TemplateMode mode, String prefix) {
        super(mode, STANDARD, null, false, "replace", true, Precedence.BESIDE_REPLACE, false);
        this.prefix = prefix;
    }

    @Override
    protected void doProcess(
            ITemplateContext context,
            IProcessableElementTag tag,
            AttributeName name,
            String value,
            IElementTagStructureHandler handler) {
        boolean isOurs = tag.hasAttribute(prefix, Names.FRAGMENT)
                || CacheAttributes.isHole(tag, prefix)
                || tag.hasAttribute(prefix, Names.HOLE_CAPTURE);
        if (!isOurs) {
            UnknownAttribute.check(tag, prefix);
        }
    }
}
