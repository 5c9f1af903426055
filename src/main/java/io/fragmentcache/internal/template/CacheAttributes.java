package io.fragmentcache.internal.template;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.thymeleaf.engine.AttributeName;
import org.thymeleaf.engine.ElementName;
import org.thymeleaf.model.AttributeValueQuotes;
import org.thymeleaf.model.IAttribute;
import org.thymeleaf.model.IModel;
import org.thymeleaf.model.IModelFactory;
import org.thymeleaf.model.IOpenElementTag;
import org.thymeleaf.model.IProcessableElementTag;
import org.thymeleaf.model.IStandaloneElementTag;
import org.thymeleaf.processor.element.IElementTagStructureHandler;

/** Takes the dialect's marks off a tag, so that it is rendered as plain Thymeleaf renders it. */
public final class CacheAttributes {
    private static final List<String> OF_HOLES = List.of(Names.HOLE, Names.LIVE, Names.APART, Names.SIZE);

    private CacheAttributes() {}

    /** A gathered hole without the mark of being one; a fragment that it may be too stays. */
    public static IModel withoutHole(IModel element, String prefix, IModelFactory factory) {
        IModel plain = element.cloneModel();
        IProcessableElementTag tag = (IProcessableElementTag) plain.get(0);
        for (String mark : OF_HOLES) {
            tag = factory.removeAttribute(tag, prefix, mark);
        }
        plain.replace(0, factory.removeAttribute(tag, prefix, Names.HOLE_CAPTURE));
        return plain;
    }

    /** The same on a tag that was not gathered. */
    public static void remove(IProcessableElementTag tag, String prefix, IElementTagStructureHandler handler) {
        for (IAttribute attribute : tag.getAllAttributes()) {
            if (isMark(attribute, prefix)) {
                AttributeName name = attribute.getAttributeDefinition().getAttributeName();
                String waited = Names.waited(name.getAttributeName());
                if (waited == null) {
                    handler.removeAttribute(name);
                } else {
                    handler.replaceAttribute(name, waited, attribute.getValue(), attribute.getValueQuotes());
                }
            }
        }
    }

    /** What stands on a {@code <cache:fragment>} for others: all but its own attributes. */
    public static Map<String, String> others(IProcessableElementTag tag, String prefix) {
        Map<String, String> others = new LinkedHashMap<>();
        for (IAttribute attribute : tag.getAllAttributes()) {
            AttributeName name = attribute.getAttributeDefinition().getAttributeName();
            if (prefix.equals(name.getPrefix())) {
                String waited = Names.waited(name.getAttributeName());
                if (waited != null) {
                    others.put(waited, attribute.getValue());
                }
            } else if (name.isPrefixed()) {
                others.put(attribute.getAttributeCompleteName(), attribute.getValue());
            }
        }
        return others;
    }

    /** What stands between the tags; where there is more to do on them than ours, inside a block that is not printed. */
    static void unwrap(
            IModel model, IProcessableElementTag tag, String prefix, IModelFactory factory, String standardPrefix) {
        Map<String, String> others = others(tag, prefix);
        String block = standardPrefix + ":block";
        if (tag instanceof IStandaloneElementTag) {
            if (others.isEmpty()) {
                model.reset();
            } else {
                model.replace(
                        0, factory.createStandaloneElementTag(block, others, AttributeValueQuotes.DOUBLE, false, true));
            }
        } else if (others.isEmpty()) {
            model.remove(model.size() - 1);
            model.remove(0);
        } else {
            IOpenElementTag open = factory.createOpenElementTag(block, others, AttributeValueQuotes.DOUBLE, false);
            model.replace(model.size() - 1, factory.createCloseElementTag(block));
            model.replace(0, open);
        }
    }

    public static boolean isElement(IProcessableElementTag tag, String prefix) {
        ElementName name = tag.getElementDefinition().getElementName();
        return prefix.equals(name.getPrefix()) && Names.FRAGMENT.equals(name.getElementName());
    }

    public static boolean isFragment(IProcessableElementTag tag, String prefix) {
        return tag.hasAttribute(prefix, Names.FRAGMENT) || isElement(tag, prefix);
    }

    /** Whether the element of this tag is a hole of the fragment around it. */
    public static boolean isHole(IProcessableElementTag tag, String prefix) {
        return tag.hasAttribute(prefix, Names.HOLE) || tag.hasAttribute(prefix, Names.LIVE);
    }

    static boolean isMark(IAttribute attribute, String prefix) {
        return prefix.equals(
                attribute.getAttributeDefinition().getAttributeName().getPrefix());
    }
}
