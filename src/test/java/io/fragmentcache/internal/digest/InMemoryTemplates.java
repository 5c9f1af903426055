package io.fragmentcache.internal.digest;

import io.fragmentcache.digest.ListedTemplates;
import java.io.FileNotFoundException;
import java.io.Reader;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.IEngineConfiguration;
import org.thymeleaf.cache.AlwaysValidCacheEntryValidity;
import org.thymeleaf.cache.ICacheEntryValidity;
import org.thymeleaf.cache.NonCacheableCacheEntryValidity;
import org.thymeleaf.templatemode.TemplateMode;
import org.thymeleaf.templateresolver.AbstractTemplateResolver;
import org.thymeleaf.templateresource.ITemplateResource;

/** Templates in a map; those ending in .txt, .js, .css and .xml have the mode of their ending, all others HTML. */
final class InMemoryTemplates extends AbstractTemplateResolver implements ListedTemplates {
    final Map<String, String> sources = new ConcurrentHashMap<>();
    final Map<String, TemplateMode> modes = new ConcurrentHashMap<>();
    final String root;
    final Set<String> asked = ConcurrentHashMap.newKeySet();
    boolean cacheable = true;

    InMemoryTemplates(String root) {
        this.root = root;
        setUseDecoupledLogic(true);
    }

    @Override
    public List<String> templates() {
        return sources.keySet().stream()
                .filter(name -> !name.endsWith(".th.xml") && !name.endsWith(".properties"))
                .toList();
    }

    @Override
    protected boolean computeResolvable(
            IEngineConfiguration configuration, String owner, String template, Map<String, Object> attributes) {
        asked.add(template);
        return sources.containsKey(template);
    }

    @Override
    protected ITemplateResource computeTemplateResource(
            IEngineConfiguration configuration, String owner, String template, Map<String, Object> attributes) {
        return new Resource(template);
    }

    @Override
    protected TemplateMode computeTemplateMode(
            IEngineConfiguration configuration, String owner, String template, Map<String, Object> attributes) {
        TemplateMode told = modes.get(template);
        return told != null ? told : byEnding(template);
    }

    private static TemplateMode byEnding(String template) {
        return switch (template.substring(template.lastIndexOf('.') + 1)) {
            case "txt" -> TemplateMode.TEXT;
            case "js" -> TemplateMode.JAVASCRIPT;
            case "css" -> TemplateMode.CSS;
            case "xml" -> TemplateMode.XML;
            default -> TemplateMode.HTML;
        };
    }

    @Override
    protected ICacheEntryValidity computeValidity(
            IEngineConfiguration configuration, String owner, String template, Map<String, Object> attributes) {
        return cacheable ? AlwaysValidCacheEntryValidity.INSTANCE : NonCacheableCacheEntryValidity.INSTANCE;
    }

    private final class Resource implements ITemplateResource {
        private final String name;

        Resource(String name) {
            this.name = name;
        }

        @Override
        public String getDescription() {
            return root + name;
        }

        @Override
        public String getBaseName() {
            return name;
        }

        @Override
        public boolean exists() {
            return sources.containsKey(name);
        }

        @Override
        public Reader reader() throws FileNotFoundException {
            @Nullable String source = sources.get(name);
            if (source == null) {
                throw new FileNotFoundException(name);
            }
            return new StringReader(source);
        }

        @Override
        public ITemplateResource relative(String location) {
            return new Resource(name.substring(0, name.lastIndexOf('/') + 1) + location);
        }
    }
}
