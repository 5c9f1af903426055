package io.fragmentcache.edge;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Any address that purges. It receives a {@code POST} with one tag a line, as plain text. If the pages may be shown once
 * more, the request has the header {@code Soft-Purge: 1}. Immutable.
 */
public final class UrlEdge implements Edge {
    private static final int MOST = 100;

    private final URI address;
    private final Map<String, String> headers;
    private final PurgeCalls calls;

    private UrlEdge(URI address, Map<String, String> headers, PurgeCalls calls) {
        this.address = address;
        this.headers = headers;
        this.calls = calls;
    }

    /** Returns the edge that is purged by a request to this address. */
    public static UrlEdge at(URI address) {
        return new UrlEdge(address, Map.of(), new PurgeCalls());
    }

    /**
     * Returns the same edge with a header on each request, for instance with a token.
     *
     * @param name replaces an earlier header of this name
     * @param value printable ASCII; it is never logged
     * @throws io.fragmentcache.problem.Problem if a header cannot hold the value, such as a line end
     */
    public UrlEdge header(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, PurgeCalls.checked(name, value));
        return new UrlEdge(address, more, calls);
    }

    @Override
    public void purge(Set<String> tags, boolean soft) throws IOException, InterruptedException {
        HttpRequest.Builder request = PurgeCalls.to(address)
                .POST(HttpRequest.BodyPublishers.ofString(String.join("\n", tags)))
                .header("Content-Type", "text/plain; charset=utf-8");
        headers.forEach(request::setHeader);
        if (soft) {
            request.header("Soft-Purge", "1");
        }
        calls.send(request.build());
    }

    @Override
    public int mostTags() {
        return MOST;
    }

    @Override
    public String name() {
        return String.valueOf(address.getHost());
    }
}
