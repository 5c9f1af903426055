package io.fragmentcache.spring.boot;

import io.fragmentcache.FragmentCache;
import io.fragmentcache.edge.CloudflareEdge;
import io.fragmentcache.edge.Edge;
import io.fragmentcache.edge.EdgePurge;
import io.fragmentcache.edge.EdgePurgeBuilder;
import io.fragmentcache.edge.FastlyEdge;
import io.fragmentcache.edge.UrlEdge;
import io.fragmentcache.edge.VarnishEdge;
import io.fragmentcache.problem.Problem;
import io.fragmentcache.servlet.EdgeTags;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What the properties say of an edge. */
record PropertyEdge(FragmentCacheProperties.Edge edge) {
    private static final String PREFIX = FragmentCacheProperties.PREFIX + ".edge.";

    /** Null where no header is written. */
    @Nullable EdgeTags tags() {
        FragmentCacheProperties.EdgeHeader header = edge.header();
        if (header == null) {
            return null;
        }
        EdgeTags tags = switch (header) {
            case SURROGATE_KEY -> EdgeTags.surrogateKey();
            case CACHE_TAG -> EdgeTags.cacheTag();
            case EDGE_CACHE_TAG -> EdgeTags.edgeCacheTag();
            case XKEY -> EdgeTags.xkey();
            case CACHE_GROUPS -> EdgeTags.cacheGroups();
        };
        String namespace = edge.namespace();
        EdgeTags named = namespace == null
                ? tags
                : UnusableProperty.check(PREFIX + "namespace", namespace, () -> tags.namespace(namespace));
        return edge.hashed() ? named.hashed() : named;
    }

    /** The purge of what is touched through this cache. */
    EdgePurge purge(FragmentCache cache, FragmentCacheProperties.EdgePurger purger) {
        EdgePurgeBuilder builder = UnusableProperty.check(PREFIX + "purge", word(purger), () -> {
            EdgeTags tags = tags();
            if (tags == null) {
                throw Problem.propertyMissing(PREFIX + "header", "xkey");
            }
            return EdgePurge.over(cache, tags).to(edge(purger));
        });
        UnusableProperty.check(PREFIX + "collect", edge.collect(), () -> builder.collect(edge.collect()));
        Duration again = edge.again();
        if (again != null) {
            UnusableProperty.check(PREFIX + "again", again, () -> builder.again(again));
        }
        return (edge.hard() ? builder.hard() : builder).open();
    }

    private Edge edge(FragmentCacheProperties.EdgePurger purger) {
        return switch (purger) {
            case VARNISH -> VarnishEdge.at(given("purge-url", edge.purgeUrl(), "http://127.0.0.1:6081/"));
            case URL -> withToken(UrlEdge.at(given("purge-url", edge.purgeUrl(), "https://edge.example/purge")));
            case FASTLY -> FastlyEdge.of(given("purge-id", edge.purgeId(), "SU1Z0isxPaozGVKXdv0eY"), token());
            case CLOUDFLARE ->
                CloudflareEdge.of(given("purge-id", edge.purgeId(), "023e105f4ecef8ad9ca31a8372d0c353"), token());
        };
    }

    private Edge withToken(UrlEdge url) {
        String token = edge.purgeToken();
        return token == null ? url : url.header("Authorization", token);
    }

    private String token() {
        return given("purge-token", edge.purgeToken(), "${EDGE_TOKEN}");
    }

    private static <T> T given(String name, @Nullable T value, String example) {
        if (value == null) {
            throw Problem.propertyMissing(PREFIX + name, example);
        }
        return value;
    }

    private static String word(FragmentCacheProperties.EdgePurger purger) {
        return purger.name().toLowerCase(Locale.ROOT);
    }
}
