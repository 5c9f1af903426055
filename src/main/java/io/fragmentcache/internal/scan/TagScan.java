package io.fragmentcache.internal.scan;

import java.util.Set;
import org.thymeleaf.engine.AttributeName;
import org.thymeleaf.model.IAttribute;
import org.thymeleaf.model.IProcessableElementTag;
import org.thymeleaf.templatemode.TemplateMode;
import org.thymeleaf.util.EscapedAttributeUtils;

/** Hands each attribute of a tag to the reading of the dialect that it belongs to. */
record TagScan(Dialects dialects, AttributeScan attributes) {
    /** Elements of a layout into which the layout dialect merges what the page has there. */
    private static final Set<String> MERGED = Set.of("html", "head", "title", "body");

    void scan(IProcessableElementTag tag, CacheTag cache, TemplateSource source, TemplateMode mode) {
        if (dialects.layout() != null && mode == TemplateMode.HTML && MERGED.contains(tag.getElementCompleteName())) {
            attributes.merged(tag.getElementCompleteName(), source.place(tag.getLine()));
        }
        for (String setting : cache.settings().keySet()) {
            String value = cache.value(setting);
            if (value != null) {
                attributes.cache(setting, value, source.place(tag.getLine()));
            }
        }
        for (IAttribute attribute : tag.getAllAttributes()) {
            String value = EscapedAttributeUtils.unescapeAttribute(mode, attribute.getValue());
            if (value != null) {
                int line = attribute.hasLocation() ? attribute.getLine() : tag.getLine();
                attribute(attribute.getAttributeDefinition().getAttributeName(), value, source.place(line));
            }
        }
    }

    private void attribute(AttributeName name, String value, Place place) {
        String prefix = name.getPrefix();
        if (prefix == null || dialects.standard() == null) {
            return;
        }
        if (prefix.equals(dialects.standard())) {
            attributes.standard(name.getAttributeName(), value, place);
        } else if (prefix.equals(dialects.layout())) {
            attributes.layout(name.getAttributeName(), value, place);
        } else if (!prefix.equals(dialects.cache()) && value.contains("~{")) {
            attributes.any(value, place);
        }
    }
}
