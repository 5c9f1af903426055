package io.fragmentcache.testing;

import io.fragmentcache.digest.ListedTemplates;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.IEngineConfiguration;
import org.thymeleaf.templateresolver.AbstractConfigurableTemplateResolver;
import org.thymeleaf.templateresource.ITemplateResource;
import org.thymeleaf.templateresource.StringTemplateResource;

/** Templates that a test wrote as strings. They stand before those of the application. */
final class StringTemplates extends AbstractConfigurableTemplateResolver implements ListedTemplates {
    private final Map<String, String> sources = new ConcurrentSkipListMap<>();

    StringTemplates() {
        setName("Templates of the test");
        setOrder(Integer.MIN_VALUE);
        setCacheable(true);
    }

    void put(String name, String source) {
        sources.put(name, source);
    }

    @Override
    public List<String> templates() {
        return List.copyOf(sources.keySet());
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
