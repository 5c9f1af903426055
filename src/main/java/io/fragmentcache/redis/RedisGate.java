package io.fragmentcache.redis;

import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets the calls of a {@link RedisStore} through to its server, and answers them with what stands for nothing while they
 * would be of no use: after its end, while this node is cut off from the touches of the others, and for a while after
 * failures in a row. Thread-safe.
 */
final class RedisGate implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RedisStore.class);

    private final RedisLink link;
    private final Breaker breaker = new Breaker(System::nanoTime, new SplittableRandom());
    private volatile @Nullable RedisStamps stamps;
    private volatile boolean closed;

    RedisGate(RedisLink link) {
        this.link = link;
    }

    /** From now on calls are let through only while these stamps follow the touches of all nodes. */
    void judgeBy(RedisStamps shared) {
        stamps = shared;
    }

    /** Throws what went wrong; nothing of what goes wrong after the end. */
    <T> T call(
            long millis, Function<RedisClusterAsyncCommands<String, byte[]>, CompletionStage<T>> command, T nothing) {
        if (closed || isCutOff() || !breaker.lets()) {
            return nothing;
        }
        try {
            T answer = link.call(millis, command);
            if (breaker.succeeded()) {
                LOG.info("Redis answers again.");
            }
            return answer;
        } catch (RuntimeException e) {
            boolean opened = breaker.failed();
            if (closed) {
                return nothing;
            }
            if (opened) {
                LOG.warn("Redis fails; it is left alone for a while, and pages are rendered without it.", e);
            }
            throw e;
        }
    }

    /** Whether calls are let through. */
    boolean isReachable() {
        return !isCutOff() && !breaker.isOpen();
    }

    /** How it does, for people. */
    String describe() {
        RedisStamps shared = stamps;
        return "breaker " + (breaker.isOpen() ? "open" : "closed")
                + (shared == null ? "" : ", touches " + shared.state().name().toLowerCase(Locale.ROOT));
    }

    private boolean isCutOff() {
        RedisStamps shared = stamps;
        return shared != null && shared.state() != RedisStamps.State.FOLLOWING;
    }

    @Override
    public void close() {
        closed = true;
        link.close();
    }
}
