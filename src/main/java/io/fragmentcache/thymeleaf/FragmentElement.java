package io.fragmentcache.thymeleaf;

import io.fragmentcache.internal.page.FragmentCapture;
import io.fragmentcache.internal.page.FragmentLookup;
import io.fragmentcache.internal.template.CacheAttributes;
import io.fragmentcache.internal.template.CacheProcessor;
import io.fragmentcache.internal.template.FragmentTag;
import io.fragmentcache.internal.template.Names;
import io.fragmentcache.internal.template.Precedence;
import org.thymeleaf.context.ITemplateContext;
import org.thymeleaf.model.IProcessableElementTag;
import org.thymeleaf.processor.element.AbstractElementTagProcessor;
import org.thymeleaf.processor.element.IElementTagStructureHandler;
import org.thymeleaf.templatemode.TemplateMode;

/** {@code <cache:fragment name="…" key="…">}: caches what stands between its tags, which are not printed. */
final class FragmentElement extends AbstractElementTagProcessor implements CacheProcessor {
    private final String prefix;
    private final FragmentLookup lookup;

    FragmentElement(TemplateMode mode, String prefix, FragmentLookup lookup) {
        super(mode, prefix, Names.FRAGMENT, true, null, false, Precedence.LOOKUP);
        this.prefix = prefix;
        this.lookup = lookup;
    }

    @Override
    protected void doProcess(
            ITemplateContext context, IProcessableElementTag tag, IElementTagStructureHandler handler) {
        FragmentTag fragment = new FragmentTag(tag, prefix, true);
        if (lookup.process(context, fragment, handler)) {
            return;
        }
        if (CacheAttributes.others(tag, prefix).isEmpty() && !lookup.isCut(fragment)) {
            handler.removeTags();
        } else {
            FragmentCapture.leavePlain(handler);
        }
    }
}
