package io.fragmentcache.thymeleaf;

import io.fragmentcache.internal.page.BesideOthers;
import io.fragmentcache.internal.template.CacheProcessor;
import io.fragmentcache.internal.template.EngineBridge;
import io.fragmentcache.internal.template.Names;
import io.fragmentcache.internal.template.Precedence;
import org.thymeleaf.context.ITemplateContext;
import org.thymeleaf.model.IProcessableElementTag;
import org.thymeleaf.processor.element.AbstractElementTagProcessor;
import org.thymeleaf.processor.element.IElementTagStructureHandler;
import org.thymeleaf.templatemode.TemplateMode;

/** {@code <cache:fragment>}, before the attributes of other dialects on it. */
final class BesideOthersElement extends AbstractElementTagProcessor implements CacheProcessor {
    private final BesideOthers others;

    BesideOthersElement(TemplateMode mode, String prefix) {
        super(mode, prefix, Names.FRAGMENT, true, null, false, Precedence.BESIDE_OTHERS);
        this.others = new BesideOthers(prefix);
    }

    @Override
    protected void doProcess(
            ITemplateContext context, IProcessableElementTag tag, IElementTagStructureHandler handler) {
        others.putOff(tag, EngineBridge.configuration(context), handler);
    }
}
