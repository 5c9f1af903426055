package io.fragmentcache.edge;

import io.fragmentcache.problem.Problem;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Sends the requests of edges. What it throws names the host alone: addresses and headers hold secrets. Thread-safe. */
final class PurgeCalls {
    private static final Duration CONNECTS = Duration.ofSeconds(2);
    private static final Duration ANSWERS = Duration.ofSeconds(5);

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECTS)
            .build();

    static HttpRequest.Builder to(URI address) {
        return HttpRequest.newBuilder(address).timeout(ANSWERS);
    }

    /**
     * Returns the value of a header, such as a token.
     *
     * @throws Problem if it holds what no header may: a line end of the file that it was read from, for instance
     */
    static String checked(String header, String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < ' ' && c != '\t' || c > '~' || i == value.length() - 1 && c == ' ') {
                throw Problem.purgeHeader(header, i);
            }
        }
        return value;
    }

    void send(HttpRequest request) throws IOException, InterruptedException {
        String host = request.uri().getHost();
        int status;
        try {
            status =
                    client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException unreachable) {
            throw new IOException(host + ": " + unreachable.getClass().getSimpleName());
        }
        if (status < 200 || status > 299) {
            throw new IOException(host + " answered " + status);
        }
    }
}
