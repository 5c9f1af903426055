package io.fragmentcache.thymeleaf;

import io.fragmentcache.FragmentCache;
import io.fragmentcache.internal.Bound;
import io.fragmentcache.internal.definition.Definitions;
import io.fragmentcache.internal.detached.Sources;
import io.fragmentcache.internal.page.FragmentCapture;
import io.fragmentcache.internal.page.FragmentLookup;
import io.fragmentcache.internal.page.HoleLookups;
import io.fragmentcache.internal.page.HoleRenderer;
import io.fragmentcache.internal.page.Insertion;
import io.fragmentcache.internal.template.Bodies;
import io.fragmentcache.internal.template.HoleBodies;
import io.fragmentcache.internal.template.Names;
import io.fragmentcache.internal.template.Precedence;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.thymeleaf.ITemplateEngine;
import org.thymeleaf.dialect.AbstractDialect;
import org.thymeleaf.dialect.IProcessorDialect;
import org.thymeleaf.processor.IProcessor;
import org.thymeleaf.standard.processor.StandardXmlNsTagProcessor;
import org.thymeleaf.templatemode.TemplateMode;

/**
 * Brings {@code cache:fragment} and its companions to Thymeleaf.
 *
 * <pre>{@code engine.addDialect(new CacheDialect(cache));}</pre>
 *
 * <p>A miss, a hit and plain Thymeleaf print the same bytes. Works in HTML, XML, TEXT, JAVASCRIPT and CSS templates, with
 * cacheable and other resolvers. One instance may serve several engines.
 */
public final class CacheDialect extends AbstractDialect implements IProcessorDialect {
    private static final String PREFIX = "cache";
    private static final TemplateMode[] MODES = {
        TemplateMode.HTML, TemplateMode.XML, TemplateMode.TEXT, TemplateMode.JAVASCRIPT, TemplateMode.CSS
    };

    private final FragmentCache cache;

    @Bound("one for each prefix of the dialect")
    private final Map<String, Bodies> bodies = new ConcurrentHashMap<>();

    /** While an engine takes the processors, where the current one is among other dialects. */
    @Bound("one number, while an engine is configured")
    private final ThreadLocal<Integer> taken = ThreadLocal.withInitial(() -> Precedence.AMONG_STANDARD);

    /** Creates a dialect with a cache of its own: in memory, with all defaults. */
    public CacheDialect() {
        this(FragmentCache.inMemory().build());
    }

    /** Creates a dialect over this cache. */
    public CacheDialect(FragmentCache cache) {
        super("Fragment Cache");
        this.cache = cache;
    }

    /** Returns the cache behind this dialect. */
    public FragmentCache cache() {
        return cache;
    }

    /**
     * Starts a list of fragments to render before the first request.
     *
     * @param engine to which this dialect was added; its configuration is settled by this call
     */
    public WarmUp warmUp(ITemplateEngine engine) {
        return new WarmUp(cache.engine(), engine.getConfiguration(), bodies(getPrefix()));
    }

    /**
     * Returns the holes with {@code cache:apart} of this engine's templates, for a servlet that serves them.
     *
     * @param engine to which this dialect was added; its configuration is settled by the first request of a hole
     */
    public ApartHoles apartHoles(ITemplateEngine engine) {
        return new ApartHoles(
                () -> new HoleRenderer(cache.engine(), engine.getConfiguration(), new HoleBodies(bodies(getPrefix()))));
    }

    @Override
    public Set<IProcessor> getProcessors(String prefix) {
        Bodies bodies = bodies(prefix);
        HoleBodies holes = new HoleBodies(bodies);
        Definitions definitions = new Definitions(cache.engine(), bodies, holes);
        Insertion insertion = new Insertion(cache.engine(), holes, new HoleLookups(cache.engine(), definitions, holes));
        FragmentLookup lookup = new FragmentLookup(cache.engine(), definitions, insertion, bodies);
        FragmentCapture capture = new FragmentCapture(
                cache.engine(), insertion, new Sources(cache.engine(), bodies), bodies, definitions);
        Set<String> sources = new HashSet<>();
        cache.engine().settings().sources().keySet().forEach(locator -> sources.add(locator.toString()));
        ApartCheck apart = new ApartCheck(holes, sources);
        RankedProcessors ranked = new RankedProcessors(taken);
        List<IProcessor> processors = new ArrayList<>();
        for (TemplateMode mode : MODES) {
            ranked.add(new HoleAttribute(mode, prefix, Names.HOLE, apart), Precedence.BEFORE_ALL);
            ranked.add(new HoleAttribute(mode, prefix, Names.LIVE, apart), Precedence.BEFORE_ALL);
            ranked.add(new HoleCaptureAttribute(mode, prefix, holes, apart), Precedence.BEFORE_ALL);
            ranked.add(new BesideOthersAttribute(mode, prefix), Precedence.BEFORE_ALL);
            ranked.add(new BesideOthersElement(mode, prefix), Precedence.BEFORE_ALL);
            processors.add(new IncludeAttribute(mode, prefix, bodies));
            processors.add(new InsertOnTagAttribute(mode, prefix, lookup));
            processors.add(new InsertOnTagElement(mode, prefix, lookup));
            processors.add(new InsertOnTagCaptureAttribute(mode, prefix, capture));
            processors.add(new EachAttribute(mode, bodies, cache.engine(), definitions, insertion));
            processors.add(new FragmentAttribute(mode, prefix, lookup));
            processors.add(new FragmentCaptureAttribute(mode, prefix, capture));
            processors.add(new FragmentElement(mode, prefix, lookup));
            processors.add(new FragmentCaptureElement(mode, prefix, capture));
            processors.add(new EmitElement(mode, prefix));
            processors.add(new PageBoundaries(mode));
            processors.add(new BesideReplace(mode, prefix));
            processors.add(new UnknownAttribute(mode, prefix));
            if (mode.isMarkup()) {
                processors.add(new StandardXmlNsTagProcessor(mode, prefix));
            }
        }
        processors.forEach(processor -> ranked.add(processor, Precedence.AMONG_STANDARD));
        return ranked;
    }

    @Override
    public String getPrefix() {
        return PREFIX;
    }

    @Override
    public int getDialectProcessorPrecedence() {
        return taken.get();
    }

    private Bodies bodies(String prefix) {
        return bodies.computeIfAbsent(prefix, Bodies::new);
    }
}
