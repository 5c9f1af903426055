package io.fragmentcache.thymeleaf;

import org.thymeleaf.context.ITemplateContext;
import org.thymeleaf.engine.AttributeName;
import org.thymeleaf.model.IAttribute;
import org.thymeleaf.model.IProcessableElementTag;
import org.thymeleaf.processor.element.AbstractAttributeTagProcessor;
import org.thymeleaf.processor.element.IElementTagStructureHandler;
import org.thymeleaf.templatemode.TemplateMode;

/**
 * Sees a fragment's tag before {@code th:insert} and {@code th:replace} of the same tag do. The first is put off until
 * each, if and with were processed; beside the second the engine ignores everything else, so the fragment is looked up
 * right here.
 */
final class HostAttribute extends AbstractAttributeTagProcessor {
    private final String prefix;
    private final FragmentLookup lookup;

    HostAttribute(TemplateMode mode, String prefix, FragmentLookup lookup) {
        super(mode, prefix, null, false, Names.FRAGMENT, true, Precedence.HOST, false);
        this.prefix = prefix;
        this.lookup = lookup;
    }

    @Override
    protected void doProcess(
            ITemplateContext context,
            IProcessableElementTag tag,
            AttributeName name,
            String value,
            IElementTagStructureHandler handler) {
        String standard = context.getConfiguration().getStandardDialectPrefix();
        if (tag.hasAttribute(standard, "replace")) {
            if (lookup.process(context, new FragmentTag(tag, prefix, false), handler)) {
                handler.setAttribute(prefix + ":" + Names.HOST, "");
            } else {
                Marks.remove(tag, prefix, handler, standard);
            }
            return;
        }
        IAttribute insert = tag.getAttribute(standard, "insert");
        if (insert != null) {
            handler.setAttribute(prefix + ":" + Names.INSERT, insert.getValue());
            handler.removeAttribute(insert.getAttributeDefinition().getAttributeName());
        }
    }
}
