package io.fragmentcache.internal.digest;

import io.fragmentcache.digest.DependencyTree;
import io.fragmentcache.digest.Digest;
import io.fragmentcache.digest.DigestBuilder;
import io.fragmentcache.digest.Part;
import io.fragmentcache.digest.PartName;
import io.fragmentcache.internal.scan.TemplateSource;
import io.fragmentcache.internal.scan.TemplateSources;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
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

    /**
     * Each message's text by its key and the part that prints it, sorted; of one that no resolver knows, a mark. A part is
     * reached by several paths, and each template on one of them may have a text of its own: all are asked.
     */
    Map<String, Digest> read(DependencyTree tree, Locale locale, @Nullable ITemplateContext context) {
        IExpressionContext variables = context == null ? new ExpressionContext(configuration, locale) : context;
        List<TemplateData> around = context == null ? List.of() : context.getTemplateStack();
        Map<String, Digest> messages = new TreeMap<>();
        for (Part part : tree.parts().values()) {
            if (part.messages().isEmpty()) {
                continue;
            }
            Map<String, MessageContext> paths = new LinkedHashMap<>();
            for (String outer : templatesTo(part.name(), tree)) {
                paths.put(
                        outer,
                        new MessageContext(
                                variables,
                                locale,
                                stack(around, outer, part.name().template(), tree),
                                tree.attributes()));
            }
            for (String key : part.messages()) {
                messages.merge(
                        key,
                        text(paths, key),
                        (one, other) -> new DigestBuilder().add(one).add(other).toDigest());
            }
        }
        return messages;
    }

    /** The templates from which the part is reached, directly or not, its own among them, sorted. */
    private static Set<String> templatesTo(PartName part, DependencyTree tree) {
        Set<PartName> reaching = new HashSet<>();
        reaching.add(part);
        boolean grows = true;
        while (grows) {
            grows = false;
            for (PartName other : tree.parts().keySet()) {
                if (!reaching.contains(other) && tree.children(other).stream().anyMatch(reaching::contains)) {
                    grows |= reaching.add(other);
                }
            }
        }
        return reaching.stream().map(PartName::template).collect(Collectors.toCollection(TreeSet::new));
    }

    /** One text where all paths give the same; else what each of them gives. */
    private static Digest text(Map<String, MessageContext> paths, String key) {
        Map<String, Digest> texts = new LinkedHashMap<>();
        paths.forEach((template, context) -> texts.put(template, text(context, key)));
        Digest one = texts.values().iterator().next();
        if (texts.values().stream().allMatch(one::equals)) {
            return one;
        }
        DigestBuilder all = new DigestBuilder();
        texts.forEach((template, text) -> all.add(template).add(text));
        return all.toDigest();
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

    /** Outer templates override the messages of those that they include, so they come first. */
    private List<TemplateData> stack(List<TemplateData> around, String outer, String own, DependencyTree tree) {
        List<TemplateData> templates = new ArrayList<>(around);
        for (String template : outer.equals(own) ? List.of(own) : List.of(outer, own)) {
            boolean isThere = !templates.isEmpty()
                    && templates.get(templates.size() - 1).getTemplate().equals(template);
            if (!isThere) {
                sources.read(template, tree.attributes()).ifPresent(source -> templates.add(data(source)));
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
