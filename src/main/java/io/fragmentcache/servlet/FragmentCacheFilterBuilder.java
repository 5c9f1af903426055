package io.fragmentcache.servlet;

import io.fragmentcache.FragmentCache;
import io.fragmentcache.problem.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Configures a {@link FragmentCacheFilter}. Not thread-safe.
 *
 * <p>By default the filter does not set how long a page may be kept. Each duration is an upper limit; a page never outlives
 * its shortest-lived fragment. The filter sets no age if the application set {@code Cache-Control}, {@code
 * CDN-Cache-Control}, {@code Expires} or {@code Pragma}, or if a fragment of the page is not stored. If anything of the
 * visitor was read, or a cookie is set, the page is {@code private}.
 */
public final class FragmentCacheFilterBuilder {
    private static final Pattern APART_PATH = Pattern.compile("/[A-Za-z0-9/._-]+");

    private final FragmentCache cache;
    private String name = PageRules.USUAL.name();
    private boolean serverTiming;
    private PageRules.Tags tags = PageRules.USUAL.tags();
    private Predicate<HttpServletRequest> bypass = PageRules.USUAL.bypass();
    private Predicate<HttpServletRequest> admit = PageRules.USUAL.admit();
    private UnaryOperator<HttpServletRequest> current = PageRules.USUAL.current();
    private @Nullable Duration maxAge;
    private @Nullable Duration cdnMaxAge;
    private @Nullable Duration stale;
    private @Nullable Duration onError;
    private @Nullable EdgeTags edgeTags;
    private final Set<String> partsBy = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    private @Nullable String apartPath;
    private Predicate<HttpServletRequest> byBrowser = request -> false;

    FragmentCacheFilterBuilder(FragmentCache cache) {
        this.cache = cache;
    }

    /**
     * Sets the name of the cache in {@code Cache-Status}. Defaults to {@code fragments}.
     *
     * @param token of RFC 9110: letters, digits and some punctuation, without blanks
     * @throws Problem if it is not a token
     */
    public FragmentCacheFilterBuilder name(String token) {
        if (!FieldItem.isToken(token)) {
            throw Problem.cacheName(token);
        }
        name = token;
        return this;
    }

    /**
     * Sends {@code Server-Timing}, for development: it shows every visitor how long a page takes. Defaults to false.
     *
     * @param told whether it is sent
     */
    public FragmentCacheFilterBuilder serverTiming(boolean told) {
        serverTiming = told;
        return this;
    }

    /**
     * Makes the {@code ETag} weak. Tomcat's connector does not compress a page with a strong {@code ETag}, since its bytes
     * would change. If something around the filter wraps the response, the {@code ETag} is weak anyway.
     */
    public FragmentCacheFilterBuilder weakETags() {
        tags = PageRules.Tags.WEAK;
        return this;
    }

    /** Gives pages no {@code ETag}. An {@code ETag} that the application sets is still compared. */
    public FragmentCacheFilterBuilder noETags() {
        tags = PageRules.Tags.NONE;
        return this;
    }

    /**
     * Sets how long browsers, and proxies that get no other age, may show a page without asking. Not sent by default.
     *
     * @throws Problem if it is zero or negative
     */
    public FragmentCacheFilterBuilder maxAge(Duration most) {
        maxAge = positive("maxAge", most);
        return this;
    }

    /**
     * Sets how long content delivery networks may show a page without asking, by {@code CDN-Cache-Control} (RFC 9213). Not
     * sent by default.
     *
     * @throws Problem if it is zero or negative
     */
    public FragmentCacheFilterBuilder cdnMaxAge(Duration most) {
        cdnMaxAge = positive("cdnMaxAge", most);
        return this;
    }

    /**
     * Sets how long after its age a page may be shown while it is fetched again (RFC 5861). Needs {@link #maxAge} or {@link
     * #cdnMaxAge}. Not sent by default.
     *
     * @throws Problem if it is zero or negative
     */
    public FragmentCacheFilterBuilder staleWhileRevalidate(Duration most) {
        stale = positive("staleWhileRevalidate", most);
        return this;
    }

    /**
     * Sets how long after its age a page may be shown if the server cannot be reached (RFC 5861). Needs {@link #maxAge} or
     * {@link #cdnMaxAge}. Not sent by default.
     *
     * @throws Problem if it is zero or negative
     */
    public FragmentCacheFilterBuilder staleIfError(Duration most) {
        onError = positive("staleIfError", most);
        return this;
    }

    /**
     * Writes the tags of public pages into a header, by which an edge purges pages. Needs {@link #maxAge} or {@link
     * #cdnMaxAge}. Off by default.
     *
     * @param form the header and its spelling; its namespace defaults to that of the cache
     */
    public FragmentCacheFilterBuilder edgeTags(EdgeTags form) {
        edgeTags = form;
        return this;
    }

    /**
     * Lets edges that resolve ESI 1.0 ({@code Surrogate-Capability}) fetch holes with {@code cache:apart} from the {@link
     * HoleServlet} at this path. A page all of whose holes are fetched is the same for all visitors.
     * Set a {@code secret} in the cache if several processes serve one application, or if addresses must outlive a restart.
     * Off by default.
     *
     * @param path from the application's root: {@code /fragments/hole}
     * @throws Problem if the path does not begin with a slash, or has other characters than letters, digits and {@code /._-}
     */
    public FragmentCacheFilterBuilder apartHoles(String path) {
        if (!APART_PATH.matcher(path).matches()) {
            throw Problem.apartPath(path);
        }
        apartPath = path;
        return this;
    }

    /**
     * Sets whose browser fetches holes with {@code cache:apart} by a script, if no edge fetches them. Needs {@link
     * #apartHoles}.
     *
     * @param whose called for each page with such a hole. Defaults to false: these holes are filled in place
     */
    public FragmentCacheFilterBuilder apartInBrowser(Predicate<HttpServletRequest> whose) {
        byBrowser = whose;
        return this;
    }

    /**
     * Sets whose pages are rendered without the cache, and not stored: those of editors who preview, for instance. Such a
     * page is {@code private, no-store}, except if the application sets {@code Cache-Control} itself.
     *
     * @param whom called when a page meets its first fragment. Decide by a role: with a parameter, every visitor could make
     *     the server render. Defaults to false
     */
    public FragmentCacheFilterBuilder bypass(Predicate<HttpServletRequest> whom) {
        bypass = whom;
        return this;
    }

    /**
     * Names request headers by which one address answers with a page or with a part of it, such as {@code HX-Request}. Pages
     * with fragments then vary by them. Controllers read these headers before the page is rendered, so the filter cannot
     * see that. None by default.
     *
     * @throws Problem if one is not the name of a header
     */
    public FragmentCacheFilterBuilder partsBy(String... headers) {
        for (String header : headers) {
            if (!VaryHeader.isName(header)) {
                throw Problem.headerName(header);
            }
            partsBy.add(header);
        }
        return this;
    }

    /**
     * Sets whose pages may fill the cache. A request that is not admitted, such as that of a crawler, is shown what is
     * stored. What is rendered for it is not stored, and it starts no regeneration.
     *
     * @param whom called when a page meets its first fragment; decide by the address or the user agent. Defaults to true
     */
    public FragmentCacheFilterBuilder admit(Predicate<HttpServletRequest> whom) {
        admit = whom;
        return this;
    }

    /**
     * Sets how {@link #bypass} and {@link #admit} find the request as the application sees it. A security filter after this
     * one may have wrapped the request, so that it knows roles.
     *
     * @param wrapped receives the request that came to this filter, and returns the wrapped one. Defaults to the same request
     */
    public FragmentCacheFilterBuilder currentRequest(UnaryOperator<HttpServletRequest> wrapped) {
        current = wrapped;
        return this;
    }

    /**
     * Builds the filter.
     *
     * @throws Problem if a stale time or edge tags were set without {@link #maxAge} and {@link #cdnMaxAge}
     */
    public FragmentCacheFilter build() {
        if (maxAge == null && cdnMaxAge == null && (stale != null || onError != null)) {
            throw Problem.staleWithoutAge();
        }
        if (maxAge == null && cdnMaxAge == null && edgeTags != null) {
            throw Problem.edgeTagsWithoutAge();
        }
        PageAge age = new PageAge(maxAge, cdnMaxAge, stale, onError);
        return new FragmentCacheFilter(
                cache,
                new PageRules(
                        name,
                        serverTiming,
                        tags,
                        age,
                        edge(),
                        apartPath == null ? null : new ApartRules(apartPath, byBrowser),
                        Set.copyOf(partsBy),
                        bypass,
                        admit,
                        current));
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
