package io.fragmentcache.internal.template;

import io.fragmentcache.key.Locator;
import io.fragmentcache.problem.Problem;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.context.ITemplateContext;
import org.thymeleaf.engine.AttributeName;
import org.thymeleaf.model.IAttribute;
import org.thymeleaf.model.ICloseElementTag;
import org.thymeleaf.model.IModel;
import org.thymeleaf.model.IModelFactory;
import org.thymeleaf.model.IOpenElementTag;
import org.thymeleaf.model.IProcessableElementTag;
import org.thymeleaf.model.ITemplateEvent;

/** Finds elements in a parsed template. */
public final class FragmentElements {
    /** What decides whether, and how often, a tag is printed; a fragment that is rendered alone is printed once. */
    private static final List<String> AROUND = List.of("each", "if", "unless", "case");

    private FragmentElements() {}

    /** The line of a fragment's tag in its template, for people; 0 where it is not there. */
    public static int lineOf(Locator locator, String prefix, ITemplateContext context) {
        IModel template = EngineBridge.configuration(context)
                .getTemplateManager()
                .parseStandalone(context, locator.template(), null, null, true, true);
        for (int i = 0; i < template.size(); i++) {
            if (template.get(i) instanceof IProcessableElementTag tag && isFragment(tag, locator.name(), prefix)) {
                return tag.getLine();
            }
        }
        return 0;
    }

    /** The element of a fragment, without what its own tag says of loops and conditions around it. */
    public static IModel of(IModel template, Locator locator, String prefix, ITemplateContext context) {
        IModelFactory factory = context.getModelFactory();
        for (int i = 0; i < template.size(); i++) {
            if (template.get(i) instanceof IProcessableElementTag tag && isFragment(tag, locator.name(), prefix)) {
                IModel element = at(template, i, factory);
                element.replace(0, alone(tag, prefix, factory, context));
                return element;
            }
        }
        throw Problem.fragmentNotFound(locator.template(), locator.name(), Set.of());
    }

    /** The element whose first event is this one. */
    public static IModel at(IModel template, int start, IModelFactory factory) {
        IModel element = factory.createModel();
        int depth = 0;
        for (int i = start; i < template.size(); i++) {
            ITemplateEvent event = template.get(i);
            element.add(event);
            if (event instanceof IOpenElementTag) {
                depth++;
            } else if (event instanceof ICloseElementTag close && !close.isUnmatched()) {
                depth--;
            }
            if (depth == 0) {
                break;
            }
        }
        return element;
    }

    /** What a {@code cache:live} fragment is called in its template; null if the tag is not one. */
    public static @Nullable String liveName(IProcessableElementTag tag, String prefix) {
        if (!tag.hasAttribute(prefix, Names.LIVE)) {
            return null;
        }
        for (IAttribute attribute : tag.getAllAttributes()) {
            AttributeName name = attribute.getAttributeDefinition().getAttributeName();
            String value = attribute.getValue();
            if (Names.FRAGMENT.equals(name.getAttributeName()) && !prefix.equals(name.getPrefix()) && value != null) {
                int parameters = value.indexOf('(');
                return (parameters < 0 ? value : value.substring(0, parameters)).strip();
            }
        }
        return Names.LIVE;
    }

    private static boolean isFragment(IProcessableElementTag tag, String name, String prefix) {
        String element = tag.getElementCompleteName();
        boolean isElement =
                element.equals(prefix + ":" + Names.FRAGMENT) || element.equals(prefix + "-" + Names.FRAGMENT);
        return name.equals(
                isElement ? tag.getAttributeValue(Names.NAME) : tag.getAttributeValue(prefix, Names.FRAGMENT));
    }

    private static IProcessableElementTag alone(
            IProcessableElementTag tag, String prefix, IModelFactory factory, ITemplateContext context) {
        String standard = EngineBridge.configuration(context).getStandardDialectPrefix();
        IProcessableElementTag alone = factory.removeAttribute(tag, prefix, Names.EACH);
        for (String name : AROUND) {
            alone = factory.removeAttribute(alone, standard, name);
        }
        return alone;
    }
}
