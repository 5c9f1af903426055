package io.fragmentcache.thymeleaf;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.IEngineConfiguration;
import org.thymeleaf.templateresolver.AbstractConfigurableTemplateResolver;
import org.thymeleaf.templateresource.ITemplateResource;
import org.thymeleaf.templateresource.StringTemplateResource;

/** Templates in a map; those ending in .txt, .js, .css and .xml have the mode of their ending, all others HTML. */
public final class Templates extends AbstractConfigurableTemplateResolver {
    private final Map<String, String> sources = new ConcurrentHashMap<>();

    public Templates() {
        setCacheable(true);
    }

    public Templates put(String name, String source) {
        sources.put(name, source);
        return this;
    }

    String source(String name) {
        return sources.getOrDefault(name, "");
    }

    @Override
    protected @Nullable ITemplateResource computeTemplateResource(
            IEngineConfiguration configuration,
            String owner,
            String template,
            String resource,
            String encoding,
            Map<String, Object> attributes) {
        String source = sources.get(template);
        return source == null ? null : new StringTemplateResource(source);
    }
}
