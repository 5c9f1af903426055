package io.fragmentcache.edge;

import io.fragmentcache.internal.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Set;

/** A zone of Cloudflare, purged by cache tags. It has no soft purge. Thread-safe. */
public final class CloudflareEdge implements Edge {
    private static final URI API = URI.create("https://api.cloudflare.com/client/v4/");
    private static final int MOST = 30;

    private final URI purge;
    private final String token;
    private final PurgeCalls calls = new PurgeCalls();

    private CloudflareEdge(URI purge, String token) {
        this.purge = purge;
        this.token = PurgeCalls.checked("Authorization", token);
    }

    /**
     * Returns a zone of Cloudflare.
     *
     * @param zone its identity
     * @param token of the API, with the right to purge; it is never logged
     * @throws io.fragmentcache.problem.Problem if a header cannot hold the token
     */
    public static CloudflareEdge of(String zone, String token) {
        return at(API, zone, token);
    }

    /**
     * Returns a zone of Cloudflare whose API has another address, such as that of a proxy.
     *
     * @param api ends with a slash
     * @param zone its identity
     * @param token of the API, with the right to purge; it is never logged
     * @throws io.fragmentcache.problem.Problem if a header cannot hold the token
     */
    public static CloudflareEdge at(URI api, String zone, String token) {
        return new CloudflareEdge(api.resolve("zones/" + zone + "/purge_cache"), token);
    }

    @Override
    public void purge(Set<String> tags, boolean soft) throws IOException, InterruptedException {
        String body = new Json().with("tags", List.copyOf(tags)).toString();
        calls.send(PurgeCalls.to(purge)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .build());
    }

    @Override
    public int mostTags() {
        return MOST;
    }

    @Override
    public String name() {
        return "Cloudflare";
    }
}
