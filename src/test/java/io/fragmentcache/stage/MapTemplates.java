package io.fragmentcache.stage;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.IEngineConfiguration;
import org.thymeleaf.templateresolver.AbstractConfigurableTemplateResolver;
import org.thymeleaf.templateresource.ITemplateResource;
import org.thymeleaf.templateresource.StringTemplateResource;

/** Templates in a map; those ending in .txt, .js, .css and .xml have the mode of their ending, all others HTML. */
public final class MapTemplates extends AbstractConfigurableTemplateResolver {
    private final Map<String, String> sources;
    private final UnaryOperator<String> read;

    public MapTemplates() {
        this(new ConcurrentHashMap<>(), UnaryOperator.identity());
    }

    private MapTemplates(Map<String, String> sources, UnaryOperator<String> read) {
        this.sources = sources;
        this.read = read;
        setCacheable(true);
    }

    /** The same templates without the attributes of the cache. */
    public MapTemplates plain() {
        return new MapTemplates(sources, MapTemplates::withoutMarks);
    }

    private static String withoutMarks(String source) {
        // Elsewhere than in a fragment a hole is an element whose arguments are its variables.
        return source.replace("cache:each=", "th:each=")
                .replaceAll("<cache:fragment[^>]*>", "<th:block>")
                .replace("</cache:fragment>", "</th:block>")
                .replaceAll("cache:hole=\"(?=[^\"])", "th:with=\"")
                .replaceAll("\\s(?:data-)?cache[:-][\\w-]+(?:=\"[^\"]*\"|='[^']*')?", "");
    }

    public MapTemplates put(String name, String source) {
        sources.put(name, source);
        return this;
    }

    public String source(String name) {
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
        return source == null ? null : new StringTemplateResource(read.apply(source));
    }
}
