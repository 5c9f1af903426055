package io.fragmentcache.redis;

import io.fragmentcache.key.Key;
import io.fragmentcache.problem.Problem;
import io.fragmentcache.store.Entry;
import io.fragmentcache.store.EntryCodec;
import io.fragmentcache.store.Lease;
import io.fragmentcache.store.Micros;
import io.fragmentcache.store.Stamps;
import io.fragmentcache.store.Store;
import io.lettuce.core.KeyValue;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Keeps entries in Redis (6.2 and newer, or Valkey), for all nodes of an application. Put memory in front of it:
 * {@code CaffeineStore.ofMegabytes(64).inFrontOf(RedisStore.at("redis://.."))}. Needs {@code io.lettuce:lettuce-core}.
 *
 * <p>A read waits for 50 ms at most, a write for 100 ms, and then throws. After five failures in a row Redis gets no call
 * for two seconds or more. While this node is cut off from the touches of other nodes, it reads and writes nothing: reads
 * are misses, writes are rejected, and touches count on this node immediately and are sent when Redis is back.
 *
 * <p>Everything in Redis expires: entries when they can no longer be shown, within 30 days, and stamps a day later.
 * Thread-safe.
 */
public final class RedisStore implements Store {
    private static final String PREFIX = "fragments";
    private static final Duration READ_WITHIN = Duration.ofMillis(50);
    private static final Duration ENDS_WITHIN = Duration.ofSeconds(1);
    private static final Duration WRITE_WITHIN = Duration.ofMillis(100);
    private static final Duration BLIND_LIMIT = Duration.ofSeconds(30);
    private static final int DEFLATE_FROM_BYTES = 2_048;
    private static final Duration LONGEST_LIFE = Duration.ofDays(30);
    private static final Duration STAMPS_LIVE = LONGEST_LIFE.plusDays(1);

    private final RedisLink link;
    private final RedisGate gate;
    private final RedisKeys keys;
    private final RedisLeases leases;
    private final Duration readTimeout;
    private final Duration writeTimeout;
    private final long readMillis;
    private final long writeMillis;
    private final Duration blindLimit;
    private final EntryCodec codec = EntryCodec.deflatingFrom(DEFLATE_FROM_BYTES);
    private volatile InstantSource clock = InstantSource.system();
    private volatile @Nullable RedisStamps stamps;
    private volatile @Nullable TouchFollower follower;

    private RedisStore(
            RedisLink link, RedisKeys keys, Duration readTimeout, Duration writeTimeout, Duration blindLimit) {
        this.link = link;
        this.gate = new RedisGate(link);
        this.keys = keys;
        this.leases = new RedisLeases(gate, keys, writeTimeout.toMillis());
        this.readTimeout = readTimeout;
        this.writeTimeout = writeTimeout;
        this.readMillis = readTimeout.toMillis();
        this.writeMillis = writeTimeout.toMillis();
        this.blindLimit = blindLimit;
    }

    /**
     * Opens a store at {@code redis://host:6379}; user, password, database and TLS ({@code rediss}) stand in the URI. Of a
     * cluster, give some of its nodes: {@code redis-cluster://host1:6379,host2:6379}. With Sentinel, give those that know
     * where Redis is: {@code redis-sentinel://host1:26379,host2:26379/0#name}.
     *
     * <p>The methods below give the same store with another setting. Call them before the cache is built.
     *
     * @throws Problem if the URI cannot be read, or io.lettuce:lettuce-core is absent
     */
    public static RedisStore at(String uri) {
        try {
            return over(new RedisLink(RedisAddress.of(uri)), PREFIX, READ_WITHIN, WRITE_WITHIN, BLIND_LIMIT);
        } catch (NoClassDefFoundError absent) {
            throw Problem.libraryAbsent("RedisStore", "io.lettuce", "lettuce-core", "", absent);
        }
    }

    /**
     * Returns the same store with another beginning of all names in Redis, one for each application or tenant that shares
     * the server.
     *
     * @param prefix the same on all nodes of one application. Defaults to {@code fragments}
     */
    public RedisStore prefix(String prefix) {
        return new RedisStore(link, new RedisKeys(prefix), readTimeout, writeTimeout, blindLimit);
    }

    /**
     * Returns the same store with another time that a page waits for an answer; then the read counts as a miss.
     *
     * @param timeout Defaults to 50 ms
     * @throws Problem if it is zero or negative
     */
    public RedisStore readTimeout(Duration timeout) {
        return new RedisStore(link, keys, positive("readTimeout", timeout), writeTimeout, blindLimit);
    }

    /**
     * Returns the same store with another time that a touch or a write waits.
     *
     * @param timeout Defaults to 100 ms
     * @throws Problem if it is zero or negative
     */
    public RedisStore writeTimeout(Duration timeout) {
        return new RedisStore(link, keys, readTimeout, positive("writeTimeout", timeout), blindLimit);
    }

    /**
     * Sets how long a fragment stays fresh while this node is cut off from the touches of other nodes. The time counts from
     * the cut, or from a render since then. After that the fragment is shown once more while it is regenerated.
     *
     * @param limit Defaults to 30 seconds
     * @throws Problem if it is zero or negative
     */
    public RedisStore blindLimit(Duration limit) {
        return new RedisStore(link, keys, readTimeout, writeTimeout, positive("blindLimit", limit));
    }

    private static Duration positive(String method, Duration duration) {
        if (duration.isNegative() || duration.isZero()) {
            throw Problem.durationOfNothing(method, duration.toString());
        }
        return duration;
    }

    static RedisStore over(
            RedisLink link, String prefix, Duration readTimeout, Duration writeTimeout, Duration blindLimit) {
        return new RedisStore(link, new RedisKeys(prefix), readTimeout, writeTimeout, blindLimit);
    }

    @Override
    public @Nullable Entry read(Key key) {
        return readAll(List.of(key)).get(key);
    }

    @Override
    public Map<Key, Entry> readAll(Collection<Key> asked) {
        if (asked.isEmpty()) {
            return Map.of();
        }
        List<Key> each = List.copyOf(new LinkedHashSet<>(asked));
        String[] names = each.stream().map(keys::entry).toArray(String[]::new);
        List<KeyValue<String, byte[]>> values = gate.call(readMillis, redis -> redis.mget(names), List.of());
        Map<Key, Entry> found = new HashMap<>();
        for (int i = 0; i < values.size(); i++) {
            byte[] bytes = values.get(i).getValueOrElse(null);
            Entry entry = bytes == null ? null : codec.decode(bytes, each.get(i));
            if (entry != null) {
                met(entry);
                found.put(each.get(i), entry);
            } else if (bytes != null) {
                // Damaged: its birth could keep every other entry away.
                remove(each.get(i));
            }
        }
        return found;
    }

    @Override
    public boolean isRemote() {
        return true;
    }

    @Override
    public boolean isReachable() {
        return gate.isReachable();
    }

    @Override
    public Written write(Entry entry) {
        if (isOnlyOfHere(entry)) {
            return Written.REJECTED;
        }
        return written(gate.call(writeMillis, put(entry), -1L));
    }

    @Override
    public List<Written> writeAll(List<Entry> entries) {
        return gate.call(
                writeMillis,
                redis -> {
                    List<CompletableFuture<Long>> sent = new ArrayList<>();
                    for (Entry entry : entries) {
                        sent.add(
                                isOnlyOfHere(entry)
                                        ? CompletableFuture.completedFuture(-1L)
                                        : put(entry).apply(redis).toCompletableFuture());
                    }
                    return CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new))
                            .thenApply(done -> sent.stream()
                                    .map(CompletableFuture::join)
                                    .map(RedisStore::written)
                                    .toList());
                },
                Collections.nCopies(entries.size(), Written.REJECTED));
    }

    private static Written written(long stored) {
        return stored < 0 ? Written.REJECTED : stored == 1 ? Written.STORED : Written.NEWER_PRESENT;
    }

    private Function<RedisClusterAsyncCommands<String, byte[]>, CompletionStage<Long>> put(Entry entry) {
        byte[] bytes = codec.encode(entry);
        long micros = entry.keepUntil() - Micros.of(clock.instant());
        long millis = Math.max(1, Math.min(LONGEST_LIFE.toMillis(), micros / 1_000));
        String[] name = {keys.entry(entry.key())};
        return redis -> Script.PUT_IF_NEWER.run(redis, name, bytes, Script.argument(millis));
    }

    private void met(Entry entry) {
        RedisStamps shared = stamps;
        if (shared != null) {
            shared.met(entry);
        }
    }

    private boolean isOnlyOfHere(Entry entry) {
        RedisStamps shared = stamps;
        return shared != null && shared.outages().touch(entry);
    }

    @Override
    public void remove(Key key) {
        gate.call(writeMillis, redis -> redis.del(keys.entry(key)), 0L);
    }

    @Override
    public synchronized Stamps stamps(InstantSource source) {
        clock = source;
        RedisStamps shared = new RedisStamps(new StampServer(link, keys, STAMPS_LIVE, writeMillis), blindLimit, source);
        TouchFollower following = new TouchFollower(link, shared, keys, new SplittableRandom());
        try {
            shared.catchUp();
        } catch (RuntimeException e) {
            // The follower goes on trying.
            shared.cutOff();
        }
        stamps = shared;
        gate.judgeBy(shared);
        follower = following;
        following.start();
        return shared;
    }

    @Override
    public Optional<Lease> lease(Key key, Duration duration) {
        return leases.lease(key, duration);
    }

    @Override
    public List<String> describe() {
        return List.of("RedisStore, " + gate.describe());
    }

    /** Unknown: a server holds more than these entries. */
    @Override
    public long size() {
        return -1;
    }

    @Override
    public void close() {
        TouchFollower following = follower;
        if (following != null) {
            following.close();
        }
        gate.close();
        if (following != null) {
            following.awaitEnd(ENDS_WITHIN);
        }
    }
}
