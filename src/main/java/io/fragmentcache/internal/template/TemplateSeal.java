package io.fragmentcache.internal.template;

import io.fragmentcache.internal.scan.TemplateSources;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.IEngineConfiguration;
import org.thymeleaf.cache.ICache;
import org.thymeleaf.cache.ICacheEntryValidity;
import org.thymeleaf.cache.ICacheManager;
import org.thymeleaf.cache.TemplateCacheKey;
import org.thymeleaf.engine.TemplateData;
import org.thymeleaf.engine.TemplateModel;
import org.thymeleaf.templatemode.TemplateMode;
import org.thymeleaf.templateresource.StringTemplateResource;

/**
 * Tells whether templates may have changed since they were read. The engine does not report it: it takes what it
 * parsed out of its cache, when that is cleared for a template, or when the template's time is over. So an empty entry
 * is put there under each template's name, and is looked at.
 *
 * @param cache the engine's; null where it has none
 * @param lasts whether the templates may be kept at all
 */
public record TemplateSeal(
        @Nullable ICache<TemplateCacheKey, TemplateModel> cache,
        List<TemplateCacheKey> keys,
        List<TemplateModel> entries,
        boolean lasts) {
    private static final Set<String> SELECTORS = Set.of("cache::seal");

    /** Before these templates are read. */
    public static TemplateSeal of(
            Set<String> templates, Map<String, Object> attributes, IEngineConfiguration configuration) {
        ICacheManager manager = configuration.getCacheManager();
        ICache<TemplateCacheKey, TemplateModel> cache = manager == null ? null : manager.getTemplateCache();
        TemplateSources sources = new TemplateSources(configuration);
        List<TemplateCacheKey> keys = new ArrayList<>();
        List<TemplateModel> entries = new ArrayList<>();
        boolean lasts = cache != null || templates.isEmpty();
        for (String template : templates) {
            Optional<ICacheEntryValidity> validity = sources.validity(template, attributes);
            lasts &= validity.isEmpty() || validity.get().isCacheable();
            if (cache != null && lasts && validity.isPresent()) {
                TemplateCacheKey key = new TemplateCacheKey(
                        null, template, SELECTORS, 0, 0, null, attributes.isEmpty() ? null : attributes);
                TemplateModel entry = cache.get(key);
                if (entry == null) {
                    entry = EngineBridge.empty(
                            configuration,
                            new TemplateData(
                                    template,
                                    SELECTORS,
                                    new StringTemplateResource(""),
                                    TemplateMode.HTML,
                                    validity.get()));
                    cache.put(key, entry);
                }
                keys.add(key);
                entries.add(entry);
            }
        }
        return new TemplateSeal(cache, List.copyOf(keys), List.copyOf(entries), lasts);
    }

    static boolean isOne(TemplateCacheKey key) {
        return SELECTORS.equals(key.getTemplateSelectors());
    }

    /** Whether all templates are as they were. */
    @SuppressWarnings("ReferenceEquality") // Another entry is that of another reading.
    public boolean isIntact() {
        if (!lasts) {
            return false;
        }
        for (int i = 0; i < keys.size(); i++) {
            if (cache == null || cache.get(keys.get(i)) != entries.get(i)) {
                return false;
            }
        }
        return true;
    }
}
