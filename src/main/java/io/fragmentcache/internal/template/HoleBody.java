package io.fragmentcache.internal.template;

import io.fragmentcache.digest.Digest;
import io.fragmentcache.internal.scan.CacheNames;
import io.fragmentcache.store.Hole;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.context.IEngineContext;
import org.thymeleaf.engine.TemplateData;
import org.thymeleaf.inline.IInliner;
import org.thymeleaf.model.IAttribute;
import org.thymeleaf.model.IModel;
import org.thymeleaf.model.IModelFactory;
import org.thymeleaf.model.IProcessableElementTag;
import org.thymeleaf.model.ITemplateEvent;
import org.thymeleaf.templatemode.TemplateMode;

/**
 * What is rendered in a hole: its element without the mark.
 *
 * @param tag as it stands in the template: it says where the arguments come from
 * @param template which {@code ~{::x}} in the hole refers to
 * @param inliner in force where the hole stands; null where that of its surroundings is
 * @param before how many characters of white space the element begins with that stand before the hole: the engine repeats
 *     them between the rows of a loop, and the fragment around printed them
 */
public record HoleBody(
        IProcessableElementTag tag,
        IModel element,
        TemplateData template,
        @Nullable IInliner inliner,
        int before) {
    /**
     * The name of a hole: a digest of its markup, as far as the digest of the fragment around covers it, so that it is
     * found again wherever the template moves it, and whatever is said of how long a fragment in it lives.
     *
     * @param inlining how text in it is inlined, which tags around it may say
     */
    static String nameOf(IModel element, Inlining inlining, String prefix, IModelFactory factory) {
        StringWriter markup = new StringWriter();
        try {
            for (int i = 0; i < element.size(); i++) {
                ITemplateEvent event = element.get(i);
                (event instanceof IProcessableElementTag tag ? withoutSettings(tag, prefix, factory) : event)
                        .write(markup);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String written = markup.toString().replace("\r\n", "\n");
        return (inlining == Inlining.OF_THE_TEMPLATE ? Digest.of(written) : Digest.of(written, inlining.name()))
                .toString();
    }

    private static IProcessableElementTag withoutSettings(
            IProcessableElementTag tag, String prefix, IModelFactory factory) {
        boolean isElement = CacheAttributes.isElement(tag, prefix);
        IProcessableElementTag bare = tag;
        for (IAttribute attribute : tag.getAllAttributes()) {
            var name = attribute.getAttributeDefinition().getAttributeName();
            boolean isOurs = isElement ? !name.isPrefixed() : prefix.equals(name.getPrefix());
            if (isOurs && CacheNames.NOT_IN_THE_DIGEST.contains(name.getAttributeName())) {
                bare = factory.removeAttribute(bare, name);
            }
        }
        return bare;
    }

    /** What prints the holes of one text, one after the other. For one thread. */
    public static final class Printer {
        private final IEngineContext live;
        private final Writer out;
        private EngineBridge.@Nullable Chain chain;
        private @Nullable TemplateMode mode;

        public Printer(IEngineContext live, Writer out) {
            this.live = live;
            this.out = out;
        }

        /** To be asked for when the template is set to which the element belongs. */
        private EngineBridge.Chain chain(TemplateMode wanted) {
            EngineBridge.Chain known = chain;
            if (known == null || mode != wanted) {
                known = new EngineBridge.Chain(live, out);
                chain = known;
                mode = wanted;
            }
            return known;
        }
    }

    /** Renders the hole for this request. */
    public void render(Hole hole, Printer printer) {
        IEngineContext live = printer.live;
        live.increaseLevel();
        try {
            live.setElementTag(tag);
            live.setTemplateData(template);
            if (inliner != null) {
                live.setInliner(inliner);
            }
            live.setVariables(HoleArguments.of(hole));
            if (before == 0) {
                printer.chain(template.getTemplateMode()).render(element);
            } else {
                EngineBridge.render(element, live, new WithoutBeginning(printer.out, before));
            }
        } finally {
            live.decreaseLevel();
        }
    }
}
