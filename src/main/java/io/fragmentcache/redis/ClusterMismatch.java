package io.fragmentcache.redis;

import io.fragmentcache.problem.Problem;
import java.util.List;

/** What to do where a cluster is asked as one server, or one server as a cluster: each answers with errors of its own. */
final class ClusterMismatch {
    private static final List<String> OF_A_CLUSTER = List.of("MOVED ", "ASK ", "CROSSSLOT ", "CLUSTERDOWN ");
    private static final String OF_A_SERVER = "This instance has cluster support disabled";

    private ClusterMismatch() {}

    /** What to say of this failure; {@code otherwise} where it is not about that. */
    static String said(RedisAddress address, Throwable failure, String otherwise) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            String message = String.valueOf(each.getMessage());
            if (!address.isCluster() && OF_A_CLUSTER.stream().anyMatch(message::startsWith)) {
                return String.valueOf(Problem.redisIsACluster().getMessage());
            }
            if (address.isCluster() && message.contains(OF_A_SERVER)) {
                return String.valueOf(Problem.redisIsNoCluster().getMessage());
            }
        }
        return otherwise;
    }
}
