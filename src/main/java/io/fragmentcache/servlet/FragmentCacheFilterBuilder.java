package io.fragmentcache.servlet;

import io.fragmentcache.FragmentCache;
import io.fragmentcache.problem.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Gathers what a {@link FragmentCacheFilter} says of pages. Not thread-safe; settled by {@link #build()}.
 *
 * <p>How long a page may be kept is not said unless asked for here. Each duration is the most: a page is never kept longer
 * than its first fragment is good. Nothing is said where the application set {@code Cache-Control}, {@code
 * CDN-Cache-Control}, {@code Expires} or {@code Pragma}, nor of pages that hold a fragment which is remembered nowhere. As
 * soon as anything of the visitor was read, or a cookie is set, a page is {@code private}.
 */
public final class FragmentCacheFilterBuilder {
    private final FragmentCache cache;
    private String name = PageRules.USUAL.name();
    private boolean serverTiming;
    private PageRules.Tags tags = PageRules.USUAL.tags();
    private Predicate<HttpServletRequest> bypass = PageRules.USUAL.bypass();
    private UnaryOperator<HttpServletRequest> current = PageRules.USUAL.current();
    private @Nullable Duration maxAge;
    private @Nullable Duration cdnMaxAge;
    private @Nullable Duration stale;
    private @Nullable Duration onError;
    private @Nullable EdgeTags edgeTags;

    FragmentCacheFilterBuilder(FragmentCache cache) {
        this.cache = cache;
    }

    /** How the cache is called in {@code Cache-Status}; {@code fragments} unless said. */
    public FragmentCacheFilterBuilder name(String token) {
        if (!FieldItem.isToken(token)) {
            throw Problem.cacheName(token);
        }
        name = token;
        return this;
    }

    /** Tells {@code Server-Timing}: for development, since it tells everyone how much work a page is. */
    public FragmentCacheFilterBuilder serverTiming(boolean told) {
        serverTiming = told;
        return this;
    }

    /**
     * Makes the {@code ETag} a weak one. Tomcat's connector does not compress a page with a strong one, since its bytes would
     * change. Where something around the filter wraps the response, it is weak anyway.
     */
    public FragmentCacheFilterBuilder weakETags() {
        tags = PageRules.Tags.WEAK;
        return this;
    }

    /** Gives pages no {@code ETag}. What the application sets is compared all the same. */
    public FragmentCacheFilterBuilder noETags() {
        tags = PageRules.Tags.NONE;
        return this;
    }

    /** Browsers, and proxies that are told nothing else, may show a page again without asking for at most this long. */
    public FragmentCacheFilterBuilder maxAge(Duration most) {
        maxAge = positive("maxAge", most);
        return this;
    }

    /** The same for content delivery networks, by {@code CDN-Cache-Control} (RFC 9213). */
    public FragmentCacheFilterBuilder cdnMaxAge(Duration most) {
        cdnMaxAge = positive("cdnMaxAge", most);
        return this;
    }

    /** After that, it may be shown once more while it is fetched anew (RFC 5861). Needs one of the two above. */
    public FragmentCacheFilterBuilder staleWhileRevalidate(Duration most) {
        stale = positive("staleWhileRevalidate", most);
        return this;
    }

    /** And this long while the server is not to be reached (RFC 5861). */
    public FragmentCacheFilterBuilder staleIfError(Duration most) {
        onError = positive("staleIfError", most);
        return this;
    }

    /**
     * Writes the tags of public pages for an edge, which purges pages by them. Needs {@link #maxAge} or {@link #cdnMaxAge}.
     * Off by default. Where a namespace is not given, it is that of the cache.
     */
    public FragmentCacheFilterBuilder edgeTags(EdgeTags form) {
        edgeTags = form;
        return this;
    }

    /**
     * Whose pages are rendered as if there were no cache, and not stored: editors who preview, for instance. Decide by what
     * only they have, such as a role; a parameter that anybody can send lets anybody make the server work. Pages that are
     * shown so are {@code private, no-store} unless the application says otherwise.
     */
    public FragmentCacheFilterBuilder bypass(Predicate<HttpServletRequest> whom) {
        bypass = whom;
        return this;
    }

    /**
     * Sets how {@link #bypass} finds the request as the application sees it. The predicate is asked when the first fragment
     * is met; by then a security filter behind this one may have wrapped the request, so that it knows roles. Defaults to the
     * request that came to this filter.
     */
    public FragmentCacheFilterBuilder currentRequest(UnaryOperator<HttpServletRequest> wrapped) {
        current = wrapped;
        return this;
    }

    public FragmentCacheFilter build() {
        if (maxAge == null && cdnMaxAge == null && (stale != null || onError != null)) {
            throw Problem.staleWithoutAge();
        }
        if (maxAge == null && cdnMaxAge == null && edgeTags != null) {
            throw Problem.edgeTagsWithoutAge();
        }
        PageAge age = new PageAge(maxAge, cdnMaxAge, stale, onError);
        return new FragmentCacheFilter(cache, new PageRules(name, serverTiming, tags, age, edge(), bypass, current));
    }

    private @Nullable EdgeHeader edge() {
        if (edgeTags == null) {
            return null;
        }
        EdgeHeader header = new EdgeHeader(edgeTags.orNamespace(cache));
        cache.listen(header);
        return header;
    }

    private static Duration positive(String name, Duration duration) {
        if (duration.isNegative() || duration.isZero()) {
            throw Problem.durationOfNothing(name, duration.toString());
        }
        return duration;
    }
}
