package io.fragmentcache.servlet;

import io.fragmentcache.internal.engine.RequestScope;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Writes what stands in one page in place of a hole: an ESI element where the request comes from an edge that says that it
 * resolves them (Edge Architecture Specification 1.0), or an element that a script fills. Used by the thread that serves
 * the request.
 */
final class ApartFilling implements RequestScope.Apart {
    private static final Set<String> READS = Set.of("GET", "HEAD");
    private static final String CAPABILITY = "Surrogate-Capability";
    private static final String CONTROL = "Surrogate-Control";
    private static final Pattern ESI = Pattern.compile("=\\s*\"[^\"]*\\bESI/1\\.0\\b[^\"]*\"");
    private static final Pattern NONCE = Pattern.compile("'nonce-([A-Za-z0-9+/_=-]+)'");

    private enum Way {
        IN_PLACE,
        ESI,
        BROWSER
    }

    private final ApartRules rules;
    private final HttpServletRequest request;
    private final HttpServletResponse response;
    private final RequestScope scope;
    private @Nullable Way way;
    private boolean begun;

    ApartFilling(ApartRules rules, HttpServletRequest request, HttpServletResponse response, RequestScope scope) {
        this.rules = rules;
        this.request = request;
        this.response = response;
        this.scope = scope;
    }

    @Override
    public @Nullable String instead(String address, String size) {
        // A cache that keeps the page must not show it to a client that asks in another way.
        scope.tally().variesBy(CAPABILITY);
        Way chosen = chosen();
        if (chosen == Way.ESI) {
            response.setHeader(CONTROL, "content=\"ESI/1.0\"");
        }
        String url = request.getContextPath() + rules.path() + "?h=" + address;
        return switch (chosen) {
            case IN_PLACE -> null;
            case ESI -> "<esi:include src=\"" + url + "\"/>";
            case BROWSER -> byBrowser(url, size);
        };
    }

    @Override
    public boolean isElsewhere() {
        return chosen() != Way.IN_PLACE;
    }

    /** For the whole page. */
    private Way chosen() {
        Way chosen = way == null ? way() : way;
        way = chosen;
        return chosen;
    }

    private Way way() {
        if (!READS.contains(request.getMethod()) || response.isCommitted()) {
            return Way.IN_PLACE;
        }
        String capability = request.getHeader(CAPABILITY);
        if (capability != null && ESI.matcher(capability).find()) {
            return Way.ESI;
        }
        return rules.byBrowser().test(request) ? Way.BROWSER : Way.IN_PLACE;
    }

    private String byBrowser(String url, String size) {
        String room = size.isEmpty() ? "" : " width=\"" + width(size) + "\" height=\"" + height(size) + "\"";
        String script = begun
                ? ""
                : "<script src=\"" + request.getContextPath() + rules.path() + ".js\"" + nonce() + " defer></script>";
        begun = true;
        return script + "<fragment-hole src=\"" + url + "\">" + (room.isEmpty() ? "" : "<svg" + room + "></svg>")
                + "<noscript><iframe src=\"" + url + "\" title=\"\"" + room + "></iframe></noscript></fragment-hole>";
    }

    private static String width(String size) {
        return size.substring(0, size.indexOf('x'));
    }

    private static String height(String size) {
        return size.substring(size.indexOf('x') + 1);
    }

    private String nonce() {
        String policy = response.getHeader("Content-Security-Policy");
        Matcher nonce = NONCE.matcher(policy == null ? "" : policy);
        return nonce.find() ? " nonce=\"" + nonce.group(1) + "\"" : "";
    }
}
