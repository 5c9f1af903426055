package io.fragmentcache.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.FragmentCache;
import io.fragmentcache.contract.HeardLog;
import io.fragmentcache.freshness.Lifetime;
import io.fragmentcache.key.Tag;
import io.fragmentcache.spi.Listener;
import io.fragmentcache.spi.StoreFailed;
import io.fragmentcache.store.CaffeineStore;
import io.fragmentcache.store.Store;
import io.lettuce.core.RedisBusyException;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandInterruptedException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisLoadingException;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.RedisReadOnlyException;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandType;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever Lettuce throws or answers with, pages are served, it is counted and said, and touches are not lost. */
class RedisFailuresTest {
    private static final Duration PATIENT = Duration.ofSeconds(10);
    private static final Lifetime LIFETIME = Lifetime.of("10m");

    private static Server server;

    /** What each command fails with, and whether it does so at once rather than by its answer. */
    private record Failure(Throwable cause, boolean atOnce) {}

    private final AtomicReference<@Nullable Failure> failure = new AtomicReference<>();
    private final AtomicInteger counted = new AtomicInteger();

    @BeforeAll
    static void start() throws IOException {
        server = new Server();
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    static Stream<Throwable> whatLettuceThrows() {
        return Stream.of(
                new RedisException("Connection is closed"),
                new RedisException(new IOException("Connection reset by peer")),
                new RedisConnectionException("Unable to connect"),
                new RedisCommandTimeoutException("Command timed out"),
                new RedisCommandExecutionException("OOM command not allowed when used memory > 'maxmemory'."),
                new RedisReadOnlyException("READONLY You can't write against a read only replica."),
                new RedisLoadingException("LOADING Redis is loading the dataset in memory"),
                new RedisNoScriptException("NOSCRIPT No matching script."),
                new RedisBusyException("BUSY Redis is busy running a script."),
                new RedisCommandExecutionException("WRONGTYPE Operation against a key of the wrong kind"),
                new RedisCommandExecutionException("MOVED 1234 127.0.0.1:7000"),
                new RedisCommandExecutionException("NOAUTH Authentication required."),
                new RedisCommandExecutionException("NOPERM this user has no permissions"),
                new RedisCommandInterruptedException(new InterruptedException()),
                new CancellationException(),
                new RejectedExecutionException("event executor terminated"),
                new IllegalStateException("a mistake of the driver"));
    }

    /** Only an answer can be one of these. */
    static Stream<Throwable> whatLettuceAnswersWith() {
        return Stream.concat(
                whatLettuceThrows(), Stream.of(new IOException("Broken pipe"), new ClosedChannelException()));
    }

    @ParameterizedTest
    @MethodSource("whatLettuceThrows")
    void pagesAreServedWhateverIsThrown(Throwable cause) {
        pagesAreServed(new Failure(cause, true));
    }

    @ParameterizedTest
    @MethodSource("whatLettuceAnswersWith")
    void pagesAreServedWhateverTheAnswerFailsWith(Throwable cause) {
        pagesAreServed(new Failure(cause, false));
    }

    private void pagesAreServed(Failure what) {
        server.cli().flushall();
        RedisStore far = RedisStore.over(
                new RedisLink(RedisAddress.of(server.uri()), this::failing), "fragments", PATIENT, PATIENT, PATIENT);
        Store tiers = CaffeineStore.ofMegabytes(10).inFrontOf(far);
        try (HeardLog ofStore = HeardLog.of(RedisStore.class);
                HeardLog ofCache = HeardLog.of("io.fragmentcache");
                FragmentCache cache = FragmentCache.over(tiers)
                        .listener(new Listener() {
                            @Override
                            public void storeFailed(StoreFailed event) {
                                counted.incrementAndGet();
                            }
                        })
                        .build()) {
            assertThat(text(cache, 0, "kept")).isEqualTo("kept");
            assertThat(Server.eventually(() -> ofStore.hasSaid("Following the touches of all nodes.")))
                    .isTrue();
            failure.set(what);
            assertThat(text(cache, 0, "not asked for")).isEqualTo("kept");
            for (int i = 1; i <= 20; i++) {
                assertThat(text(cache, i, "rendered " + i)).isEqualTo("rendered " + i);
                assertThat(text(cache, i, "not asked for")).isEqualTo("rendered " + i);
            }
            // Five, and then it is left alone.
            assertThat(counted).hasValue(5);
            assertThat(ofCache.warnings())
                    .filteredOn(warning -> !ofStore.warnings().contains(warning))
                    .containsExactly("The fragment store failed to read; pages are rendered without it. Failures"
                            + " since this was last said: 1.");
            assertThat(ofStore.warnings())
                    .containsExactly("Redis fails; it is left alone for a while, and pages are rendered without it.");
            cache.touchEverything();
            assertThat(text(cache, 1, "after the touch")).isEqualTo("after the touch");
            failure.set(null);
            try (Node other = new Node(server.uri(), PATIENT)) {
                assertThat(Server.eventually(() -> other.stamps.of(Tag.EVERYTHING) > 0))
                        .isTrue();
            }
        }
    }

    private static String text(FragmentCache cache, Object key, String text) {
        return cache.text("page", key, LIFETIME, () -> text);
    }

    @SuppressWarnings("unchecked")
    private RedisClusterAsyncCommands<String, byte[]> failing(RedisClusterAsyncCommands<String, byte[]> commands) {
        return (RedisClusterAsyncCommands<String, byte[]>) Proxy.newProxyInstance(
                RedisClusterAsyncCommands.class.getClassLoader(),
                new Class<?>[] {RedisClusterAsyncCommands.class},
                (proxy, method, arguments) -> {
                    Failure what = failure.get();
                    if (what == null || method.getName().equals("digest")) {
                        try {
                            return method.invoke(commands, arguments);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    }
                    if (what.atOnce()) {
                        throw what.cause();
                    }
                    AsyncCommand<String, String, String> answer =
                            new AsyncCommand<>(new Command<>(CommandType.PING, new StatusOutput<>(StringCodec.UTF8)));
                    answer.completeExceptionally(what.cause());
                    return answer;
                });
    }
}
