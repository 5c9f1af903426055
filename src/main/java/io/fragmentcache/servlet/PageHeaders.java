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

    private final PageRules rules;
    private final Requests requests;
    private final HttpServletRequest request;
    private final RequestScope scope;
    private final boolean taggedWeakly;

    /** @param wrapped whether somebody around the filter may change the bytes of the page */
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

    /** Tells what is known of a page that may go on. */
    void tell(HttpServletResponse response) {
        Tally tally = scope.tally();
        if (!tally.any()) {
            return;
        }
        response.addHeader(CacheStatus.HEADER, CacheStatus.of(tally, rules.name(), requests.now()));
        VaryHeader.add(tally.varies(), response);
        if (rules.serverTiming()) {
            response.addHeader(ServerTiming.HEADER, ServerTiming.of(tally));
        }
        if (scope.bypasses() && !PageAge.isSaid(response)) {
            response.setHeader("Cache-Control", "private, no-store");
        }
    }

    /**
     * Tells all of a complete page.
     *
     * @return whether the visitor has it already: then the status says so, and no body must follow
     */
    boolean tellComplete(HttpServletResponse response, Utf8Page page) {
        tell(response);
        Tally tally = scope.tally();
        if (!tally.any() || scope.bypasses() || !READS.contains(request.getMethod()) || response.getStatus() != 200) {
            return false;
        }
        boolean setsCookie = response.containsHeader("Set-Cookie");
        if (!rules.age().isUnsaid()) {
            boolean ofVisitor = tally.ofVisitor() || tally.holed() || setsCookie;
            rules.age().tell(response, tally, ofVisitor, requests.now());
        }
        if (setsCookie) {
            return false;
        }
        String tag = tag(response, page);
        if (!isKnown(tag, response.getHeader("Last-Modified"))) {
            return false;
        }
        response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
        return true;
    }

    /** The application's tag, or one of ours; null where the page has none. */
    private @Nullable String tag(HttpServletResponse response, Utf8Page page) {
        String said = response.getHeader("ETag");
        boolean ofOneVisitor = scope.tally().holed() && !VaryHeader.coversVisitor(response);
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
