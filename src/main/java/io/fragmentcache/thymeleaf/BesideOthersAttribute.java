package io.fragmentcache.thymeleaf;

import io.fragmentcache.internal.page.BesideOthers;
import io.fragmentcache.internal.template.CacheProcessor;
import io.fragmentcache.internal.template.EngineBridge;
import io.fragmentcache.internal.template.Names;
import io.fragmentcache.internal.template.Precedence;
import org.thymeleaf.context.ITemplateContext;
import org.thymeleaf.engine.AttributeName;
import org.thymeleaf.model.IProcessableElementTag;
import org.thymeleaf.processor.element.AbstractAttributeTagProcessor;
import org.thymeleaf.processor.element.IElementTagStructureHandler;
import org.thymeleaf.templatemode.TemplateMode;

/** {@code cache:fragment} as an attribute, before the attributes of other dialects beside it. */
final class BesideOthersAttribute extends AbstractAttributeTagProcessor implements CacheProcessor {
    private final BesideOthers others;

    BesideOthersAttribute(TemplateMode mode, String prefix) {
        super(mode, prefix, null, false, Names.FRAGMENT, true, Precedence.BESIDE_OTHERS, false);
        this.others = new BesideOthers(prefix);
    }

    @Override
    protected void doProcess(
            ITemplateContext context,
            IProcessableElementTag tag,
            AttributeName name,
            String value,
            IElementTagStructureHandler handler) {
        others.putOff(tag, EngineBridge.configuration(context), handler);
    }
}
