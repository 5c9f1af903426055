package io.fragmentcache.internal.digest;

import io.fragmentcache.digest.DependencyTree;
import io.fragmentcache.digest.Digest;
import io.fragmentcache.digest.DigestBuilder;
import io.fragmentcache.digest.Part;
import io.fragmentcache.digest.PartName;
import io.fragmentcache.internal.scan.TemplateSource;
import io.fragmentcache.internal.scan.TemplateSources;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.IEngineConfiguration;
import org.thymeleaf.cache.AlwaysValidCacheEntryValidity;
import org.thymeleaf.cache.NonCacheableCacheEntryValidity;
import org.thymeleaf.context.ExpressionContext;
import org.thymeleaf.context.IExpressionContext;
import org.thymeleaf.context.ITemplateContext;
import org.thymeleaf.engine.TemplateData;

/** Resolves the messages that a fragment prints, each in the templates around the place where it is printed. */
record MessageReader(IEngineConfiguration configuration, TemplateSources sources) {
    private static final String ABSENT = "absent";

    /** Each message's text by its key and the part that prints it, sorted; of one that no resolver knows, a mark. */
    Map<String, Digest> read(DependencyTree tree, Locale locale, @Nullable ITemplateContext context) {
        IExpressionContext variables = context == null ? new ExpressionContext(configuration, locale) : context;
        Map<String, Digest> messages = new TreeMap<>();
        for (Part part : tree.parts().values()) {
            if (!part.messages().isEmpty()) {
                MessageContext around =
                        new MessageContext(variables, locale, templatesAround(part, tree, context), tree.attributes());
                for (String key : part.messages()) {
                    messages.merge(
                            key,
                            text(around, key),
                            (one, other) ->
                                    new DigestBuilder().add(one).add(other).toDigest());
                }
            }
        }
        return messages;
    }

    private static Digest text(MessageContext context, String key) {
        try {
            String text = context.message(key);
            return text == null ? Digest.of(ABSENT) : Digest.of("text", text);
        } catch (IllegalArgumentException e) {
            // A pattern that java.text.MessageFormat refuses: the page says so where it is printed, not its digest.
            return Digest.of("malformed", String.valueOf(e.getMessage()));
        }
    }

    /** Outer templates override the messages of those that they include, so all of them are asked, in that order. */
    private List<TemplateData> templatesAround(Part part, DependencyTree tree, @Nullable ITemplateContext context) {
        List<TemplateData> templates = new ArrayList<>();
        if (context != null) {
            templates.addAll(context.getTemplateStack());
        }
        String last =
                templates.isEmpty() ? "" : templates.get(templates.size() - 1).getTemplate();
        for (PartName name : tree.pathTo(part.name())) {
            if (!name.template().equals(last)) {
                last = name.template();
                sources.read(last, tree.attributes()).ifPresent(source -> templates.add(data(source)));
            }
        }
        return templates;
    }

    private static TemplateData data(TemplateSource source) {
        return new TemplateData(
                source.template(),
                null,
                source.resource(),
                source.mode(),
                source.isVolatile() ? NonCacheableCacheEntryValidity.INSTANCE : AlwaysValidCacheEntryValidity.INSTANCE);
    }
}
