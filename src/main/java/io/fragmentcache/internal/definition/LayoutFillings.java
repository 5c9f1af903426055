package io.fragmentcache.internal.definition;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.fragmentcache.digest.Digest;
import io.fragmentcache.digest.DigestBuilder;
import io.fragmentcache.internal.Bound;
import io.fragmentcache.internal.template.FragmentTag;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.context.ITemplateContext;
import org.thymeleaf.model.IAttribute;
import org.thymeleaf.model.IModel;
import org.thymeleaf.model.IProcessableElementTag;

/**
 * What the layout dialect has at hand for the {@code layout:fragment}s of a layout, or of what {@code layout:insert} takes:
 * elements of the page, by name. It keeps them in a variable. Thread-safe.
 */
public final class LayoutFillings {
    private static final String COLLECTION = "LayoutDialect::FragmentCollection";

    /** By the identity of the first tag, which lives as long as one parse of its template. */
    @Bound("what is parsed now: the keys are weak")
    private final Cache<IProcessableElementTag, Digest> digests =
            Caffeine.newBuilder().weakKeys().executor(Runnable::run).build();

    /** The templates that an element was taken from which may have been merged into this tag. */
    static List<String> templates(ITemplateContext context, FragmentTag tag) {
        List<String> templates = new ArrayList<>();
        all(context)
                .values()
                .forEach(models -> models.forEach(model -> {
                    IProcessableElementTag first = first(model);
                    if (first != null && first.getTemplateName() != null && isSame(first, tag)) {
                        templates.add(first.getTemplateName());
                    }
                }));
        return templates;
    }

    private static boolean isSame(IProcessableElementTag filling, FragmentTag merged) {
        FragmentTag tag = new FragmentTag(filling, merged.prefix(), merged.isElement());
        IAttribute mark = tag.mark();
        return mark != null && Objects.equals(tag.called(), merged.called());
    }

    /** Digest of what is filled in here; what these elements include is the page's, whose digest covers it. */
    Digest digest(ITemplateContext context) {
        DigestBuilder digest = new DigestBuilder();
        new TreeMap<>(all(context)).forEach((name, models) -> {
            digest.add(name).add(models.size());
            models.forEach(model -> digest.add(digest(model)));
        });
        return digest.toDigest();
    }

    private Digest digest(IModel filling) {
        IProcessableElementTag first = first(filling);
        return first == null ? written(filling) : digests.get(first, any -> written(filling));
    }

    private static Digest written(IModel filling) {
        StringWriter markup = new StringWriter();
        try {
            filling.write(markup);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Digest.of(markup.toString());
    }

    private static @Nullable IProcessableElementTag first(IModel model) {
        return model.size() > 0 && model.get(0) instanceof IProcessableElementTag tag ? tag : null;
    }

    /** Of each name one element, or several where layouts lie in layouts; both forms occur among the dialect's releases. */
    private static Map<String, Collection<IModel>> all(ITemplateContext context) {
        Map<String, Collection<IModel>> all = new LinkedHashMap<>();
        // To know what is filled in is no read of the fragment.
        ITemplateContext quiet = context instanceof WrappedContext wrapped ? wrapped.innermost() : context;
        if (quiet.getVariable(COLLECTION) instanceof Map<?, ?> collection) {
            collection.forEach((name, value) -> {
                List<IModel> models = new ArrayList<>();
                for (Object each : value instanceof Collection<?> several ? several : List.of(value)) {
                    if (each instanceof IModel model) {
                        models.add(model);
                    }
                }
                all.put(String.valueOf(name), models);
            });
        }
        return all;
    }
}
