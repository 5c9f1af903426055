package io.fragmentcache.internal.scan;

import io.fragmentcache.digest.DigestBuilder;
import io.fragmentcache.digest.PartName;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.IEngineConfiguration;
import org.thymeleaf.cache.AlwaysValidCacheEntryValidity;
import org.thymeleaf.cache.ICacheEntryValidity;
import org.thymeleaf.templatemode.TemplateMode;
import org.thymeleaf.templateresolver.ITemplateResolver;
import org.thymeleaf.templateresolver.TemplateResolution;
import org.thymeleaf.templateresource.ITemplateResource;

/** Finds and reads templates as the engine does: the first resolver that answers wins, even if it then finds nothing. */
public final class TemplateSources {
    private final IEngineConfiguration configuration;

    public TemplateSources(IEngineConfiguration configuration) {
        this.configuration = configuration;
    }

    public Optional<TemplateSource> read(String template, Map<String, Object> attributes) {
        return read(template, attributes, null);
    }

    /** @param forced the mode that the engine was told to use; null where it uses the one that the resolver gives */
    public Optional<TemplateSource> read(
            String template, Map<String, Object> attributes, @Nullable TemplateMode forced) {
        return resolution(template, attributes).flatMap(resolution -> read(template, resolution, forced));
    }

    /** How long the engine may keep what it parsed; empty where no resolver finds the template. */
    public Optional<ICacheEntryValidity> validity(String template, Map<String, Object> attributes) {
        return resolution(template, attributes).map(TemplateResolution::getValidity);
    }

    private Optional<TemplateResolution> resolution(String template, Map<String, Object> attributes) {
        for (ITemplateResolver resolver : configuration.getTemplateResolvers()) {
            TemplateResolution resolution = resolver.resolveTemplate(configuration, null, template, attributes);
            if (resolution != null) {
                return Optional.of(resolution);
            }
        }
        return Optional.empty();
    }

    private Optional<TemplateSource> read(
            String template, TemplateResolution resolution, @Nullable TemplateMode forced) {
        ITemplateResource resource = resolution.getTemplateResource();
        TemplateMode mode = forced == null ? resolution.getTemplateMode() : forced;
        boolean decoupled = resolution.getUseDecoupledLogic() && mode.isMarkup();
        String content;
        try {
            content = content(resource);
        } catch (IOException e) {
            return Optional.empty();
        }
        DigestBuilder digest = new DigestBuilder().add(mode.name()).add(content);
        if (decoupled) {
            digest.add(decoupledLogic(template, resource, mode));
        }
        return Optional.of(new TemplateSource(
                template,
                mode,
                decoupled,
                new InMemory(resource, content),
                file(template, resource.getDescription()),
                digest.toDigest(),
                !(resolution.getValidity() instanceof AlwaysValidCacheEntryValidity)));
    }

    private String decoupledLogic(String template, ITemplateResource resource, TemplateMode mode) {
        try {
            return content(configuration
                    .getDecoupledTemplateLogicResolver()
                    .resolveDecoupledTemplateLogic(configuration, null, template, null, resource, mode));
        } catch (IOException e) {
            return "";
        }
    }

    private static String content(ITemplateResource resource) throws IOException {
        try (Reader reader = resource.reader()) {
            StringWriter content = new StringWriter();
            reader.transferTo(content);
            return content.toString();
        }
    }

    /** Descriptions hold absolute paths: only what follows the resolver's root may reach a lock file. */
    public static String file(String template, String description) {
        int start = description.replace('\\', '/').lastIndexOf(template);
        if (start < 0) {
            return PartName.readable(template);
        }
        String below = description.substring(start).replace('\\', '/');
        return PartName.readable(below.endsWith("]") ? below.substring(0, below.length() - 1) : below);
    }

    private record InMemory(ITemplateResource origin, String content) implements ITemplateResource {
        @Override
        public String getDescription() {
            return origin.getDescription();
        }

        @Override
        public String getBaseName() {
            return origin.getBaseName();
        }

        @Override
        public boolean exists() {
            return true;
        }

        @Override
        public Reader reader() {
            return new StringReader(content);
        }

        @Override
        public ITemplateResource relative(String location) {
            return origin.relative(location);
        }
    }
}
