package io.fragmentcache.thymeleaf;

import org.thymeleaf.context.ITemplateContext;
import org.thymeleaf.model.IAttribute;
import org.thymeleaf.processor.element.IElementTagStructureHandler;

/**
 * Sees a fragment's tag before {@code th:insert} and {@code th:replace} of the same tag do. The first is put off until
 * each, if and with were processed; beside the second the engine ignores everything else, so the fragment is looked up
 * right here.
 */
final class Host {
    private final String prefix;
    private final FragmentLookup lookup;

    Host(String prefix, FragmentLookup lookup) {
        this.prefix = prefix;
        this.lookup = lookup;
    }

    void process(ITemplateContext context, FragmentTag tag, IElementTagStructureHandler handler) {
        String standard = context.getConfiguration().getStandardDialectPrefix();
        if (tag.tag().hasAttribute(standard, "replace")) {
            if (!lookup.process(context, tag, handler)) {
                FragmentCapture.leavePlain(handler);
            }
            handler.setAttribute(prefix + ":" + Names.HOST, "");
            return;
        }
        IAttribute insert = tag.tag().getAttribute(standard, "insert");
        if (insert != null) {
            handler.setAttribute(prefix + ":" + Names.INSERT, insert.getValue());
            handler.removeAttribute(insert.getAttributeDefinition().getAttributeName());
        }
    }
}
