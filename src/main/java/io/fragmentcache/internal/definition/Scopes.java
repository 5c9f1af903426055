package io.fragmentcache.internal.definition;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.fragmentcache.internal.Bound;
import org.thymeleaf.IEngineConfiguration;
import org.thymeleaf.model.IProcessableElementTag;

/** What tags say of local variables, each read once. Thread-safe. */
public final class Scopes {
    private final String prefix;

    /** By the identity of the tag, which lives as long as one parse of its template. */
    @Bound("what is parsed now: the keys are weak")
    private final Cache<IProcessableElementTag, TagLocals> known =
            Caffeine.newBuilder().weakKeys().executor(Runnable::run).build();

    public Scopes(String prefix) {
        this.prefix = prefix;
    }

    public TagLocals of(IProcessableElementTag tag, IEngineConfiguration configuration) {
        return known.get(tag, first -> TagLocals.of(first, prefix, configuration));
    }
}
