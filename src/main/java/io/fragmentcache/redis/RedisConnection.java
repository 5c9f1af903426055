package io.fragmentcache.redis;

import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;

/**
 * An open connection to one server, or to the nodes of a cluster.
 *
 * @param commands those that both understand
 */
record RedisConnection(StatefulConnection<String, byte[]> wire, RedisClusterAsyncCommands<String, byte[]> commands) {
    /** No caller waits for a connection that is abandoned. */
    @SuppressWarnings("FutureReturnValueIgnored")
    void hangUp() {
        wire.closeAsync();
    }
}
