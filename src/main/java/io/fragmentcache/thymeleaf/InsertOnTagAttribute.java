package io.fragmentcache.thymeleaf;

import io.fragmentcache.internal.page.FragmentLookup;
import io.fragmentcache.internal.page.InsertOnTag;
import io.fragmentcache.internal.template.CacheProcessor;
import io.fragmentcache.internal.template.FragmentTag;
import io.fragmentcache.internal.template.Names;
import io.fragmentcache.internal.template.Precedence;
import org.thymeleaf.context.ITemplateContext;
import org.thymeleaf.engine.AttributeName;
import org.thymeleaf.model.IProcessableElementTag;
import org.thymeleaf.processor.element.AbstractAttributeTagProcessor;
import org.thymeleaf.processor.element.IElementTagStructureHandler;
import org.thymeleaf.templatemode.TemplateMode;

/** {@code cache:fragment} as an attribute, before {@code th:insert} and {@code th:replace} beside it. */
final class InsertOnTagAttribute extends AbstractAttributeTagProcessor implements CacheProcessor {
    private final String prefix;
    private final InsertOnTag host;

    InsertOnTagAttribute(TemplateMode mode, String prefix, FragmentLookup lookup) {
        super(mode, prefix, null, false, Names.FRAGMENT, true, Precedence.HOST, false);
        this.prefix = prefix;
        this.host = new InsertOnTag(mode, prefix, lookup);
    }

    @Override
    protected void doProcess(
            ITemplateContext context,
            IProcessableElementTag tag,
            AttributeName name,
            String value,
            IElementTagStructureHandler handler) {
        host.process(context, new FragmentTag(tag, prefix, false, name), handler);
    }
}
