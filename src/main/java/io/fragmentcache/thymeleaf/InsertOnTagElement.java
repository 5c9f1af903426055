package io.fragmentcache.thymeleaf;

import io.fragmentcache.internal.page.FragmentLookup;
import io.fragmentcache.internal.page.InsertOnTag;
import io.fragmentcache.internal.template.CacheProcessor;
import io.fragmentcache.internal.template.FragmentTag;
import io.fragmentcache.internal.template.Names;
import io.fragmentcache.internal.template.Precedence;
import org.thymeleaf.context.ITemplateContext;
import org.thymeleaf.model.IProcessableElementTag;
import org.thymeleaf.processor.element.AbstractElementTagProcessor;
import org.thymeleaf.processor.element.IElementTagStructureHandler;
import org.thymeleaf.templatemode.TemplateMode;

/** {@code <cache:fragment>}, before {@code th:insert} and {@code th:replace} on it. */
final class InsertOnTagElement extends AbstractElementTagProcessor implements CacheProcessor {
    private final String prefix;
    private final InsertOnTag host;

    InsertOnTagElement(TemplateMode mode, String prefix, FragmentLookup lookup) {
        super(mode, prefix, Names.FRAGMENT, true, null, false, Precedence.HOST);
        this.prefix = prefix;
        this.host = new InsertOnTag(mode, prefix, lookup);
    }

    @Override
    protected void doProcess(
            ITemplateContext context, IProcessableElementTag tag, IElementTagStructureHandler handler) {
        host.process(context, new FragmentTag(tag, prefix, true), handler);
    }
}
