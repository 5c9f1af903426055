package io.fragmentcache.testing;

import io.fragmentcache.FragmentCache;
import io.fragmentcache.FragmentCacheBuilder;
import io.fragmentcache.thymeleaf.CacheDialect;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.DialectConfiguration;
import org.thymeleaf.IEngineConfiguration;
import org.thymeleaf.TemplateEngine;
import org.thymeleaf.dialect.IDialect;

/**
 * What a stage is built of: as often as a comparison needs a cache in which nothing is stored yet, and an engine without
 * any.
 *
 * @param application the application's own engine; null where all templates are strings
 */
record StagePlan(
        StringTemplates templates,
        @Nullable IEngineConfiguration application,
        UnaryOperator<FragmentCacheBuilder> settings) {

    World open() {
        HandClock clock = new HandClock();
        HandExecutor executor = new HandExecutor();
        RecordedEvents events = new RecordedEvents();
        FragmentCacheBuilder builder = FragmentCache.inMemory();
        dialect().ifPresent(theirs -> builder.like(theirs.cache()));
        FragmentCache cache = settings.apply(builder.strict(true)
                        .clock(clock)
                        .executor(executor)
                        // No jitter, and nothing is regenerated early by chance.
                        .random(() -> 0))
                .build();
        cache.listen(events);
        return new World(engine(new CacheDialect(cache)), cache, clock, executor, events);
    }

    /** The same templates without a cache. */
    TemplateEngine plain() {
        return engine(new PlainDialect());
    }

    private Optional<CacheDialect> dialect() {
        return Optional.ofNullable(application)
                .flatMap(engine -> engine.getDialectConfigurations().stream()
                        .map(DialectConfiguration::getDialect)
                        .filter(CacheDialect.class::isInstance)
                        .map(CacheDialect.class::cast)
                        .findFirst());
    }

    private TemplateEngine engine(IDialect ours) {
        TemplateEngine engine = new TemplateEngine();
        engine.addTemplateResolver(templates);
        if (application == null) {
            engine.addDialect(ours);
            return engine;
        }
        application.getTemplateResolvers().forEach(engine::addTemplateResolver);
        engine.setMessageResolvers(application.getMessageResolvers());
        engine.setLinkBuilders(application.getLinkBuilders());
        engine.setEngineContextFactory(application.getEngineContextFactory());
        engine.setDecoupledTemplateLogicResolver(application.getDecoupledTemplateLogicResolver());
        engine.clearDialects();
        application.getDialectConfigurations().forEach(each -> add(engine, each, ours));
        if (dialect().isEmpty()) {
            engine.addDialect(ours);
        }
        return engine;
    }

    /** Adds a dialect of the application, or ours in place of its cache's, under the same prefix. */
    private static void add(TemplateEngine engine, DialectConfiguration configured, IDialect ours) {
        IDialect dialect = configured.getDialect() instanceof CacheDialect ? ours : configured.getDialect();
        if (configured.isPrefixSpecified()) {
            engine.addDialect(configured.getPrefix(), dialect);
        } else {
            engine.addDialect(dialect);
        }
    }
}
