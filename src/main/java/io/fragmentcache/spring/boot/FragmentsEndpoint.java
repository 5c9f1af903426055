package io.fragmentcache.spring.boot;

import io.fragmentcache.FragmentCache;
import io.fragmentcache.advice.Advice;
import io.fragmentcache.digest.DependencyTree;
import io.fragmentcache.freshness.Explanation;
import io.fragmentcache.internal.definition.AppliedSettings;
import io.fragmentcache.internal.usage.FragmentUsage;
import io.fragmentcache.internal.usage.MissCause;
import io.fragmentcache.internal.usage.Usage;
import io.fragmentcache.key.Locator;
import io.fragmentcache.key.Tag;
import io.fragmentcache.problem.Problem;
import io.fragmentcache.spi.Backlog;
import io.fragmentcache.spi.Outcome;
import io.fragmentcache.store.StoreStats;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;

/**
 * The Actuator endpoint {@code fragments}: what the cache does, what one fragment depends on, and why it would be shown or
 * not. {@code DELETE} by a tag touches it, if {@code management.endpoint.fragments.access=unrestricted} allows it.
 */
@Endpoint(id = "fragments", defaultAccess = Access.READ_ONLY)
public final class FragmentsEndpoint {
    private final FragmentCache cache;
    private final Usage usage;

    FragmentsEndpoint(FragmentCache cache) {
        this.cache = cache;
        this.usage = cache.engine().inspection().usage();
    }

    /**
     * @param stores what each store holds, the nearest first; -1 is not known
     * @param regenerations the state of the background queue
     * @param outermost look-ups of visitors that were not inside another fragment: the parts that pages are made of
     * @param lookups all look-ups of visitors
     * @param background look-ups that no visitor waited for
     * @param holes how many holes were rendered
     * @param advice what would make pages faster, what costs most time first
     * @param fragments counts since the start, by {@code template :: name}
     */
    public record Summary(
            List<StoreStats> stores,
            Backlog regenerations,
            Lookups outermost,
            Lookups lookups,
            Lookups background,
            long holes,
            List<Advice> advice,
            Map<String, Fragment> fragments) {}

    /** Look-ups by outcome. */
    public record Lookups(long hits, long stale, long misses, long bypassed) {
        private static Lookups of(ToLongFunction<Outcome> counts) {
            return new Lookups(
                    counts.applyAsLong(Outcome.HIT),
                    counts.applyAsLong(Outcome.STALE),
                    counts.applyAsLong(Outcome.MISS),
                    counts.applyAsLong(Outcome.BYPASS));
        }
    }

    /**
     * @param hits look-ups of visitors that were served fresh
     * @param outermost how many of the look-ups were not inside another fragment
     * @param causes misses by why
     * @param renders for requests
     * @param backgroundRenders in the background
     * @param averageMicros of all renders
     * @param lastNotStored why a render was not stored, the last time that happened
     */
    public record Fragment(
            long hits,
            long stale,
            long misses,
            long bypassed,
            long outermost,
            Map<String, Long> causes,
            long renders,
            long backgroundRenders,
            long averageMicros,
            long notStored,
            @Nullable String lastNotStored) {
        private static final Fragment NONE = new Fragment(0, 0, 0, 0, 0, Map.of(), 0, 0, 0, 0, null);

        private static Fragment of(FragmentUsage usage) {
            Map<String, Long> causes = new LinkedHashMap<>();
            for (MissCause cause : MissCause.values()) {
                if (usage.misses(cause) > 0) {
                    causes.put(cause.words(), usage.misses(cause));
                }
            }
            return new Fragment(
                    usage.lookups().total(Outcome.HIT),
                    usage.lookups().total(Outcome.STALE),
                    usage.lookups().total(Outcome.MISS),
                    usage.lookups().total(Outcome.BYPASS),
                    usage.outermost().total(),
                    causes,
                    usage.renders().count(),
                    usage.backgroundRenders(),
                    usage.mean(),
                    usage.notStored(),
                    usage.lastNotStored());
        }
    }

    /**
     * @param digest of all templates that decide the fragment; null if no request asked for the fragment since the
     * start
     * @param depends these templates, as a tree
     * @param settings those that apply, with where each comes from
     * @param explanations why the fragment with the key that was asked for would be shown or not, for each language
     */
    public record Details(
            String fragment,
            Fragment counts,
            @Nullable String digest,
            List<String> depends,
            List<Setting> settings,
            List<String> explanations) {}

    /**
     * A setting that applies to a fragment.
     *
     * @param from the attribute with its file and line, a profile, the builder or a property, or the library
     */
    public record Setting(String name, String value, String from) {}

    /** @param tag what was touched */
    public record Touched(String tag) {}

    /** Returns what the stores hold, the background queue, and counts of each fragment. */
    @ReadOperation
    public Summary summary() {
        Map<String, Fragment> fragments = new TreeMap<>();
        usage.fragments().forEach(fragment -> fragments.put(fragment.name(), Fragment.of(fragment)));
        return new Summary(
                cache.stats(),
                cache.backlog(),
                Lookups.of(usage.outermost()::total),
                Lookups.of(usage.lookups()::of),
                Lookups.of(usage.background()::of),
                usage.holes(),
                cache.advice(),
                fragments);
    }

    /**
     * Returns what one fragment depends on, and why the entry of this key would be shown or not.
     *
     * @param path a locator, {@code shop/list :: card}; its template may hold slashes
     * @param key the values of its {@code cache:key}
     */
    @ReadOperation
    public Details fragment(@Selector(match = Selector.Match.ALL_REMAINING) String[] path, @Nullable List<String> key) {
        String locator = String.join("/", path);
        try {
            FragmentUsage known = usage.of(Locator.parse(locator));
            DependencyTree tree =
                    cache.engine().inspection().treeOf(Locator.parse(locator)).orElse(null);
            return new Details(
                    locator,
                    known == null ? Fragment.NONE : Fragment.of(known),
                    tree == null ? null : tree.digest().toString(),
                    tree == null ? List.of() : tree.toString().lines().toList(),
                    AppliedSettings.of(cache.engine(), Locator.parse(locator)).stream()
                            .map(setting -> new Setting(setting.name(), setting.value(), setting.from()))
                            .toList(),
                    explain(locator, key));
        } catch (Problem e) {
            throw new InvalidEndpointRequestException(e.withAnchor(), "Not a fragment", e);
        }
    }

    /** Touches the tag of this name. */
    @DeleteOperation
    public Touched touch(@Selector(match = Selector.Match.ALL_REMAINING) String[] path) {
        String tag = String.join("/", path);
        try {
            cache.touch(Tag.of(tag));
            return new Touched(tag);
        } catch (Problem e) {
            throw new InvalidEndpointRequestException(e.withAnchor(), "Not a tag", e);
        }
    }

    /** A key is typed and a URL is not: of the spellings that a text may stand for, the one that is stored is told. */
    private List<String> explain(String locator, @Nullable List<String> key) {
        if (key == null || key.isEmpty()) {
            return List.of();
        }
        List<Explanation> first = cache.explain(locator, key.toArray());
        if (first.isEmpty()) {
            return List.of("'" + locator
                    + "' was not requested since the start. Request a page that shows it, then ask again.");
        }
        if (isStored(first) || cache.explanations().wereAsked(Locator.parse(locator), first)) {
            return lines(first);
        }
        for (List<Object> values : KeyTexts.meanings(key)) {
            List<Explanation> told = cache.explain(locator, values.toArray());
            if (isStored(told)) {
                return lines(told);
            }
        }
        List<String> lines = lines(first);
        lines.add(notAsked(locator, String.join(", ", key)));
        return lines;
    }

    private String notAsked(String locator, String key) {
        List<String> examples = cache.explanations().examples(Locator.parse(locator));
        return "'" + locator + "' was not requested with '" + key
                + "' since the start. An entry of an earlier run is found when a request asks for it."
                + (examples.isEmpty() ? "" : " Requested keys are for example: " + String.join("; ", examples) + ".");
    }

    private static boolean isStored(List<Explanation> explanations) {
        return explanations.stream().anyMatch(explanation -> explanation.entry().isPresent());
    }

    private static List<String> lines(List<Explanation> explanations) {
        return new ArrayList<>(explanations.stream().map(Explanation::toString).toList());
    }
}
