package io.fragmentcache.internal.page;

import io.fragmentcache.internal.Bound;
import io.fragmentcache.internal.scan.Dialects;
import io.fragmentcache.problem.Problem;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
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
 * and the layout dialect's, which decide where the element stands. {@code layout:title} replaces
 * the element: beside it a mark is taken away, and the element is rendered as without a cache.
 */
public final class BesideOthers {
    private static final Logger LOG = LoggerFactory.getLogger("io.fragmentcache");
    private static final String CONDITION = "authorize";
    private static final String REPLACING = "title";
    private static final int MOST_REPORTED = 100;

    private final String prefix;

    @Bound("100 sentences")
    private final Set<String> reported = ConcurrentHashMap.newKeySet();

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
                    && of.equals(dialects.layout())
                    && name.getAttributeName().equals(REPLACING)) {
                leave(tag, attribute, handler);
                return;
            }
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

    private void leave(IProcessableElementTag tag, IAttribute beside, IElementTagStructureHandler handler) {
        for (IAttribute attribute : tag.getAllAttributes()) {
            AttributeName name = attribute.getAttributeDefinition().getAttributeName();
            if (prefix.equals(name.getPrefix())) {
                handler.removeAttribute(name);
            }
        }
        String sentence = Problem.markBesideLayout(
                        tag.getTemplateName(), beside.getAttributeCompleteName(), beside.getLine())
                .getMessage();
        if (reported.size() < MOST_REPORTED && reported.add(sentence)) {
            LOG.warn(sentence);
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
