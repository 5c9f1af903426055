package io.fragmentcache.edge;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.Set;

/**
 * Varnish with its module xkey: a request {@code PURGE} with the header {@code xkey-purge}, or {@code xkey-hard-purge} for
 * what must not be shown again. The VCL of docs/edge.md answers it. Thread-safe.
 */
public final class VarnishEdge implements Edge {
    /** With the longest tags a header of 4 KB, half of what Varnish takes. */
    private static final int MOST = 32;

    private final URI address;
    private final PurgeCalls calls = new PurgeCalls();

    private VarnishEdge(URI address) {
        this.address = address;
    }

    /** Returns the Varnish at this address, for instance {@code http://127.0.0.1:6081/}. */
    public static VarnishEdge at(URI address) {
        return new VarnishEdge(address);
    }

    @Override
    public void purge(Set<String> tags, boolean soft) throws IOException, InterruptedException {
        calls.send(PurgeCalls.to(address)
                .method("PURGE", HttpRequest.BodyPublishers.noBody())
                .header(soft ? "xkey-purge" : "xkey-hard-purge", String.join(" ", tags))
                .build());
    }

    @Override
    public int mostTags() {
        return MOST;
    }

    @Override
    public String name() {
        return "Varnish";
    }
}
