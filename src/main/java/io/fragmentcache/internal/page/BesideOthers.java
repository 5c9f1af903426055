package io.fragmentcache.internal.page;

import io.fragmentcache.internal.scan.Dialects;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.IEngineConfiguration;
import org.thymeleaf.engine.AttributeName;
import org.thymeleaf.model.IAttribute;
import org.thymeleaf.model.IProcessableElementTag;
import org.thymeleaf.processor.element.IElementTagStructureHandler;

/**
 * Has the attributes that other dialects have on a fragment's tag wait until it is rendered, whatever the precedence of
 * their dialect: what they print is part of the fragment, and what they read is seen by its guard.
 *
 * <p>Two stay outside, where they are evaluated for each request: conditions of Spring Security, as {@code th:if} does,
 * and the layout dialect's, which decide where the element stands.
 */
public final class BesideOthers {
    private static final String CONDITION = "authorize";

    private final String prefix;
    private volatile @Nullable Dialects known;

    public BesideOthers(String prefix) {
        this.prefix = prefix;
    }

    public void putOff(
            IProcessableElementTag tag, IEngineConfiguration configuration, IElementTagStructureHandler handler) {
        Dialects dialects = dialects(configuration);
        for (IAttribute attribute : tag.getAllAttributes()) {
            AttributeName name = attribute.getAttributeDefinition().getAttributeName();
            String of = name.getPrefix();
            if (of != null
                    && !of.equals(prefix)
                    && !of.equals(dialects.standard())
                    && !of.equals(dialects.layout())
                    && attribute.getAttributeDefinition().hasAssociatedProcessors()
                    && !name.getAttributeName().startsWith(CONDITION)) {
                InsertOnTag.putOff(attribute, prefix, handler);
            }
        }
    }

    private Dialects dialects(IEngineConfiguration configuration) {
        Dialects last = known;
        if (last == null) {
            last = Dialects.of(configuration, prefix);
            known = last;
        }
        return last;
    }
}
