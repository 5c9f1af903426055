package io.fragmentcache.internal.detached;

import io.fragmentcache.internal.definition.Seeds;
import io.fragmentcache.internal.engine.RequestScope;
import io.fragmentcache.internal.template.Bodies;
import io.fragmentcache.internal.template.DiscardingWriter;
import io.fragmentcache.internal.template.EngineBridge;
import io.fragmentcache.internal.template.FragmentElements;
import io.fragmentcache.key.Locator;
import io.fragmentcache.spi.Source;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.IEngineConfiguration;
import org.thymeleaf.cache.AlwaysValidCacheEntryValidity;
import org.thymeleaf.context.Context;
import org.thymeleaf.context.IContext;
import org.thymeleaf.context.IEngineContext;
import org.thymeleaf.context.WebContext;
import org.thymeleaf.engine.TemplateData;
import org.thymeleaf.engine.TemplateModel;
import org.thymeleaf.model.IModel;
import org.thymeleaf.templatemode.TemplateMode;
import org.thymeleaf.templateresource.StringTemplateResource;

/**
 * A fragment that is rendered without a request: its element is taken from its template, its variables come from its
 * source. What it prints goes nowhere; the dialect stores it on the way, as it does in a page.
 *
 * @param setAround variables that tags around set where the fragment was seen, and not the model
 * @param exchange what links need of a request; null outside of web applications
 */
public record SourcedFragment(
        IEngineConfiguration configuration,
        Bodies bodies,
        Locator locator,
        Object identity,
        Locale locale,
        Source source,
        Set<String> setAround,
        @Nullable DetachedExchange exchange) {

    /**
     * @param scope in which the fragment is regenerated; opened before its source was asked
     * @param sourced what the source gave
     */
    public void render(RequestScope scope, Map<String, Object> sourced) {
        Map<String, Object> variables = new HashMap<>(sourced);
        variables.put(RequestScope.ATTRIBUTE, scope);
        TemplateModel template = template();
        IModel whole = bodies.whole(
                template,
                configuration.getModelFactory(template.getTemplateData().getTemplateMode()));
        // Before any page showed it, its template tells which variables are none of the model's.
        Set<String> locals = setAround.isEmpty() ? Seeds.setAround(whole, locator.name(), bodies.prefix()) : setAround;
        Map<String, Object> model = new HashMap<>(variables);
        model.keySet().removeAll(locals);
        IEngineContext context = context(template.getTemplateData(), model);
        context.increaseLevel();
        locals.stream().filter(variables::containsKey).forEach(name -> context.setVariable(name, variables.get(name)));
        IModel element = FragmentElements.of(whole, locator, bodies.prefix(), context);
        EngineBridge.render(element, context, new DiscardingWriter());
    }

    private TemplateModel template() {
        // The template manager asks the context for no more than the name of the template that wants another one.
        TemplateData asking = new TemplateData(
                locator.template(),
                null,
                new StringTemplateResource(""),
                TemplateMode.HTML,
                AlwaysValidCacheEntryValidity.INSTANCE);
        return configuration
                .getTemplateManager()
                .parseStandalone(context(asking, Map.of()), locator.template(), null, null, true, true);
    }

    private IEngineContext context(TemplateData template, Map<String, Object> variables) {
        IContext base = exchange == null
                ? new Context(locale, variables)
                : new WebContext(exchange.withoutAttributes(), locale, variables);
        return configuration.getEngineContextFactory().createEngineContext(configuration, template, null, base);
    }
}
