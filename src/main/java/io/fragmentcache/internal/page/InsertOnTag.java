package io.fragmentcache.internal.page;

import io.fragmentcache.internal.template.EngineBridge;
import io.fragmentcache.internal.template.FragmentTag;
import io.fragmentcache.internal.template.Names;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.context.ITemplateContext;
import org.thymeleaf.engine.AttributeName;
import org.thymeleaf.engine.AttributeNames;
import org.thymeleaf.model.IAttribute;
import org.thymeleaf.processor.element.IElementTagStructureHandler;
import org.thymeleaf.templatemode.TemplateMode;

/**
 * Sees a fragment's tag before {@code th:insert}, {@code th:include} and {@code th:replace} of the same tag do. The first
 * two are put off until each, if and with were processed; beside the last the engine ignores everything else, so the
 * fragment is looked up right here.
 */
public final class InsertOnTag {
    /** Spelled once: finding an attribute by its text is what a hit would do most of. */
    private record Standard(String prefix, AttributeName replace, AttributeName insert, AttributeName include) {
        static Standard of(TemplateMode mode, String prefix) {
            return new Standard(
                    prefix,
                    AttributeNames.forName(mode, prefix, "replace"),
                    AttributeNames.forName(mode, prefix, "insert"),
                    AttributeNames.forName(mode, prefix, "include"));
        }
    }

    private final TemplateMode mode;
    private final String prefix;
    private final FragmentLookup lookup;
    private volatile @Nullable Standard known;

    public InsertOnTag(TemplateMode mode, String prefix, FragmentLookup lookup) {
        this.mode = mode;
        this.prefix = prefix;
        this.lookup = lookup;
    }

    public void process(ITemplateContext context, FragmentTag tag, IElementTagStructureHandler handler) {
        Standard standard = standard(EngineBridge.configuration(context).getStandardDialectPrefix());
        if (tag.tag().hasAttribute(standard.replace)) {
            if (!lookup.process(context, tag, handler)) {
                FragmentCapture.leavePlain(handler);
            }
            handler.setAttribute(prefix + ":" + Names.HOST, "");
            return;
        }
        putOff(tag.tag().getAttribute(standard.insert), prefix, handler);
        putOff(tag.tag().getAttribute(standard.include), prefix, handler);
    }

    /** Has an attribute wait until the fragment is rendered. */
    public static void putOff(@Nullable IAttribute attribute, String prefix, IElementTagStructureHandler handler) {
        if (attribute != null) {
            handler.replaceAttribute(
                    attribute.getAttributeDefinition().getAttributeName(),
                    prefix + ":" + Names.waiting(attribute.getAttributeCompleteName()),
                    attribute.getValue(),
                    attribute.getValueQuotes());
        }
    }

    private Standard standard(String standardPrefix) {
        Standard last = known;
        if (last == null || !last.prefix.equals(standardPrefix)) {
            last = Standard.of(mode, standardPrefix);
            known = last;
        }
        return last;
    }
}
