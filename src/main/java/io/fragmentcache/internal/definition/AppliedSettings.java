package io.fragmentcache.internal.definition;

import io.fragmentcache.digest.DependencyTree;
import io.fragmentcache.digest.Part;
import io.fragmentcache.freshness.Durations;
import io.fragmentcache.freshness.Lifetime;
import io.fragmentcache.internal.engine.Engine;
import io.fragmentcache.internal.engine.KnownFragments;
import io.fragmentcache.internal.engine.KnownFragments.Said;
import io.fragmentcache.internal.engine.Settings;
import io.fragmentcache.internal.template.Names;
import io.fragmentcache.internal.usage.FragmentUsage;
import io.fragmentcache.internal.usage.Usage;
import io.fragmentcache.key.Locator;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The settings that apply to one fragment, each with where it comes from, for tools. Thread-safe. */
public final class AppliedSettings {
    private static final String LIBRARY = "the library's default";
    private static final String NONE = "none";

    /** How many of the fragments inside are asked for their lifetime. */
    private static final int MOST_INNER = 200;

    /**
     * One of them.
     *
     * @param from the attribute with its file and line, a profile, the builder or a property, or the library
     */
    public record Setting(String name, String value, String from) {}

    private final Settings settings;
    private final Usage usage;
    private final Locator locator;
    private final KnownFragments.Definition definition;
    private final List<Setting> all = new ArrayList<>();

    private AppliedSettings(Engine engine, Locator locator, KnownFragments.Definition definition) {
        this.settings = engine.settings();
        this.usage = engine.inspection().usage();
        this.locator = locator;
        this.definition = definition;
    }

    /** Empty if no request asked for the fragment since the start. */
    public static List<Setting> of(Engine engine, Locator locator) {
        return engine.inspection().known().of(locator).values().stream()
                .findFirst()
                .map(definition -> new AppliedSettings(engine, locator, definition).all())
                .orElse(List.of());
    }

    private List<Setting> all() {
        written(Names.KEY, "key", NONE + ": all that is shown joins the key");
        lifetime();
        bound();
        written(Names.UNTIL, "until", null);
        written(Names.IF, "if", null);
        written(Names.VERSION, "version", null);
        written(Names.TAGS, "tags", null);
        written(Names.LISTS, "lists", null);
        written(Names.DEPENDS, "depends", null);
        written(Names.VARY, "vary", null);
        new TreeMap<>(settings.always()).keySet().forEach(name -> add("vary", name, "always(..) of the builder"));
        boolean sourced = settings.sources().containsKey(locator);
        add(
                "source",
                sourced ? "regenerated as soon as it is touched" : NONE + ": the next visitor renders it after a touch",
                sourced ? "source(..) of the builder" : LIBRARY);
        add("strict", settings.strict() ? "on" : "off", settings.strict() ? application("strict") : LIBRARY);
        return List.copyOf(all);
    }

    private static String application(String setting) {
        return setting + "(..) of the builder, or fragment-cache." + setting;
    }

    private void add(String name, String value, String from) {
        all.add(new Setting(name, value, from));
    }

    /** @param otherwise what applies where the tag does not say; null where that is nothing */
    private void written(String attribute, String name, @Nullable String otherwise) {
        Optional<Said> said = said(attribute);
        if (said.isPresent()) {
            add(name, said.get().value(), place(said.get()));
        } else if (otherwise != null) {
            add(name, otherwise, LIBRARY);
        }
    }

    private Optional<Said> said(String attribute) {
        return definition.said().stream()
                .filter(said -> said.name().equals(attribute))
                .findFirst();
    }

    /** {@code cache:fresh, category.html line 9}. */
    private String place(Said said) {
        DependencyTree tree = definition.tree();
        Part own = tree.parts().get(tree.root());
        if (own == null) {
            return said.written();
        }
        return said.written() + ", " + (said.line() > 0 ? own.file() + " line " + said.line() : own.place());
    }

    private void lifetime() {
        Lifetime lifetime = definition.lifetime();
        Optional<Said> profile = said(Names.LIFETIME);
        Lifetime base = profile.map(Said::value)
                .map(name -> settings.profiles().get(name.strip()))
                .orElse(settings.lifetime());
        String from = profile.map(said -> "profile '" + said.value().strip() + "' of " + place(said))
                .orElse(application("lifetime"));
        Function<Function<Lifetime, Object>, String> origin =
                part -> part.apply(base).equals(part.apply(Lifetime.DEFAULT)) ? LIBRARY : from;

        add("fresh", Durations.readable(lifetime.fresh()), placed(Names.FRESH, origin.apply(Lifetime::fresh)));
        stale(lifetime, base, from);
        add(
                "stale after touch",
                Durations.readable(lifetime.staleAfterTouch()),
                placed(
                        Names.STALE_AFTER_TOUCH,
                        lifetime.staleAfterTouch().equals(base.staleAfterTouch())
                                ? origin.apply(Lifetime::staleAfterTouch)
                                : "no longer than fresh and stale together"));
        add("on error", Durations.readable(lifetime.onError()), origin.apply(Lifetime::onError));
        add("jitter", String.valueOf(lifetime.jitter()), origin.apply(Lifetime::jitter));
    }

    private String placed(String attribute, String otherwise) {
        return said(attribute).map(this::place).orElse(otherwise);
    }

    private void stale(Lifetime lifetime, Lifetime base, String from) {
        if (Durations.readable(lifetime.fresh()).equals("forever")) {
            add("stale", NONE, "it is fresh forever");
            return;
        }
        String otherwise;
        if (!lifetime.saysStale()) {
            otherwise = "as long as fresh, at most 10 minutes";
        } else if (base.saysStale() && lifetime.stale().equals(base.stale())) {
            otherwise = from;
        } else {
            otherwise = "so long that stale after touch is reached";
        }
        add("stale", Durations.readable(lifetime.stale()), placed(Names.STALE, otherwise));
    }

    /** HTML inside is served with its parent, and so ends the parent's time too. */
    private void bound() {
        Duration shortest = definition.lifetime().fresh();
        String by = null;
        Set<String> seen = new HashSet<>(Set.of(locator.toString()));
        Deque<String> open = new ArrayDeque<>(seen);
        while (!open.isEmpty() && seen.size() < MOST_INNER) {
            FragmentUsage around = usage.of(Locator.parse(open.pop()));
            if (around == null) {
                continue;
            }
            for (String name : around.inner().keySet()) {
                FragmentUsage inner = seen.add(name) ? usage.of(Locator.parse(name)) : null;
                if (inner == null) {
                    continue;
                }
                open.push(name);
                if (inner.lifetime().fresh().compareTo(shortest) < 0) {
                    shortest = inner.lifetime().fresh();
                    by = name;
                }
            }
        }
        if (by != null) {
            add("fresh, bounded", "at most " + Durations.readable(shortest), "the lifetime of " + by + " inside it");
        }
    }
}
