package io.fragmentcache.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.resource.ClientResources;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Lettuce's two clients as one.
 *
 * @param connect opens a connection
 * @param close ends all of them
 */
record RedisClients(Supplier<RedisConnection> connect, Runnable close) {
    private static final RedisCodec<String, byte[]> CODEC = RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE);
    private static final int MOST_WAITING = 2_048;
    private static final Duration TOPOLOGY_LIVES = Duration.ofMinutes(1);
    private static final Duration TOPOLOGY_LIVES_AT_LEAST = Duration.ofSeconds(2);

    static RedisClients of(RedisAddress address, ClientResources resources, Duration within) {
        address.uris().forEach(uri -> within(uri, within));
        return address.isCluster() ? ofCluster(address, resources, within) : ofServer(address, resources, within);
    }

    private static void within(RedisURI uri, Duration within) {
        uri.setTimeout(within);
        uri.getSentinels().forEach(sentinel -> sentinel.setTimeout(within));
    }

    private static RedisClients ofServer(RedisAddress address, ClientResources resources, Duration within) {
        RedisClient client = RedisClient.create(resources);
        client.setOptions(options(ClientOptions.builder(), within).build());
        return new RedisClients(
                () -> {
                    StatefulRedisConnection<String, byte[]> wire =
                            client.connect(CODEC, address.uris().get(0));
                    return new RedisConnection(wire, wire.async());
                },
                () -> client.shutdown(Duration.ZERO, within));
    }

    private static RedisClients ofCluster(RedisAddress address, ClientResources resources, Duration within) {
        RedisClusterClient client = RedisClusterClient.create(resources, address.uris());
        ClusterClientOptions.Builder options = ClusterClientOptions.builder();
        options(options, within);
        client.setOptions(options.topologyRefreshOptions(ClusterTopologyRefreshOptions.builder()
                        .enablePeriodicRefresh(TOPOLOGY_LIVES)
                        .enableAllAdaptiveRefreshTriggers()
                        .adaptiveRefreshTriggersTimeout(TOPOLOGY_LIVES_AT_LEAST)
                        .build())
                .build());
        return new RedisClients(
                () -> {
                    // Where a node died, a new connection is the first to need to know who took over.
                    client.refreshPartitions();
                    StatefulRedisClusterConnection<String, byte[]> wire = client.connect(CODEC);
                    return new RedisConnection(wire, wire.async());
                },
                () -> client.shutdown(Duration.ZERO, within));
    }

    private static ClientOptions.Builder options(ClientOptions.Builder options, Duration within) {
        return options.disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .requestQueueSize(MOST_WAITING)
                .socketOptions(SocketOptions.builder()
                        .connectTimeout(within)
                        .keepAlive(true)
                        .build());
    }
}
