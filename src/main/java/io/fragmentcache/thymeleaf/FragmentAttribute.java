package io.fragmentcache.thymeleaf;

import io.fragmentcache.internal.page.FragmentCapture;
import io.fragmentcache.internal.page.FragmentLookup;
import io.fragmentcache.internal.template.CacheAttributes;
import io.fragmentcache.internal.template.CacheProcessor;
import io.fragmentcache.internal.template.FragmentTag;
import io.fragmentcache.internal.template.Names;
import io.fragmentcache.internal.template.Precedence;
import org.thymeleaf.context.ITemplateContext;
import org.thymeleaf.engine.AttributeName;
import org.thymeleaf.engine.AttributeNames;
import org.thymeleaf.model.IProcessableElementTag;
import org.thymeleaf.processor.element.AbstractAttributeTagProcessor;
import org.thymeleaf.processor.element.IElementTagStructureHandler;
import org.thymeleaf.templatemode.TemplateMode;

/** {@code cache:fragment} as an attribute, and {@code data-cache-fragment}. */
final class FragmentAttribute extends AbstractAttributeTagProcessor implements CacheProcessor {
    private final String prefix;
    private final FragmentLookup lookup;
    private final AttributeName each;

    FragmentAttribute(TemplateMode mode, String prefix, FragmentLookup lookup) {
        super(mode, prefix, null, false, Names.FRAGMENT, true, Precedence.LOOKUP, false);
        this.prefix = prefix;
        this.lookup = lookup;
        this.each = AttributeNames.forName(mode, prefix, Names.EACH);
    }

    @Override
    protected void doProcess(
            ITemplateContext context,
            IProcessableElementTag tag,
            AttributeName name,
            String value,
            IElementTagStructureHandler handler) {
        if (tag.hasAttribute(each)) {
            // The loop looked up its rows together.
            return;
        }
        FragmentTag fragment = new FragmentTag(tag, prefix, false, name);
        if (lookup.process(context, fragment, handler)) {
            return;
        }
        if (lookup.isCut(fragment)) {
            FragmentCapture.leavePlain(handler);
        } else {
            CacheAttributes.remove(tag, prefix, handler);
        }
    }
}
