package io.fragmentcache.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.Delay;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Connections to one server. A call waits for its answer as long as it is told, and not at all while there is no
 * connection: Lettuce's own defaults wait a minute and queue without bound. A connection that is lost is opened again
 * within seconds of a mended network: Lettuce's own default waits up to thirty. Thread-safe.
 */
final class RedisLink implements AutoCloseable {
    private static final RedisCodec<String, byte[]> CODEC = RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE);
    private static final Duration CONNECTS_WITHIN = Duration.ofSeconds(1);
    private static final int MOST_WAITING = 2_048;

    /**
     * Doubled up to a second, then a random half of it, so that nodes do not all come back at once. Counted from 1: a
     * greater number overflows after sixty attempts.
     */
    static final Delay RECONNECTS =
            Delay.fullJitter(Duration.ofMillis(50), Duration.ofSeconds(1), 1, TimeUnit.MILLISECONDS);

    /** The server did not answer, or answered with an error. */
    static final class Failed extends RuntimeException {
        private static final long serialVersionUID = 1;

        Failed(String what, @Nullable Throwable cause) {
            super(what, cause);
        }
    }

    private final ClientResources resources =
            ClientResources.builder().reconnectDelay(RECONNECTS).build();
    private final RedisClient client;
    private final RedisURI uri;
    private final UnaryOperator<RedisAsyncCommands<String, byte[]>> through;
    private volatile @Nullable StatefulRedisConnection<String, byte[]> connection;
    private volatile boolean closed;

    RedisLink(RedisURI uri) {
        this(uri, UnaryOperator.identity());
    }

    /** @param through what each command passes; of tests */
    RedisLink(RedisURI uri, UnaryOperator<RedisAsyncCommands<String, byte[]>> through) {
        this.uri = uri;
        this.through = through;
        this.client = RedisClient.create(resources);
        client.setOptions(ClientOptions.builder()
                .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .requestQueueSize(MOST_WAITING)
                .socketOptions(SocketOptions.builder()
                        .connectTimeout(CONNECTS_WITHIN)
                        .keepAlive(true)
                        .build())
                .build());
    }

    /** The commands of the connection for data, which is opened first where there is none. */
    RedisAsyncCommands<String, byte[]> commands() {
        StatefulRedisConnection<String, byte[]> open = connection;
        return through.apply((open == null ? shared() : open).async());
    }

    private synchronized StatefulRedisConnection<String, byte[]> shared() {
        StatefulRedisConnection<String, byte[]> open = connection;
        if (open == null) {
            open = connect();
            connection = open;
        }
        return open;
    }

    /** Gives up the connection for data: one that fell silent may stay so for ever. The next call opens another. */
    @SuppressWarnings("FutureReturnValueIgnored") // Nobody waits for a connection that is given up.
    synchronized void hangUp() {
        StatefulRedisConnection<String, byte[]> open = connection;
        connection = null;
        if (open != null) {
            open.closeAsync();
        }
    }

    /** A connection of one's own, for commands that block. */
    StatefulRedisConnection<String, byte[]> connect() {
        if (closed) {
            throw new Failed("closed", null);
        }
        try {
            RedisURI quick = RedisURI.builder(uri).withTimeout(CONNECTS_WITHIN).build();
            return client.connect(CODEC, quick);
        } catch (RuntimeException e) {
            throw new Failed("no connection", e);
        }
    }

    <T> T call(long millis, Function<RedisAsyncCommands<String, byte[]>, CompletionStage<T>> command) {
        return await(millis, command.apply(commands()));
    }

    static <T> T await(long millis, CompletionStage<T> answer) {
        Future<T> future = answer.toCompletableFuture();
        try {
            return future.get(millis, TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            future.cancel(true);
            throw new Failed("no answer within " + millis + " ms", late);
        } catch (ExecutionException e) {
            throw new Failed("an error", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failed("interrupted", e);
        }
    }

    @Override
    public void close() {
        closed = true;
        client.shutdown(Duration.ZERO, CONNECTS_WITHIN);
        resources
                .shutdown(0, CONNECTS_WITHIN.toMillis(), TimeUnit.MILLISECONDS)
                .awaitUninterruptibly(CONNECTS_WITHIN.toMillis());
    }
}
