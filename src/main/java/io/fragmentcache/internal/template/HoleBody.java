package io.fragmentcache.internal.template;

import io.fragmentcache.digest.Digest;
import io.fragmentcache.store.Hole;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.context.IEngineContext;
import org.thymeleaf.engine.TemplateData;
import org.thymeleaf.inline.IInliner;
import org.thymeleaf.model.IModel;
import org.thymeleaf.model.IProcessableElementTag;

/**
 * What is rendered in a hole: its element without the mark.
 *
 * @param tag as it stands in the template: it says where the arguments come from
 * @param template which {@code ~{::x}} in the hole refers to
 * @param inliner in force where the hole stands; null where that of its surroundings is
 */
public record HoleBody(
        IProcessableElementTag tag,
        IModel element,
        TemplateData template,
        @Nullable IInliner inliner) {
    /** The name of a hole: a digest of its markup, so that it is found again wherever the template moves it. */
    static String nameOf(IModel element) {
        StringWriter markup = new StringWriter();
        try {
            element.write(markup);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Digest.of(markup.toString().replace("\r\n", "\n")).toString();
    }

    /** Renders the hole for this request. */
    public void render(Hole hole, IEngineContext live, Writer out) {
        Map<String, Object> arguments = new LinkedHashMap<>(hole.arguments());
        live.increaseLevel();
        try {
            live.setElementTag(tag);
            live.setTemplateData(template);
            if (inliner != null) {
                live.setInliner(inliner);
            }
            live.setVariables(arguments);
            EngineBridge.render(element, live, out);
        } finally {
            live.decreaseLevel();
        }
    }
}
