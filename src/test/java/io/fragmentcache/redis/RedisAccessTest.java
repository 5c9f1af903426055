package io.fragmentcache.redis;

import static io.fragmentcache.contract.SampleEntries.BORN;
import static io.fragmentcache.contract.SampleEntries.entry;
import static io.fragmentcache.contract.SampleEntries.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fragmentcache.FragmentCache;
import io.fragmentcache.contract.HeardLog;
import io.fragmentcache.contract.SharedStoreContract;
import io.fragmentcache.key.Key;
import io.fragmentcache.problem.Problem;
import io.fragmentcache.store.CaffeineStore;
import io.fragmentcache.store.Store;
import io.fragmentcache.store.Store.Written;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.StringCodec;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract, as a user that may do no more than docs/redis.md grants; and TLS. */
class RedisAccessTest extends SharedStoreContract {
    private static final Duration PATIENT = Duration.ofSeconds(10);
    static final String PASSWORD = "open-sesame-7391";

    /** As docs/redis.md has it, for the prefix {@code shop}. */
    static final String RULES = "~shop:* ~{shop}:* +@connection +mget +get +set +del +getrange +eval +evalsha"
            + " +time +zscore +zrangebyscore +zadd +zremrangebyscore +xadd +xread +xrevrange +pexpire";

    private static Server server;

    @TempDir
    Path directory;

    @BeforeAll
    static void start() throws IOException {
        server = new Server();
        Server.addUser(server.cli(), StringCodec.UTF8, "clerk", PASSWORD, RULES);
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    @Override
    protected Store open() {
        server.cli().flushall();
        return RedisStore.at(uri(PASSWORD)).prefix("shop").readTimeout(PATIENT).writeTimeout(PATIENT);
    }

    @Override
    protected Store another() {
        return RedisStore.at(uri(PASSWORD)).prefix("shop").readTimeout(PATIENT).writeTimeout(PATIENT);
    }

    private static String uri(String password) {
        return "redis://clerk:" + password + "@127.0.0.1:" + server.port;
    }

    @Override
    protected byte[] bytesOf(Key key) {
        return server.bytes().get(name(key));
    }

    @Override
    protected void replaceBytes(Key key, byte[] bytes) {
        server.bytes().set(name(key), bytes);
    }

    private static String name(Key key) {
        return new RedisKeys("shop").entry(key);
    }

    @Test
    void thatUserMayDoNothingElse() {
        RedisClient client = RedisClient.create(uri(PASSWORD));
        try (StatefulRedisConnection<String, String> connection = client.connect()) {
            assertThatThrownBy(() -> connection.sync().get("blog:1"))
                    .isInstanceOf(RedisCommandExecutionException.class)
                    .hasMessageStartingWith("NOPERM");
            assertThatThrownBy(() -> connection.sync().flushall())
                    .isInstanceOf(RedisCommandExecutionException.class)
                    .hasMessageStartingWith("NOPERM");
        } finally {
            client.shutdown(Duration.ZERO, Duration.ofSeconds(1));
        }
    }

    @Test
    void aUserWithAnotherPasswordIsTurnedAwayAndThePasswordIsInNoLog() {
        try (HeardLog ours = HeardLog.of("io.fragmentcache");
                FragmentCache cache = FragmentCache.over(CaffeineStore.ofMegabytes(1)
                                .inFrontOf(RedisStore.at(uri("wrong-" + PASSWORD))
                                        .prefix("shop")
                                        .readTimeout(PATIENT)
                                        .writeTimeout(PATIENT)))
                        .build()) {
            assertThat(OtherProcess.text(cache, "a", "rendered")).isEqualTo("rendered");
            cache.touchEverything();
            assertThat(Server.eventually(() -> ours.records().stream()
                            .anyMatch(each -> each.getMessage().startsWith("Redis is out of reach"))))
                    .isTrue();
            assertThat(ours.records()).noneMatch(each -> whole(each).contains(PASSWORD));
        }
    }

    @Test
    void aUserOfAnotherPrefixIsTurnedAwayAndThePasswordIsInNoError() {
        try (RedisStore other = RedisStore.at(uri(PASSWORD))
                .prefix("not-shop")
                .readTimeout(PATIENT)
                .writeTimeout(PATIENT)) {
            assertThatThrownBy(() -> other.read(key("a"))).satisfies(thrown -> {
                StringWriter text = new StringWriter();
                thrown.printStackTrace(new PrintWriter(text));
                assertThat(text.toString()).contains("NOPERM").doesNotContain(PASSWORD);
            });
        }
    }

    @Test
    void aUriThatCannotBeReadIsAnErrorWithoutThePassword() {
        assertThatThrownBy(() -> RedisStore.at("redis://clerk:" + PASSWORD + " with a space@127.0.0.1"))
                .isInstanceOf(Problem.class)
                .hasNoCause()
                .hasMessage("The URI of RedisStore cannot be read; it is not shown here, since a password may stand in"
                        + " it. Write redis://user:password@host:6379/0, or rediss:// for TLS, and %40 %2F %3A %23 for"
                        + " @ / : # in a password.");
    }

    @Test
    void overTlsAProcessThatTrustsTheCertificateIsServed() throws Exception {
        Certificate certificate = Certificate.in(directory);
        try (Wire tls = new Wire(server.port, certificate.door());
                OtherProcess there =
                        new OtherProcess(tls.uri().replace("redis://", "rediss://"), certificate.trusted());
                FragmentCache here = FragmentCache.over(
                                RedisStore.at(server.uri()).readTimeout(PATIENT).writeTimeout(PATIENT))
                        .build()) {
            assertThat(there.connected().ask("text a over-tls")).isEqualTo("over-tls");
            assertThat(OtherProcess.text(here, "a", "in-the-clear")).isEqualTo("over-tls");
        }
    }

    @Test
    void overTlsAServerThatIsNotTrustedIsToldNothing() throws Exception {
        try (Wire tls = new Wire(server.port, Certificate.in(directory).door());
                RedisStore distrusting = RedisStore.at(uri(PASSWORD)
                                .replace("redis://", "rediss://")
                                .replace(":" + server.port, ":" + tls.port()))
                        .prefix("shop")
                        .readTimeout(PATIENT)
                        .writeTimeout(PATIENT)) {
            distrusting.stamps(InstantSource.system());
            assertThat(distrusting.write(entry("a", BORN))).isEqualTo(Written.REJECTED);
            assertThat(store.read(key("a"))).isNull();
        }
    }

    /** The sentence, and all of what was thrown. */
    static String whole(LogRecord heard) {
        StringWriter text = new StringWriter();
        text.append(heard.getMessage());
        if (heard.getThrown() != null) {
            heard.getThrown().printStackTrace(new PrintWriter(text));
        }
        return text.toString();
    }
}
