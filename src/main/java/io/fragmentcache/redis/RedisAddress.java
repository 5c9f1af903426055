package io.fragmentcache.redis;

import io.fragmentcache.problem.Problem;
import io.lettuce.core.RedisURI;
import io.lettuce.core.cluster.RedisClusterURIUtil;
import java.net.URI;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where Redis is.
 *
 * @param uris of one server, or of some nodes of a cluster, which tell the others
 */
record RedisAddress(List<RedisURI> uris, boolean isCluster) {
    private static final Pattern CLUSTER = Pattern.compile("(rediss?)-cluster:(.*)");

    /** An error that repeats nothing of the URI, where it cannot be read. */
    static RedisAddress of(String uri) {
        try {
            Matcher cluster = CLUSTER.matcher(uri);
            return cluster.matches()
                    ? new RedisAddress(
                            RedisClusterURIUtil.toRedisURIs(URI.create(cluster.group(1) + ":" + cluster.group(2))),
                            true)
                    : new RedisAddress(List.of(RedisURI.create(uri)), false);
        } catch (IllegalArgumentException repeatsIt) {
            throw Problem.redisUriNotReadable();
        }
    }
}
