package io.fragmentcache.internal.template;

import io.fragmentcache.internal.scan.CacheNames;
import io.fragmentcache.problem.Problem;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.engine.AttributeName;
import org.thymeleaf.model.IAttribute;
import org.thymeleaf.model.IProcessableElementTag;
import org.thymeleaf.util.EscapedAttributeUtils;

/**
 * A tag that marks a fragment, in any of its forms: {@code <div cache:fragment="…" cache:key="…">}, with {@code data-}, or
 * {@code <cache:fragment name="…" key="…">}.
 *
 * @param prefix of the dialect
 * @param isElement whether the tag itself is the mark, so that its attributes have no prefix
 * @param name of the attribute that is the mark, where the engine told it: then its spelling is known
 */
public record FragmentTag(
        IProcessableElementTag tag,
        String prefix,
        boolean isElement,
        @Nullable AttributeName name) {
    public FragmentTag(IProcessableElementTag tag, String prefix, boolean isElement) {
        this(tag, prefix, isElement, null);
    }

    /** The attribute that names the fragment; the same instance each time, until the template is parsed again. */
    public @Nullable IAttribute mark() {
        if (name != null) {
            return tag.getAttribute(name);
        }
        return isElement ? tag.getAttribute(Names.NAME) : tag.getAttribute(prefix, Names.FRAGMENT);
    }

    /** What the fragment is called; null where it is not. */
    public @Nullable String called() {
        return value(isElement ? Names.NAME : Names.FRAGMENT);
    }

    /** The value of {@code cache:name}; null where it is not there. */
    public @Nullable String value(String name) {
        String raw = isElement ? tag.getAttributeValue(name) : tag.getAttributeValue(prefix, name);
        return raw == null ? null : EscapedAttributeUtils.unescapeAttribute(tag.getTemplateMode(), raw);
    }

    /** The attributes that say more of the fragment, in their order. */
    public List<IAttribute> companions() {
        return Stream.of(tag.getAllAttributes())
                .filter(attribute -> {
                    AttributeName name = attribute.getAttributeDefinition().getAttributeName();
                    return isOurs(name) && Names.COMPANIONS.contains(name.getAttributeName());
                })
                .toList();
    }

    private boolean isOurs(AttributeName name) {
        return isElement ? !name.isPrefixed() : prefix.equals(name.getPrefix());
    }

    /** Refuses names that mean nothing here, which would otherwise be printed, or ignored. */
    public void checkNames() {
        for (IAttribute attribute : tag.getAllAttributes()) {
            AttributeName name = attribute.getAttributeDefinition().getAttributeName();
            String local = name.getAttributeName();
            if (isOurs(name) && !isKnown(local)) {
                throw Problem.unknownAttribute(attribute.getAttributeCompleteName(), nearest(local));
            }
        }
    }

    private boolean isKnown(String name) {
        return Names.COMPANIONS.contains(name)
                || name.equals(isElement ? Names.NAME : Names.FRAGMENT)
                || Names.waited(name) != null
                || name.equals(Names.HOST);
    }

    private String nearest(String name) {
        return isElement
                ? CacheNames.nearest(name, Names.NAME)
                : prefix + ":" + CacheNames.nearest(name, Names.FRAGMENT);
    }
}
