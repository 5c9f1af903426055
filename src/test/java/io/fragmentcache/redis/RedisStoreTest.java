package io.fragmentcache.redis;

import static io.fragmentcache.store.Entries.entry;
import static io.fragmentcache.store.Entries.full;
import static io.fragmentcache.store.Entries.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.key.Key;
import io.fragmentcache.key.Tag;
import io.fragmentcache.store.Entry;
import io.fragmentcache.store.Lease;
import io.fragmentcache.store.Stamps;
import io.fragmentcache.store.Store;
import io.fragmentcache.store.Store.Written;
import io.fragmentcache.store.StoreContract;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RedisStoreTest extends StoreContract {
    private static Server server;

    @BeforeAll
    static void start() throws IOException {
        server = new Server();
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    @Override
    protected Store open() {
        server.cli().flushall();
        return node("fragments");
    }

    /** Patient: these tests are not about a machine that is busy with other things. */
    private static Store node(String prefix) {
        return RedisStore.at(server.uri(), prefix, Duration.ofSeconds(10), Duration.ofSeconds(10));
    }

    @Test
    void nodesReadWhatOthersWroteAndKeepTheNewest() {
        try (Store other = node("fragments")) {
            Entry entry = full("a", BORN);
            store.write(entry);
            assertThat(other.read(key("a"))).isEqualTo(entry);
            assertThat(other.write(entry("a", BORN - 1))).isEqualTo(Written.NEWER_PRESENT);
            assertThat(other.write(entry("a", BORN + 1))).isEqualTo(Written.STORED);
            assertThat(store.read(key("a"))).isEqualTo(entry("a", BORN + 1));
        }
    }

    @Test
    void applicationsWithTheirOwnPrefixDoNotSeeEachOther() {
        try (Store other = node("blog")) {
            store.write(entry("a", BORN));
            assertThat(other.read(key("a"))).isNull();
        }
    }

    @Test
    void aLeaseIsHeldByOneNodeUntilItIsGivenBack() {
        try (Store other = node("fragments")) {
            Optional<Lease> first = store.lease(key("a"), Duration.ofSeconds(10));
            assertThat(first).isPresent();
            assertThat(other.lease(key("a"), Duration.ofSeconds(10))).isEmpty();
            assertThat(other.lease(key("b"), Duration.ofSeconds(10))).isPresent();
            first.get().close();
            Optional<Lease> second = other.lease(key("a"), Duration.ofSeconds(10));
            assertThat(second).isPresent();
            first.get().close();
            assertThat(store.lease(key("a"), Duration.ofSeconds(10))).isEmpty();
        }
    }

    @Test
    void aLeaseOfADeadHolderEndsByItself() {
        assertThat(store.lease(key("a"), Duration.ofMillis(50))).isPresent();
        assertThat(Server.eventually(
                        () -> store.lease(key("a"), Duration.ofMillis(50)).isPresent()))
                .isTrue();
    }

    @Test
    void damagedBytesAreAMissAndMakeRoomForTheNextEntry() {
        store.write(entry("a", BORN));
        String name = server.cli().keys("fragments:1:*").get(0);
        server.cli().setrange(name, 20, "damage");
        assertThat(store.read(key("a"))).isNull();
        assertThat(store.write(entry("a", BORN - 1))).isEqualTo(Written.STORED);
        assertThat(store.read(key("a"))).isEqualTo(entry("a", BORN - 1));
    }

    @Test
    void everythingWrittenEndsByItself() {
        Stamps stamps = store.stamps(InstantSource.system());
        store.write(entry("a", BORN));
        stamps.touch(List.of(Tag.of("Product", 1)));
        Optional<Lease> lease = store.lease(key("a"), Duration.ofSeconds(10));
        assertThat(lease).isPresent();
        List<String> names = server.cli().keys("*");
        assertThat(names)
                .hasSize(4)
                .allSatisfy(name -> assertThat(server.cli().pttl(name))
                        .as(name)
                        .isBetween(1L, Duration.ofDays(31).toMillis()));
    }

    @Test
    void aStoreWithoutAServerIsAnEmptyOneThatSaysSo() throws IOException {
        try (Store nowhere = RedisStore.at("redis://127.0.0.1:" + Server.freePort())) {
            Stamps stamps = nowhere.stamps(InstantSource.system());
            assertThat(nowhere.read(key("a"))).isNull();
            assertThat(nowhere.write(entry("a", BORN))).isEqualTo(Written.REJECTED);
            assertThat(nowhere.lease(key("a"), Duration.ofSeconds(1))).isPresent();
            long stamp = stamps.touch(List.of(Tag.of("a")));
            assertThat(stamps.of(Tag.of("a"))).isEqualTo(stamp);
        }
    }

    @Test
    void fiftyEntriesAreReadInOneRoundTrip() {
        List<Key> keys = new ArrayList<>();
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            entries.add(entry(i, BORN, "x".repeat(1_000)));
            keys.add(key(i));
        }
        store.writeAll(entries);
        long before = commands();
        assertThat(store.readAll(keys)).hasSize(50);
        // The one look-up, and INFO itself.
        assertThat(commands() - before).isEqualTo(2);
    }

    private static long commands() {
        for (String line : server.cli().info("stats").split("\r?\n")) {
            if (line.startsWith("total_commands_processed:")) {
                return Long.parseLong(line.substring(line.indexOf(':') + 1).strip());
            }
        }
        throw new AssertionError("no count of commands");
    }
}
