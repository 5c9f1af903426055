package io.fragmentcache.thymeleaf;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.fragmentcache.Engine;
import io.fragmentcache.Lifetime;
import io.fragmentcache.Settings;
import io.fragmentcache.digest.DependencyTree;
import io.fragmentcache.digest.Digests;
import io.fragmentcache.key.KeyPrefix;
import io.fragmentcache.key.Locator;
import io.fragmentcache.problem.Problem;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.IEngineConfiguration;
import org.thymeleaf.context.ITemplateContext;
import org.thymeleaf.model.IAttribute;

/**
 * The fragments of one template engine, each read when it is first asked for, and again when its template was parsed
 * anew. Thread-safe.
 */
final class Definitions {
    private record Spot(String template, int line, int column, boolean element) {}

    private final Engine engine;
    private final String prefix;
    private final Map<Spot, Definition> latest = new ConcurrentHashMap<>();

    /** By the identity of the attribute that marks the fragment, which lives as long as one parse of its template. */
    private final Cache<IAttribute, Definition> byMark =
            Caffeine.newBuilder().weakKeys().executor(Runnable::run).build();

    private volatile @Nullable Digests digests;

    Definitions(Engine engine, String prefix) {
        this.engine = engine;
        this.prefix = prefix;
    }

    String prefix() {
        return prefix;
    }

    /** What this tag defines. */
    Definition of(ITemplateContext context, FragmentTag tag) {
        IAttribute mark = tag.mark();
        if (mark == null) {
            throw Problem.noName();
        }
        Definition known = byMark.getIfPresent(mark);
        if (known != null) {
            return known;
        }
        Spot spot =
                new Spot(tag.template(context), tag.tag().getLine(), tag.tag().getCol(), tag.isElement());
        Definition definition = define(context, tag, spot.template, latest.get(spot));
        latest.put(spot, definition);
        byMark.put(mark, definition);
        return definition;
    }

    /** The beginning of the fragment's keys in one language. */
    KeyPrefix prefixOf(Definition definition, Locale locale) {
        KeyPrefix made = KeyPrefix.of(
                engine.settings().namespace(),
                definition.locator(),
                definition.tree().digest().bytes(),
                locale);
        engine.saw(definition.locator(), locale, made, definition.lifetime());
        return made;
    }

    private Definition define(ITemplateContext context, FragmentTag tag, String template, @Nullable Definition before) {
        tag.checkNames();
        Locator locator =
                new Locator(template, String.valueOf(tag.value(tag.isElement() ? Names.NAME : Names.FRAGMENT)));
        Expressions key = Expressions.parse(context, tag.value(Names.KEY));
        if (key.isEmpty()) {
            throw Problem.noKey(locator.name());
        }
        return new Definition(
                locator,
                tree(context, locator, before),
                engine.settings(),
                lifetime(tag),
                key,
                Expressions.parse(context, tag.value(Names.VERSION)),
                Expressions.parse(context, tag.value(Names.TAGS)),
                Expressions.parse(context, tag.value(Names.IF)),
                vary(tag.value(Names.VARY)));
    }

    private DependencyTree tree(ITemplateContext context, Locator locator, @Nullable Definition before) {
        Digests known = digestsOf(context.getConfiguration());
        if (before != null && before.locator().equals(locator)) {
            // Parsed again: for another page that includes it, or because it, or what it includes, may have changed.
            return known.reread(before.tree());
        }
        return known.of(locator, context.getTemplateResolutionAttributes());
    }

    private Digests digestsOf(IEngineConfiguration configuration) {
        Digests known = digests;
        if (known == null) {
            synchronized (this) {
                known = digests;
                if (known == null) {
                    known = new Digests(configuration, prefix);
                    digests = known;
                }
            }
        }
        return known;
    }

    private Lifetime lifetime(FragmentTag tag) {
        Settings settings = engine.settings();
        Lifetime lifetime = settings.lifetime();
        String profile = tag.value(Names.LIFETIME);
        if (profile != null) {
            lifetime = settings.profiles().get(profile.strip());
            if (lifetime == null) {
                throw Problem.unknownProfile(
                        profile, new TreeSet<>(settings.profiles().keySet()));
            }
        }
        String fresh = tag.value(Names.FRESH);
        String stale = tag.value(Names.STALE);
        String touched = tag.value(Names.TOUCHED);
        lifetime = fresh == null ? lifetime : lifetime.fresh(fresh);
        lifetime = stale == null ? lifetime : lifetime.stale(stale);
        return touched == null ? lifetime : lifetime.touched(touched);
    }

    private Set<String> vary(@Nullable String names) {
        Set<String> vary = new LinkedHashSet<>();
        if (names == null) {
            return vary;
        }
        for (String name : names.split(",")) {
            String stripped = name.strip();
            // The language is in every key.
            if (!stripped.equals("locale")) {
                engine.settings().vary(stripped);
                vary.add(stripped);
            }
        }
        return vary;
    }
}
