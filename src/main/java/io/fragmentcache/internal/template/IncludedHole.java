package io.fragmentcache.internal.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.IEngineConfiguration;
import org.thymeleaf.engine.TemplateModel;
import org.thymeleaf.model.AttributeValueQuotes;
import org.thymeleaf.model.IAttribute;
import org.thymeleaf.model.IModel;
import org.thymeleaf.model.IModelFactory;
import org.thymeleaf.model.IOpenElementTag;
import org.thymeleaf.model.IProcessableElementTag;
import org.thymeleaf.model.ITemplateEvent;

/**
 * A hole of which {@code th:include} takes only what is inside its tag: that becomes a hole of its own, in an element that
 * is not printed.
 */
public final class IncludedHole {
    private IncludedHole() {}

    /** What is inside the first element, as a hole with the same arguments; null where it is not one, or has no inside. */
    public static @Nullable IModel of(
            IModel element, String prefix, IModelFactory factory, IEngineConfiguration configuration) {
        if (element.size() < 2
                || !(element.get(0) instanceof IOpenElementTag tag)
                || !CacheAttributes.isHole(tag, prefix)) {
            return null;
        }
        String standard = configuration.getStandardDialectPrefix();
        String block = standard + ":block";
        IModel hole = factory.createModel();
        hole.add(factory.createOpenElementTag(block, marks(tag, prefix, standard), AttributeValueQuotes.DOUBLE, false));
        for (int i = 1; i < element.size() - 1; i++) {
            hole.add(element.get(i));
        }
        hole.add(factory.createCloseElementTag(block));
        return hole;
    }

    /** The same template, where what is inside each hole that is one of its outermost elements is a hole. */
    public static TemplateModel inside(TemplateModel model, String prefix) {
        IModelFactory factory = model.getConfiguration().getModelFactory(model.getTemplateMode());
        List<ITemplateEvent> events = new ArrayList<>();
        boolean changed = false;
        int i = 0;
        while (i < model.size()) {
            if (!(model.get(i) instanceof IOpenElementTag)) {
                events.add(model.get(i++));
                continue;
            }
            IModel element = FragmentElements.at(model, i, factory);
            IModel hole = of(element, prefix, factory, model.getConfiguration());
            if (hole != null) {
                changed = true;
                events.add(element.get(0));
                for (int k = 0; k < hole.size(); k++) {
                    events.add(hole.get(k));
                }
                events.add(element.get(element.size() - 1));
            } else {
                for (int k = 0; k < element.size(); k++) {
                    events.add(element.get(k));
                }
            }
            i += element.size();
        }
        return changed ? EngineBridge.template(model, events) : model;
    }

    /** The marks of a hole, and the signature whose parameters a live fragment keeps. */
    private static Map<String, String> marks(IProcessableElementTag tag, String prefix, String standard) {
        Map<String, String> marks = new LinkedHashMap<>();
        IAttribute[] all = {
            tag.getAttribute(standard, Names.FRAGMENT),
            tag.getAttribute(prefix, Names.HOLE),
            tag.getAttribute(prefix, Names.LIVE),
            tag.getAttribute(prefix, Names.APART),
            tag.getAttribute(prefix, Names.SIZE)
        };
        for (IAttribute attribute : all) {
            if (attribute != null) {
                String value = attribute.getValue();
                marks.put(attribute.getAttributeCompleteName(), value == null ? "" : value);
            }
        }
        return marks;
    }
}
