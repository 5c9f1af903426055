package io.fragmentcache.servlet;

import io.fragmentcache.internal.engine.RequestScope;
import io.fragmentcache.internal.engine.Requests;
import io.fragmentcache.internal.engine.Tally;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the headers of one page say of its fragments. Pages without any are left alone. Used by one thread. */
final class PageHeaders {
    private static final Set<String> READS = Set.of("GET", "HEAD");
    private static final String SET_COOKIE = "Set-Cookie";
    private static final String CERTIFICATE = "jakarta.servlet.request.X509Certificate";

    private final PageRules rules;
    private final Requests requests;
    private final HttpServletRequest request;
    private final RequestScope scope;
    private final boolean taggedWeakly;

    /** @param wrapped whether a filter around this one may change the bytes of the page */
    PageHeaders(PageRules rules, Requests requests, HttpServletRequest request, RequestScope scope, boolean wrapped) {
        this.rules = rules;
        this.requests = requests;
        this.request = request;
        this.scope = scope;
        this.taggedWeakly = wrapped || rules.tags() == PageRules.Tags.WEAK;
    }

    boolean isHead() {
        return request.getMethod().equals("HEAD");
    }

    /**
     * Tells what is known of a page of which more may come: another thread goes on with it, or its first bytes are about
     * to be sent. Since the rest may be of one visitor, the page is.
     */
    void tellBegun(HttpServletResponse response, boolean leftAloneWithoutFragments) {
        if (scope.tally().any() || !leftAloneWithoutFragments) {
            tell(response, false);
        }
    }

    /** Tells whose error it is that the container, or another page, answers in place of this one. */
    void tellError(HttpServletResponse response) {
        if (scope.tally().any() && !rules.age().isUnsaid()) {
            PageAge.tellWhose(response, true);
        }
    }

    /** Tells what is known of a page that is complete, but cannot have a tag. */
    void tellUntagged(HttpServletResponse response) {
        if (scope.tally().any()) {
            tell(response, true);
        }
    }

    /**
     * Tells all of a complete page.
     *
     * @return whether the visitor has it already: then the status says so, and no body must follow
     */
    boolean tellComplete(HttpServletResponse response, Utf8Page page) {
        if (!scope.tally().any()) {
            return false;
        }
        boolean saidToVary = VaryHeader.coversVisitor(response);
        tell(response, true);
        if (scope.bypasses() || !isReadWell(response) || response.containsHeader(SET_COOKIE)) {
            return false;
        }
        if (!isKnown(tag(response, page, saidToVary), response.getHeader("Last-Modified"))) {
            return false;
        }
        response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
        return true;
    }

    /** Whether the application's own tag or date says already that the visitor has the page, before it is complete. */
    boolean isKnownBefore(HttpServletResponse response) {
        return !scope.bypasses()
                && isReadWell(response)
                && !response.containsHeader(SET_COOKIE)
                && isKnown(response.getHeader("ETag"), response.getHeader("Last-Modified"));
    }

    private boolean isReadWell(HttpServletResponse response) {
        return READS.contains(request.getMethod()) && response.getStatus() == HttpServletResponse.SC_OK;
    }

    private void tell(HttpServletResponse response, boolean complete) {
        Tally tally = scope.tally();
        if (tally.any()) {
            response.addHeader(CacheStatus.HEADER, CacheStatus.of(tally, rules.name(), requests.now()));
            if (rules.serverTiming()) {
                response.addHeader(ServerTiming.HEADER, ServerTiming.of(tally));
            }
        }
        VaryHeader.add(tally.varies(), response);
        VaryHeader.add(rules.partsBy(), response);
        if (scope.bypasses() && tally.any()) {
            if (!PageAge.isSaid(response)) {
                response.setHeader("Cache-Control", "private, no-store");
            }
        } else if (!rules.age().isUnsaid()) {
            tellAge(response, complete);
        }
    }

    /** Says for now that a page is of one visitor: another thread may send it before more can be said. */
    void reserve(HttpServletResponse response) {
        if (!rules.age().isUnsaid() && !PageAge.isSaid(response)) {
            PageAge.tellWhose(response, true);
            scope.reserved(true);
        }
    }

    /** Says that the headers were taken back. */
    void forget() {
        scope.reserved(false);
    }

    private void tellAge(HttpServletResponse response, boolean complete) {
        Tally tally = scope.tally();
        boolean ofVisitor = !complete || isOfVisitor(response);
        boolean said = scope.isReserved() ? !PageAge.isOnlyPrivate(response) : PageAge.isSaid(response);
        if (complete && tally.isDated() && !tally.unremembered() && isReadWell(response) && !said) {
            rules.age().tell(response, tally, ofVisitor, requests.now());
            if (!ofVisitor && rules.edge() != null) {
                rules.edge().tell(response, tally);
            }
        } else {
            PageAge.tellWhose(response, ofVisitor);
        }
    }

    /** Also where only a filter around this one read who the visitor is. */
    private boolean isOfVisitor(HttpServletResponse response) {
        Tally tally = scope.tally();
        return tally.ofVisitor()
                || tally.holed()
                || response.containsHeader(SET_COOKIE)
                || request.getHeader("Authorization") != null
                || request.getUserPrincipal() != null
                || request.getAuthType() != null
                || request.getAttribute(CERTIFICATE) != null;
    }

    /** The application's tag, or one of ours; null where the page has none. */
    private @Nullable String tag(HttpServletResponse response, Utf8Page page, boolean saidToVary) {
        String said = response.getHeader("ETag");
        boolean ofOneVisitor = scope.tally().holed() && !saidToVary;
        if (said != null || rules.tags() == PageRules.Tags.NONE || ofOneVisitor) {
            return said;
        }
        String tag = (taggedWeakly ? "W/\"" : "\"") + page.digest(response.getCharacterEncoding()) + '"';
        response.setHeader("ETag", tag);
        return tag;
    }

    /** RFC 9110, section 13.2.2: a date counts only where no tags are given. */
    private boolean isKnown(@Nullable String tag, @Nullable String lastModified) {
        if (request.getHeader("If-None-Match") != null) {
            return tag != null && EntityTags.match(request.getHeaders("If-None-Match"), tag);
        }
        if (lastModified == null) {
            return false;
        }
        try {
            Instant modified = DateTimeFormatter.RFC_1123_DATE_TIME.parse(lastModified, Instant::from);
            return request.getDateHeader("If-Modified-Since") >= modified.toEpochMilli();
        } catch (IllegalArgumentException | DateTimeException unreadable) {
            return false;
        }
    }
}
