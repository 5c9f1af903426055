package io.fragmentcache.internal.template;

import io.fragmentcache.internal.scan.Dialects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.IEngineConfiguration;
import org.thymeleaf.model.IAttribute;
import org.thymeleaf.model.IModel;
import org.thymeleaf.model.IProcessableElementTag;

/**
 * The elements whose children the layout dialect takes apart: those that it merges, and those with its attributes inside.
 *
 * @param prefix of that dialect; null where it is absent
 */
record LayoutElements(@Nullable String prefix) {
    private static final Set<String> MERGED = Set.of("html", "head", "title", "body");

    /** On a tag it says where the element goes to, as a whole. */
    private static final String FRAGMENT = "fragment";

    static LayoutElements of(IEngineConfiguration configuration, String cachePrefix) {
        return new LayoutElements(Dialects.of(configuration, cachePrefix).layout());
    }

    /** Whether the children of the element between these two events must stay where they are. */
    boolean looksInto(IModel events, int open, int close) {
        if (prefix == null) {
            return false;
        }
        for (int i = open; i < close; i++) {
            if (events.get(i) instanceof IProcessableElementTag tag && (i == open ? looksInto(tag) : hasAny(tag))) {
                return true;
            }
        }
        return false;
    }

    private boolean looksInto(IProcessableElementTag tag) {
        if (MERGED.contains(tag.getElementCompleteName())) {
            return true;
        }
        for (IAttribute attribute : tag.getAllAttributes()) {
            var name = attribute.getAttributeDefinition().getAttributeName();
            if (name.getPrefix() != null
                    && name.getPrefix().equals(prefix)
                    && !name.getAttributeName().equals(FRAGMENT)) {
                return true;
            }
        }
        return false;
    }

    private boolean hasAny(IProcessableElementTag tag) {
        for (IAttribute attribute : tag.getAllAttributes()) {
            String of = attribute.getAttributeDefinition().getAttributeName().getPrefix();
            if (of != null && of.equals(prefix)) {
                return true;
            }
        }
        return false;
    }
}
