package io.fragmentcache.redis;

import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
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
 * Connections to one server, or to a cluster. A call waits for its answer for the given time, and not at all without a
 * connection: Lettuce's own defaults wait a minute and queue without bound. A lost connection is opened again within
 * seconds after the network works again: Lettuce's own default waits up to thirty. Thread-safe.
 */
final class RedisLink implements AutoCloseable {
    private static final Duration CONNECTS_WITHIN = Duration.ofSeconds(1);

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
    private final RedisAddress address;
    private final RedisClients clients;
    private final UnaryOperator<RedisClusterAsyncCommands<String, byte[]>> through;
    private volatile @Nullable RedisConnection connection;
    private volatile boolean closed;

    RedisLink(RedisAddress address) {
        this(address, UnaryOperator.identity());
    }

    /** @param through what each command passes; of tests */
    RedisLink(RedisAddress address, UnaryOperator<RedisClusterAsyncCommands<String, byte[]>> through) {
        this.address = address;
        this.clients = RedisClients.of(address, resources, CONNECTS_WITHIN);
        this.through = through;
    }

    /** The commands of the connection for data, which is opened first where there is none. */
    RedisClusterAsyncCommands<String, byte[]> commands() {
        RedisConnection open = connection;
        return through.apply((open == null ? shared() : open).commands());
    }

    private synchronized RedisConnection shared() {
        RedisConnection open = connection;
        if (open == null) {
            open = connect();
            connection = open;
        }
        return open;
    }

    /** Gives up the connection for data: one that fell silent may stay so for ever. The next call opens another. */
    synchronized void hangUp() {
        RedisConnection open = connection;
        connection = null;
        if (open != null) {
            open.hangUp();
        }
    }

    /** A connection of one's own, for commands that block. */
    RedisConnection connect() {
        if (closed) {
            throw new Failed("closed", null);
        }
        try {
            return clients.connect().get();
        } catch (RuntimeException e) {
            throw new Failed(ClusterMismatch.said(address, e, "no connection"), e);
        }
    }

    <T> T call(long millis, Function<RedisClusterAsyncCommands<String, byte[]>, CompletionStage<T>> command) {
        return await(millis, command.apply(commands()));
    }

    /**
     * Waits for an answer for the given time, also in a thread that was interrupted: an interrupt says nothing about the
     * server, and the wait is short. The thread is interrupted again afterwards.
     */
    <T> T await(long millis, CompletionStage<T> answer) {
        Future<T> future = answer.toCompletableFuture();
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return future.get(Math.max(0, until - System.nanoTime()), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (TimeoutException late) {
            future.cancel(true);
            throw new Failed("no answer within " + millis + " ms", late);
        } catch (ExecutionException e) {
            throw new Failed(ClusterMismatch.said(address, e, "an error"), e.getCause());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        clients.close().run();
        resources
                .shutdown(0, CONNECTS_WITHIN.toMillis(), TimeUnit.MILLISECONDS)
                .awaitUninterruptibly(CONNECTS_WITHIN.toMillis());
    }
}
