package io.fragmentcache.thymeleaf;

import org.thymeleaf.model.IAttribute;
import org.thymeleaf.model.IModel;
import org.thymeleaf.model.IModelFactory;
import org.thymeleaf.model.IProcessableElementTag;
import org.thymeleaf.processor.element.IElementTagStructureHandler;

/** Takes the dialect's attributes off a tag, so that it is rendered as plain Thymeleaf renders it. */
final class Marks {
    private Marks() {}

    /** The gathered element without its marks. */
    static IModel without(IModel element, String prefix, IModelFactory factory, String standardPrefix) {
        IModel plain = element.cloneModel();
        IProcessableElementTag tag = (IProcessableElementTag) plain.get(0);
        String insert = tag.getAttributeValue(prefix, Names.INSERT);
        for (IAttribute attribute : tag.getAllAttributes()) {
            if (isMark(attribute, prefix)) {
                tag = factory.removeAttribute(
                        tag, attribute.getAttributeDefinition().getAttributeName());
            }
        }
        if (insert != null) {
            tag = factory.setAttribute(tag, standardPrefix + ":insert", insert);
        }
        plain.replace(0, tag);
        return plain;
    }

    /** A gathered hole without the mark of being one; a fragment that it may be too stays. */
    static IModel withoutHole(IModel element, String prefix, IModelFactory factory) {
        IModel plain = element.cloneModel();
        IProcessableElementTag tag = (IProcessableElementTag) plain.get(0);
        tag = factory.removeAttribute(tag, prefix, Names.HOLE);
        plain.replace(0, factory.removeAttribute(tag, prefix, Names.HOLE_CAPTURE));
        return plain;
    }

    /** The same on a tag that was not gathered. */
    static void remove(
            IProcessableElementTag tag, String prefix, IElementTagStructureHandler handler, String standardPrefix) {
        String insert = tag.getAttributeValue(prefix, Names.INSERT);
        for (IAttribute attribute : tag.getAllAttributes()) {
            if (isMark(attribute, prefix)) {
                handler.removeAttribute(attribute.getAttributeDefinition().getAttributeName());
            }
        }
        if (insert != null) {
            handler.setAttribute(standardPrefix + ":insert", insert);
        }
    }

    private static boolean isMark(IAttribute attribute, String prefix) {
        return prefix.equals(
                attribute.getAttributeDefinition().getAttributeName().getPrefix());
    }
}
