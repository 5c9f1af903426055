package io.fragmentcache.internal.detached;

import io.fragmentcache.internal.definition.Asked;
import io.fragmentcache.internal.definition.FactNames;
import io.fragmentcache.internal.engine.Fragment;
import io.fragmentcache.internal.guard.CaptureContext;
import io.fragmentcache.internal.guard.Watches;
import io.fragmentcache.internal.template.EngineBridge;
import io.fragmentcache.internal.template.FrozenStatus;
import io.fragmentcache.key.FactValue;
import io.fragmentcache.spi.Reloadable;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.IEngineConfiguration;
import org.thymeleaf.context.Context;
import org.thymeleaf.context.Contexts;
import org.thymeleaf.context.IContext;
import org.thymeleaf.context.IEngineContext;
import org.thymeleaf.context.ILazyContextVariable;
import org.thymeleaf.context.LazyContextVariable;
import org.thymeleaf.context.WebContext;
import org.thymeleaf.engine.IterationStatusVar;
import org.thymeleaf.engine.TemplateData;
import org.thymeleaf.inline.IInliner;
import org.thymeleaf.model.IProcessableElementTag;
import org.thymeleaf.web.IWebExchange;

/**
 * Everything a fragment can see, copied out of its request, so that it can be rendered when the request is gone. Models
 * are held by reference; what only a request has fails with a sentence that says so.
 */
public record DetachedContext(
        IEngineConfiguration configuration,
        List<TemplateData> templates,
        List<IProcessableElementTag> elements,
        @Nullable Map<String, Object> resolutionAttributes,
        Locale locale,
        Map<String, Object> variables,
        Map<String, Object> locals,
        Set<String> confined,
        @Nullable Object selection,
        boolean hasSelection,
        @Nullable IInliner inliner,
        @Nullable DetachedExchange exchange) {

    /**
     * A copy of what a fragment can see.
     *
     * @param confines whether a value must not leave the calling thread; such variables are not copied
     */
    public static DetachedContext of(IEngineContext context, Fragment fragment, Predicate<Object> confines) {
        // What is copied is not read by a fragment around that is being rendered.
        IEngineContext live = CaptureContext.innermost(context);
        IWebExchange exchange = Contexts.isWebContext(live) ? Contexts.getWebExchange(live) : null;
        Set<String> withheld = exchange == null ? Set.of() : withheld(live, fragment);
        Map<String, Object> locals = variables(live, exchange);
        locals.keySet().removeAll(withheld);
        Set<String> confined = new LinkedHashSet<>();
        locals.forEach((name, value) -> {
            if (!(value instanceof ILazyContextVariable) && confines.test(value)) {
                confined.add(name);
            }
        });
        locals.keySet().removeAll(confined);
        Map<String, Object> model = new LinkedHashMap<>(locals);
        model.keySet().removeIf(live::isVariableLocal);
        locals.keySet().removeAll(model.keySet());
        return new DetachedContext(
                EngineBridge.configuration(live),
                List.copyOf(live.getTemplateStack()),
                List.copyOf(CaptureContext.elements(context)),
                live.getTemplateResolutionAttributes(),
                live.getLocale(),
                model,
                locals,
                confined,
                live.getSelectionTarget(),
                live.hasSelectionTarget(),
                live.getInliner(),
                exchange == null ? null : DetachedExchange.of(exchange, Given.of(fragment), withheld));
    }

    /**
     * A context of its own for one rendering.
     *
     * @param read is told when a variable is read that was not copied, which then fails
     */
    public IEngineContext open(Consumer<String> read) {
        Map<String, Object> all = new LinkedHashMap<>(variables);
        confined.forEach(name -> all.put(name, new ConfinedVariable(name, read)));
        IContext base =
                exchange == null ? new Context(locale, all) : new WebContext(exchange.withoutAttributes(), locale, all);
        IEngineContext context = configuration
                .getEngineContextFactory()
                .createEngineContext(configuration, templates.get(0), resolutionAttributes, base);
        for (TemplateData template : templates.subList(1, templates.size())) {
            context.increaseLevel();
            context.setTemplateData(template);
        }
        for (IProcessableElementTag element : elements) {
            context.increaseLevel();
            context.setElementTag(element);
        }
        context.increaseLevel();
        context.setVariables(locals);
        if (hasSelection) {
            context.setSelectionTarget(selection);
        }
        context.setInliner(inliner);
        return context;
    }

    /** What is one visitor's, and not among the facts of the look-up: its names only. */
    private static Set<String> withheld(IEngineContext live, Fragment fragment) {
        Set<String> withheld = new HashSet<>();
        if (!(fragment.growth() instanceof Asked asked)) {
            return withheld;
        }
        for (String name : live.getVariableNames()) {
            FactValue held = fragment.facts().get(FactNames.variable(name));
            if (held == null && asked.isPersonal(name)) {
                withheld.add(name);
            }
        }
        return withheld;
    }

    private static Map<String, Object> variables(IEngineContext live, @Nullable IWebExchange exchange) {
        Map<String, Object> variables = new LinkedHashMap<>();
        for (String name : live.getVariableNames()) {
            // As an attribute of the exchange a lazy variable stays lazy: only a render loads it.
            Object value = exchange == null ? loaded(live, name) : exchange.getAttributeValue(name);
            if (value instanceof Reloadable lazy) {
                // What the request loaded may hang on its session.
                variables.put(name, lazy.reloaded());
            } else if (value instanceof IterationStatusVar status) {
                variables.put(name, new FrozenStatus(status));
            } else if (value != null && RequestBound.is(name, value)) {
                Object own = Watches.detached(name, value);
                if (own != null) {
                    variables.put(name, own);
                }
            } else if (value != null) {
                variables.put(name, value);
            }
        }
        return variables;
    }

    /**
     * Outside of web applications the engine gives no variable without loading it. One that cannot be loaded fails any
     * code that reads it, as it does in a page, and not the reader of a stale text that does not show it.
     */
    private static @Nullable Object loaded(IEngineContext live, String name) {
        try {
            return live.getVariable(name);
        } catch (RuntimeException failure) {
            return new LazyContextVariable<Object>() {
                @Override
                protected Object loadValue() {
                    throw failure;
                }
            };
        }
    }

    /** What frameworks give each rendering in place of what belongs to the request. */
    static Map<String, Object> ofFrameworks(IWebExchange exchange) {
        Map<String, Object> variables = new HashMap<>();
        exchange.getAttributeMap().forEach((name, value) -> {
            Object own = value != null && RequestBound.is(name, value) ? Watches.detached(name, value) : null;
            if (own != null) {
                variables.put(name, own);
            }
        });
        return variables;
    }
}
