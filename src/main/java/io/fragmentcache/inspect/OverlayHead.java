package io.fragmentcache.inspect;

import io.fragmentcache.inspect.NestedFragment.Facts;
import io.fragmentcache.internal.Json;
import io.fragmentcache.internal.usage.PageLog;
import io.fragmentcache.internal.usage.PageVisit;
import io.fragmentcache.spi.Outcome;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a page that shows its fragments has in its head: all that is known of them, and the script that draws.
 * Thread-safe.
 */
final class OverlayHead {
    private static final String PART = "fragment-inspector:";

    /** What HTMX, Turbo, Unpoly and others send along. */
    private static final List<String> SCRIPTS = List.of("HX-Request", "Turbo-Frame", "X-Up-Target", "X-Requested-With");

    private final String path;
    private final Browser browser;
    private final FactSheet facts;
    private final PageLog pages;
    private volatile @Nullable String blocked;

    OverlayHead(String path, Browser browser, FactSheet facts, PageLog pages) {
        this.path = path;
        this.browser = browser;
        this.facts = facts;
        this.pages = pages;
    }

    /** The finished page. From a body that is not an HTML document only the marks are removed. */
    String addTo(MarkedPage page, PageView view, HttpServletRequest request, HttpServletResponse response) {
        if (!InspectedResponse.isHtml(response.getContentType())) {
            return page.plain();
        }
        if (!page.isDocument()) {
            return isPutInByAScript(request)
                    ? page.with("") + "<!--" + PART + inComment(set(page, view)) + "-->"
                    : page.plain();
        }
        ContentPolicy policy = ContentPolicy.of(response.getHeaders("Content-Security-Policy"));
        blocked = policy.allowsOurs()
                ? null
                : "The Content-Security-Policy of " + request.getRequestURI()
                        + " blocks the outlines. Add 'self' or a nonce to its script-src.";
        String base = request.getContextPath() + path + "/";
        Json data = set(page, view)
                .with("base", base)
                .with("token", browser.token(request, response))
                .with("csrf", CsrfField.of(request))
                .with("page", counts(view));
        String nonce = policy.nonce().isEmpty() ? "" : " nonce=\"" + policy.nonce() + "\"";
        return page.with("<script type=\"application/json\" id=\"fragment-inspector\">" + data
                + "</script><script src=\"" + base + "overlay.js\"" + nonce + " defer></script>");
    }

    private Json set(MarkedPage page, PageView view) {
        return new Json()
                .with("name", page.name())
                .with("frames", frames(page, view))
                .with("trees", trees(view));
    }

    /** A part that a script asks for and puts into a page. */
    private static boolean isPutInByAScript(HttpServletRequest request) {
        return SCRIPTS.stream().anyMatch(header -> request.getHeader(header) != null);
    }

    /** In a comment, two hyphens could end it. */
    private static String inComment(Json json) {
        return json.toString().replace("--", "-\\u002d");
    }

    /** What keeps the overlay from the last page, for people; null where nothing does. */
    @Nullable String blocked() {
        return blocked;
    }

    /** What the cache did for this page: the look-ups as every other page of figures counts them. */
    private Json counts(PageView view) {
        Json counts = new Json();
        PageVisit visit = pages.here();
        if (visit != null) {
            for (Outcome outcome : Outcome.values()) {
                counts.with(outcome.name().toLowerCase(Locale.ROOT), visit.lookups(outcome));
            }
            counts.with("holes", visit.holes())
                    .with("took", pages.soFar(visit))
                    .with("slowest", Objects.toString(visit.slowest(), ""))
                    .with("slowestMicros", visit.slowestMicros());
        }
        long inside = view.frames().stream()
                .filter(frame -> frame.kind() == Frame.Kind.INSIDE)
                .count();
        return counts.with("inside", inside);
    }

    private List<Json> frames(MarkedPage page, PageView view) {
        List<Json> frames = new ArrayList<>();
        for (int i = 0; i < view.frames().size(); i++) {
            if (!page.isOnPage(i)) {
                continue;
            }
            Frame frame = view.frames().get(i);
            Facts known = frame.facts();
            frames.add(new Json()
                    .with("number", i)
                    .with("around", page.parentOf(i))
                    .with("framed", page.isFramed(i))
                    .with("kind", frame.kind().name().toLowerCase(Locale.ROOT))
                    .with("outcome", frame.word())
                    .with("name", frame.name())
                    .with("why", known == null ? frame.why() : known.reason())
                    .with("arguments", FactSheet.arguments(frame.arguments()))
                    .with("facts", known == null ? null : facts.of(known)));
        }
        return frames;
    }

    /** Once for each fragment, however often it is on the page. */
    private Map<String, @Nullable Json> trees(PageView view) {
        Map<String, @Nullable Json> trees = new LinkedHashMap<>();
        for (Frame frame : view.frames()) {
            Facts known = frame.facts();
            if (known != null && !trees.containsKey(frame.name())) {
                trees.put(frame.name(), facts.tree(known.locator()));
            }
        }
        return trees;
    }
}
