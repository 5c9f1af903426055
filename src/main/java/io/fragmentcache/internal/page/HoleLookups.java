package io.fragmentcache.internal.page;

import io.fragmentcache.internal.definition.Definitions;
import io.fragmentcache.internal.engine.Engine;
import io.fragmentcache.internal.engine.Lookup;
import io.fragmentcache.internal.guard.Places;
import io.fragmentcache.internal.template.CacheAttributes;
import io.fragmentcache.internal.template.FragmentTag;
import io.fragmentcache.internal.template.HoleArguments;
import io.fragmentcache.internal.template.HoleBodies;
import io.fragmentcache.internal.template.HoleBody;
import io.fragmentcache.key.Key;
import io.fragmentcache.store.Hole;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.thymeleaf.context.IEngineContext;
import org.thymeleaf.model.ICloseElementTag;
import org.thymeleaf.model.IModel;
import org.thymeleaf.model.IOpenElementTag;
import org.thymeleaf.model.IProcessableElementTag;
import org.thymeleaf.model.ITemplateEvent;

/**
 * Reads the fragments in the holes of a text from a remote store in one go, before the first hole is rendered. A key that
 * cannot be told beforehand, since it needs a variable of the hole's own loop for instance, is looked up on its own.
 */
public final class HoleLookups {
    private final Engine engine;
    private final Definitions definitions;
    private final HoleBodies bodies;

    public HoleLookups(Engine engine, Definitions definitions, HoleBodies bodies) {
        this.engine = engine;
        this.definitions = definitions;
        this.bodies = bodies;
    }

    void read(List<Hole> holes, IEngineContext live) {
        Lookup.Place place = Places.of(live, engine);
        if (!engine.prefetches(place)) {
            return;
        }
        Set<Key> keys = new HashSet<>();
        holes.forEach(hole -> addKeys(hole, live, keys));
        if (!keys.isEmpty()) {
            engine.prefetch(keys, place);
        }
    }

    private void addKeys(Hole hole, IEngineContext live, Set<Key> keys) {
        live.increaseLevel();
        try {
            HoleBody body = bodies.of(hole, live);
            live.setTemplateData(body.template());
            live.setVariables(HoleArguments.of(hole));
            addKeys(body.element(), live, keys);
        } catch (RuntimeException notYet) {
            // What is wrong with it is said where it is rendered.
        } finally {
            live.decreaseLevel();
        }
    }

    /** Of the outermost fragments only: those inside are asked for where these miss. */
    private void addKeys(IModel element, IEngineContext live, Set<Key> keys) {
        int depth = 0;
        int inside = Integer.MAX_VALUE;
        for (int i = 0; i < element.size(); i++) {
            ITemplateEvent event = element.get(i);
            if (event instanceof ICloseElementTag close && !close.isUnmatched()) {
                depth--;
                inside = depth <= inside ? Integer.MAX_VALUE : inside;
            } else if (event instanceof IProcessableElementTag tag) {
                if (inside == Integer.MAX_VALUE && CacheAttributes.isFragment(tag, definitions.prefix())) {
                    addKey(tag, live, keys);
                    inside = event instanceof IOpenElementTag ? depth : inside;
                }
                depth += event instanceof IOpenElementTag ? 1 : 0;
            }
        }
    }

    private void addKey(IProcessableElementTag tag, IEngineContext live, Set<Key> keys) {
        boolean isElement = CacheAttributes.isElement(tag, definitions.prefix());
        try {
            keys.add(definitions
                    .of(live, new FragmentTag(tag, definitions.prefix(), isElement))
                    .fragment(live)
                    .key());
        } catch (RuntimeException notYet) {
            // As above: a key that cannot be told yet.
        }
    }
}
