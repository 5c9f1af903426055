package io.fragmentcache.redis;

import static io.fragmentcache.contract.SampleEntries.BORN;
import static io.fragmentcache.contract.SampleEntries.entry;
import static io.fragmentcache.contract.SampleEntries.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fragmentcache.contract.HeardLog;
import io.fragmentcache.contract.SharedStoreContract;
import io.fragmentcache.key.Key;
import io.fragmentcache.key.Tag;
import io.fragmentcache.store.Entry;
import io.fragmentcache.store.Lease;
import io.fragmentcache.store.Store;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The contract over a cluster of three nodes, as a user that may do no more than docs/redis.md grants; and what happens
 * there while a slot moves.
 */
class RedisClusterTest extends SharedStoreContract {
    private static final Duration PATIENT = Duration.ofSeconds(10);
    private static final Tag TEA = Tag.of("Product", 1);
    private static final RedisKeys NAMES = new RedisKeys("shop");

    /** As docs/redis.md has it. */
    private static final String RULES = RedisAccessTest.RULES + " +cluster|nodes +asking";

    private static Cluster cluster;

    @BeforeAll
    static void start() throws IOException {
        cluster = new Cluster();
        cluster.addUser("clerk", RedisAccessTest.PASSWORD, RULES);
    }

    @AfterAll
    static void stop() throws IOException {
        cluster.close();
    }

    @Override
    protected Store open() {
        cluster.wipe();
        return RedisStore.at(uri()).prefix("shop").readTimeout(PATIENT).writeTimeout(PATIENT);
    }

    @Override
    protected Store another() {
        return RedisStore.at(uri()).prefix("shop").readTimeout(PATIENT).writeTimeout(PATIENT);
    }

    private static String uri() {
        return cluster.uri("clerk:" + RedisAccessTest.PASSWORD + "@");
    }

    @Override
    protected byte[] bytesOf(Key key) {
        return cluster.cli(NAMES.entry(key)).get(NAMES.entry(key));
    }

    @Override
    protected void replaceBytes(Key key, byte[] bytes) {
        cluster.cli(NAMES.entry(key)).set(NAMES.entry(key), bytes);
    }

    @Test
    void aPageOfFragmentsOnAllNodesIsWrittenAndReadInOneGo() {
        List<Key> keys = IntStream.range(0, 50).mapToObj(i -> key(i)).toList();
        store.writeAll(keys.stream().map(key -> entry(keys.indexOf(key), BORN)).toList());
        assertThat(keys.stream().map(key -> cluster.cli(NAMES.entry(key))).distinct())
                .hasSize(3);
        assertThat(other.readAll(keys)).hasSize(50);
    }

    /** R30 of docs/races.md. */
    @Test
    void leasesOfManyKeysAreSpreadOverTheNodesEachBesideItsEntry() {
        List<Lease> held = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            store.lease(key(i), PATIENT).ifPresent(held::add);
            assertThat(cluster.cli(NAMES.entry(key(i))).exists(NAMES.lease(key(i))))
                    .isEqualTo(1);
        }
        assertThat(held).hasSize(50);
        for (int i = 0; i < 50; i++) {
            assertThat(other.lease(key(i), PATIENT)).isEqualTo(Optional.empty());
        }
        assertThat(IntStream.range(0, 50)
                        .mapToObj(i -> cluster.cli(NAMES.lease(key(i))))
                        .distinct())
                .hasSize(3);
    }

    @Test
    void anEntryIsReadWhileAndAfterItsSlotMoves() {
        Entry one = entry("a", BORN);
        store.write(one);
        Cluster.Move move = cluster.new Move(NAMES.entry(one.key()));
        assertThat(store.read(one.key())).isEqualTo(one);
        assertThat(move.one()).isTrue();
        assertThat(store.read(one.key())).isEqualTo(one);
        Entry newer = entry("a", BORN + 1);
        assertThat(other.write(newer)).isEqualTo(Store.Written.STORED);
        move.end();
        assertThat(store.read(one.key())).isEqualTo(newer);
        assertThat(other.write(one)).isEqualTo(Store.Written.NEWER_PRESENT);
    }

    @Test
    void noTouchIsLostWhileTheSlotOfTheTouchesMoves() {
        try (Node here = new Node(uri(), "shop", PATIENT);
                Node there = new Node(uri(), "shop", PATIENT)) {
            assertThat(Server.eventually(() -> here.follows() && there.follows()))
                    .isTrue();
            outdatesThere(here, there);
            Cluster.Move move = cluster.new Move(NAMES.stamps());
            outdatesThere(there, here);
            // One of the two names that a touch needs together is here, the other there: nobody can touch.
            assertThat(move.one()).isTrue();
            Entry before = there.render("a", TEA);
            here.touch(TEA);
            assertThat(here.takesForFresh(before)).isFalse();
            while (move.one()) {
                outdatesHere(here);
            }
            assertThat(Server.eventually(() -> !there.takesForFresh(before))).isTrue();
            move.end();
            outdatesThere(here, there);
            outdatesThere(there, here);
        }
    }

    private static void outdatesHere(Node here) {
        Entry before = here.render("a", TEA);
        here.touch(TEA);
        assertThat(here.takesForFresh(before)).isFalse();
    }

    private static void outdatesThere(Node here, Node there) {
        Entry before = there.render("a", TEA);
        here.touch(TEA);
        assertThat(Server.eventually(() -> !there.takesForFresh(before))).isTrue();
    }

    @Test
    void aUserWithAnotherPasswordIsTurnedAwayAndThePasswordIsInNoLog() {
        try (HeardLog ours = HeardLog.of("io.fragmentcache");
                RedisStore other = RedisStore.at(uri().replace(":open", ":wrong-open"))
                        .prefix("shop")
                        .readTimeout(PATIENT)
                        .writeTimeout(PATIENT)) {
            other.stamps(InstantSource.system());
            assertThat(Server.eventually(() -> ours.records().stream()
                            .anyMatch(each -> each.getMessage().startsWith("Redis is out of reach"))))
                    .isTrue();
            assertThat(ours.records())
                    .noneMatch(each -> RedisAccessTest.whole(each).contains("sesame"));
        }
    }

    @Test
    void aClusterThatIsTakenForAServerSaysWhatToWrite() {
        try (RedisStore wrong =
                RedisStore.at(cluster.uriOfOne()).readTimeout(PATIENT).writeTimeout(PATIENT)) {
            assertThatThrownBy(() -> wrong.readAll(
                            IntStream.range(0, 50).mapToObj(i -> key(i)).toList()))
                    .isInstanceOf(RedisLink.Failed.class)
                    .hasMessage("Redis answers as a node of a cluster, which a URI of redis:// does not reach. Write"
                            + " redis-cluster://user:password@host1:6379,host2:6379 with some of its nodes, or"
                            + " rediss-cluster:// for TLS.");
        }
    }

    @Test
    void aServerThatIsTakenForAClusterSaysWhatToWrite() throws IOException {
        try (Server server = new Server();
                RedisStore wrong = RedisStore.at(server.uri().replace("redis:", "redis-cluster:"))
                        .readTimeout(PATIENT)
                        .writeTimeout(PATIENT)) {
            assertThatThrownBy(() -> wrong.read(key("a")))
                    .isInstanceOf(RedisLink.Failed.class)
                    .hasMessage(
                            "Redis answers that it is not a cluster. Write redis:// in place of redis-cluster://, or"
                                    + " rediss:// for TLS.");
        }
    }
}
