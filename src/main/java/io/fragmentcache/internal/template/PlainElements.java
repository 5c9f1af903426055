package io.fragmentcache.internal.template;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.fragmentcache.internal.Bound;
import org.thymeleaf.engine.AttributeName;
import org.thymeleaf.model.IAttribute;
import org.thymeleaf.model.IModel;
import org.thymeleaf.model.IModelFactory;
import org.thymeleaf.model.IProcessableElementTag;

/** Fragments as plain Thymeleaf renders them: without the dialect's marks. Thread-safe. */
public final class PlainElements {
    private final String prefix;
    private final Bodies bodies;

    /**
     * By the identity of the marked tag: the rows of a list share it, and a tag finds out which processors it has only
     * once.
     */
    @Bound("what is parsed now: the keys are weak")
    private final Cache<IProcessableElementTag, IProcessableElementTag> bare =
            Caffeine.newBuilder().weakKeys().executor(Runnable::run).build();

    public PlainElements(Bodies bodies) {
        this.prefix = bodies.prefix();
        this.bodies = bodies;
    }

    /** The gathered element without its marks. */
    public IModel of(IModel element, IModelFactory factory, String standardPrefix) {
        IModel plain = bodies.filled(element);
        IProcessableElementTag tag = (IProcessableElementTag) plain.get(0);
        if (CacheAttributes.isElement(tag, prefix)) {
            CacheAttributes.unwrap(plain, tag, prefix, factory, standardPrefix);
            return plain;
        }
        plain.replace(0, bare.get(tag, first -> bare(first, factory)));
        return plain;
    }

    private IProcessableElementTag bare(IProcessableElementTag marked, IModelFactory factory) {
        IProcessableElementTag tag = marked;
        for (IAttribute attribute : marked.getAllAttributes()) {
            if (CacheAttributes.isMark(attribute, prefix)) {
                AttributeName name = attribute.getAttributeDefinition().getAttributeName();
                String waited = Names.waited(name.getAttributeName());
                tag = waited == null
                        ? factory.removeAttribute(tag, name)
                        : factory.replaceAttribute(tag, name, waited, attribute.getValue(), attribute.getValueQuotes());
            }
        }
        return tag;
    }
}
