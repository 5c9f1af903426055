package io.fragmentcache.edge;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.Set;

/** A service of Fastly, purged by surrogate keys. Thread-safe. */
public final class FastlyEdge implements Edge {
    private static final URI API = URI.create("https://api.fastly.com/");
    private static final int MOST = 256;

    private final URI purge;
    private final String token;
    private final PurgeCalls calls = new PurgeCalls();

    private FastlyEdge(URI purge, String token) {
        this.purge = purge;
        this.token = PurgeCalls.checked("Fastly-Key", token);
    }

    /**
     * Returns a service of Fastly.
     *
     * @param service its identity
     * @param token of the API, with the right to purge; it is never logged
     * @throws io.fragmentcache.problem.Problem if a header cannot hold the token
     */
    public static FastlyEdge of(String service, String token) {
        return at(API, service, token);
    }

    /**
     * Returns a service of Fastly whose API has another address, such as that of a proxy.
     *
     * @param api ends with a slash
     * @param service its identity
     * @param token of the API, with the right to purge; it is never logged
     * @throws io.fragmentcache.problem.Problem if a header cannot hold the token
     */
    public static FastlyEdge at(URI api, String service, String token) {
        return new FastlyEdge(api.resolve("service/" + service + "/purge"), token);
    }

    @Override
    public void purge(Set<String> tags, boolean soft) throws IOException, InterruptedException {
        HttpRequest.Builder request = PurgeCalls.to(purge)
                .POST(HttpRequest.BodyPublishers.noBody())
                .header("Fastly-Key", token)
                .header("Surrogate-Key", String.join(" ", tags));
        if (soft) {
            request.header("Fastly-Soft-Purge", "1");
        }
        calls.send(request.build());
    }

    @Override
    public int mostTags() {
        return MOST;
    }

    @Override
    public String name() {
        return "Fastly";
    }
}
