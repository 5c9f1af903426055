package io.fragmentcache.internal.detached;

import io.fragmentcache.internal.definition.FactNames;
import io.fragmentcache.internal.engine.Engine;
import io.fragmentcache.internal.engine.Fragment;
import io.fragmentcache.internal.engine.RequestScope;
import io.fragmentcache.internal.guard.CaptureContext;
import io.fragmentcache.internal.template.Bodies;
import io.fragmentcache.internal.template.EngineBridge;
import io.fragmentcache.key.FactValue;
import io.fragmentcache.spi.Source;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.thymeleaf.context.Contexts;
import org.thymeleaf.context.IEngineContext;
import org.thymeleaf.web.IWebExchange;

/** Makes renderings without a request of fragments that have a source. Thread-safe. */
public final class Sources {
    private final Engine engine;
    private final Bodies bodies;

    public Sources(Engine engine, Bodies bodies) {
        this.engine = engine;
        this.bodies = bodies;
    }

    /** How to render this fragment when its request is gone; empty where it has no source. */
    public Optional<Consumer<RequestScope>> of(Fragment fragment, IEngineContext live) {
        Source source = engine.settings().sources().get(fragment.locator());
        // What varies by a request cannot be made without one.
        if (source == null || !fragment.vary().isEmpty()) {
            return Optional.empty();
        }
        Fragment bare = fragment.bare();
        IEngineContext innermost = CaptureContext.innermost(live);
        IWebExchange exchange = Contexts.isWebContext(innermost) ? Contexts.getWebExchange(innermost) : null;
        Map<String, Object> frameworks = exchange == null ? Map.of() : DetachedContext.ofFrameworks(exchange);
        SourcedFragment sourced = new SourcedFragment(
                EngineBridge.configuration(live),
                bodies,
                fragment.locator(),
                bare.subject().get().identity(),
                live.getLocale(),
                source,
                setAround(fragment),
                exchange == null ? null : DetachedExchange.of(exchange, Given.of(fragment), Set.of()));
        return Optional.of(scope -> render(sourced, bare, frameworks, scope));
    }

    private static Set<String> setAround(Fragment fragment) {
        Set<String> names = new HashSet<>();
        fragment.facts().forEach((fact, value) -> {
            String root = FactNames.rootOf(fact);
            if (FactNames.isVariable(root)
                    && value != FactValue.MODEL
                    && value != FactValue.WHOLE
                    && !value.isAbsent()) {
                names.add(FactNames.nameOf(root));
            }
        });
        return names;
    }

    private void render(
            SourcedFragment sourced, Fragment fragment, Map<String, Object> frameworks, RequestScope scope) {
        Map<String, Object> variables = new HashMap<>(frameworks);
        try {
            variables.putAll(sourced.source().variables(sourced.identity()));
        } catch (RuntimeException e) {
            engine.sourced().failed(fragment, scope, e);
            return;
        }
        sourced.render(scope, variables);
    }
}
