package io.fragmentcache.spring.boot;

import io.fragmentcache.FragmentCache;
import io.fragmentcache.digest.DependencyTree;
import io.fragmentcache.freshness.Explanation;
import io.fragmentcache.key.Locator;
import io.fragmentcache.key.Tag;
import io.fragmentcache.problem.Problem;
import io.fragmentcache.spi.Backlog;
import io.fragmentcache.store.StoreStats;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
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
    private final FragmentCounts counts;

    FragmentsEndpoint(FragmentCache cache, FragmentCounts counts) {
        this.cache = cache;
        this.counts = counts;
    }

    /**
     * @param stores what each store holds, the nearest first; -1 is not known
     * @param regenerations the state of the background queue
     * @param fragments counts since the start, by {@code template :: name}
     */
    public record Summary(List<StoreStats> stores, Backlog regenerations, Map<String, Fragment> fragments) {}

    /**
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
            long renders,
            long backgroundRenders,
            long averageMicros,
            long notStored,
            @Nullable String lastNotStored) {}

    /**
     * @param digest of all templates that decide the fragment; null if nobody asked for the fragment since the start
     * @param depends these templates, as a tree
     * @param explanations why the fragment with the key that was asked for would be shown or not, for each language
     */
    public record Details(
            String fragment,
            Fragment counts,
            @Nullable String digest,
            List<String> depends,
            List<String> explanations) {}

    /** @param tag what was touched */
    public record Touched(String tag) {}

    /** Returns what the stores hold, the background queue, and counts of each fragment. */
    @ReadOperation
    public Summary summary() {
        return new Summary(cache.stats(), cache.backlog(), counts.all());
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
            DependencyTree tree =
                    cache.engine().inspection().treeOf(Locator.parse(locator)).orElse(null);
            return new Details(
                    locator,
                    counts.of(locator),
                    tree == null ? null : tree.digest().toString(),
                    tree == null ? List.of() : tree.toString().lines().toList(),
                    explain(locator, key));
        } catch (Problem e) {
            throw new InvalidEndpointRequestException(String.valueOf(e.getMessage()), "Not a fragment", e);
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
            throw new InvalidEndpointRequestException(String.valueOf(e.getMessage()), "Not a tag", e);
        }
    }

    /** A key is typed and a URL is not: of the spellings that a text may stand for, the one that is stored is told. */
    private List<String> explain(String locator, @Nullable List<String> key) {
        if (key == null || key.isEmpty()) {
            return List.of();
        }
        List<Explanation> first = List.of();
        for (List<Object> values : KeyTexts.meanings(key)) {
            List<Explanation> told = cache.explain(locator, values.toArray());
            if (told.stream().anyMatch(explanation -> explanation.entry().isPresent())) {
                return lines(told.stream());
            }
            first = first.isEmpty() ? told : first;
        }
        return lines(first.stream());
    }

    private static List<String> lines(Stream<Explanation> explanations) {
        return new ArrayList<>(explanations.map(Explanation::toString).toList());
    }
}
