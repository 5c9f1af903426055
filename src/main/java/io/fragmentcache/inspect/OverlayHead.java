package io.fragmentcache.inspect;

import io.fragmentcache.inspect.NestedFragment.Facts;
import io.fragmentcache.internal.Json;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a page that shows its fragments has in its head: all that is known of them, and the script that draws.
 * Thread-safe.
 */
final class OverlayHead {
    private final String path;
    private final Browser browser;
    private final FactSheet facts;

    OverlayHead(String path, Browser browser, FactSheet facts) {
        this.path = path;
        this.browser = browser;
        this.facts = facts;
    }

    /** The page, finished. What is no HTML document only loses its marks. */
    String addTo(MarkedPage page, PageView view, HttpServletRequest request, HttpServletResponse response) {
        if (!page.isDocument() || !InspectedResponse.isHtml(response.getContentType())) {
            return page.plain();
        }
        String base = request.getContextPath() + path + "/";
        Json data = new Json()
                .with("base", base)
                .with("name", page.name())
                .with("token", browser.token(request, response))
                .with("csrf", CsrfField.of(request))
                .with("frames", frames(page, view))
                .with("trees", trees(view));
        return page.with("<script type=\"application/json\" id=\"fragment-inspector\">" + data
                + "</script><script src=\"" + base + "overlay.js\" defer></script>");
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
                    .with("outcome", frame.outcome().name().toLowerCase(Locale.ROOT))
                    .with("name", frame.name())
                    .with("why", known == null ? "" : known.reason())
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
