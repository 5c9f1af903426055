package io.fragmentcache.internal.page;

import io.fragmentcache.internal.engine.Engine;
import io.fragmentcache.internal.template.ApartTag;
import io.fragmentcache.internal.template.HoleArguments;
import io.fragmentcache.internal.template.HoleBodies;
import io.fragmentcache.internal.template.HoleBody;
import io.fragmentcache.key.Locator;
import io.fragmentcache.spi.Source;
import io.fragmentcache.store.Hole;
import java.io.StringWriter;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.IEngineConfiguration;
import org.thymeleaf.cache.AlwaysValidCacheEntryValidity;
import org.thymeleaf.context.IContext;
import org.thymeleaf.context.IEngineContext;
import org.thymeleaf.context.WebContext;
import org.thymeleaf.engine.TemplateData;
import org.thymeleaf.templatemode.TemplateMode;
import org.thymeleaf.templateresource.StringTemplateResource;
import org.thymeleaf.web.IWebExchange;

/** Renders holes for those who fetch them apart from their pages. Thread-safe. */
public final class HoleRenderer {
    private final Engine engine;
    private final IEngineConfiguration configuration;
    private final HoleBodies bodies;

    public HoleRenderer(Engine engine, IEngineConfiguration configuration, HoleBodies bodies) {
        this.engine = engine;
        this.configuration = configuration;
        this.bodies = bodies;
    }

    /**
     * The content of a hole, for the visitor whose request this is.
     *
     * @param address as {@link HoleAddress} wrote it
     * @param more variables that a framework gives each page
     * @return empty where this was not written by this application, or no template has such a hole any more: then nothing
     *     was rendered
     */
    public Optional<String> render(String address, IWebExchange exchange, Map<String, Object> more) {
        HoleAddress opened = HoleAddress.open(engine, address);
        if (opened == null) {
            return Optional.empty();
        }
        Hole hole = opened.hole();
        HoleBody body = bodies.find(hole, context(asking(hole.template()), opened, exchange, more));
        ApartTag apart = body == null ? null : ApartTag.of(body.tag(), bodies.prefix());
        if (body == null || apart == null) {
            return Optional.empty();
        }
        Map<String, Object> variables = new HashMap<>(more);
        Source source = source(apart, hole.template());
        if (source != null) {
            variables.putAll(source.variables(HoleArguments.of(hole)));
        }
        StringWriter out = new StringWriter();
        body.render(hole, new HoleBody.Printer(context(body.template(), opened, exchange, variables), out));
        return Optional.of(out.toString());
    }

    private @Nullable Source source(ApartTag apart, String template) {
        return apart.name().isEmpty() ? null : engine.settings().sources().get(new Locator(template, apart.name()));
    }

    /** The template manager asks the context for no more than the name of the template that wants another one. */
    private static TemplateData asking(String template) {
        return new TemplateData(
                template,
                null,
                new StringTemplateResource(""),
                TemplateMode.HTML,
                AlwaysValidCacheEntryValidity.INSTANCE);
    }

    private IEngineContext context(
            TemplateData template, HoleAddress address, IWebExchange exchange, Map<String, Object> variables) {
        IContext base = new WebContext(exchange, address.locale(), variables);
        return configuration.getEngineContextFactory().createEngineContext(configuration, template, null, base);
    }
}
