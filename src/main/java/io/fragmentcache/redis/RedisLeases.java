package io.fragmentcache.redis;

import io.fragmentcache.key.Key;
import io.fragmentcache.store.Lease;
import io.lettuce.core.SetArgs;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * Leases that Redis keeps, each with the token of its holder, so that one returned late is not taken from its next
 * holder.
 *
 * @param millis how long an answer is waited for
 */
record RedisLeases(RedisGate gate, RedisKeys keys, long millis) {
    private enum Answer {
        GRANTED,
        HELD,
        /** No server to ask: each process renders for itself. */
        NONE
    }

    Optional<Lease> lease(Key key, Duration duration) {
        String name = keys.lease(key);
        byte[] token = Script.argument(UUID.randomUUID().toString());
        SetArgs ifFree = SetArgs.Builder.nx().px(duration.toMillis());
        Answer held = gate.call(
                millis,
                redis -> redis.set(name, token, ifFree).thenApply(ok -> ok == null ? Answer.HELD : Answer.GRANTED),
                Answer.NONE);
        return switch (held) {
            case HELD -> Optional.empty();
            case GRANTED -> Optional.of(() -> release(name, token));
            case NONE -> Optional.of(Lease.FREE);
        };
    }

    private void release(String name, byte[] token) {
        gate.call(millis, redis -> Script.RELEASE.<Long>run(redis, new String[] {name}, token), 0L);
    }
}
