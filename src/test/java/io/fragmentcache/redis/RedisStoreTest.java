package io.fragmentcache.redis;

import static io.fragmentcache.contract.SampleEntries.BORN;
import static io.fragmentcache.contract.SampleEntries.entry;
import static io.fragmentcache.contract.SampleEntries.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.contract.SharedStoreContract;
import io.fragmentcache.key.Key;
import io.fragmentcache.key.Tag;
import io.fragmentcache.store.Entry;
import io.fragmentcache.store.EntryCodec;
import io.fragmentcache.store.Lease;
import io.fragmentcache.store.Stamps;
import io.fragmentcache.store.Store;
import io.fragmentcache.store.Store.Written;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RedisStoreTest extends SharedStoreContract {
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

    @Override
    protected Store another() {
        return node("fragments");
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
        return new RedisKeys("fragments").entry(key);
    }

    /** Patient: these tests are not about a machine that is busy with other things. */
    private static Store node(String prefix) {
        return RedisStore.at(server.uri())
                .prefix(prefix)
                .readTimeout(Duration.ofSeconds(10))
                .writeTimeout(Duration.ofSeconds(10));
    }

    @Test
    void applicationsWithTheirOwnPrefixDoNotSeeEachOther() {
        try (Store other = node("blog")) {
            store.write(entry("a", BORN));
            assertThat(other.read(key("a"))).isNull();
        }
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
    void textsOfTwoKilobytesAreDeflatedAndSmallerOnesAreNot() {
        String large = "a bag of tea ".repeat(200);
        store.write(entry("large", BORN, large));
        assertThat(bytesOf(key("large")).length).isLessThan(large.length() / 2);
        assertThat(store.read(key("large"))).isEqualTo(entry("large", BORN, large));
        String small = "a bag of tea ".repeat(100);
        store.write(entry("small", BORN, small));
        assertThat(new String(bytesOf(key("small")), StandardCharsets.ISO_8859_1))
                .contains(small);
    }

    @Test
    void aLargeTextThatIsNotDeflatedIsReadToo() {
        Entry large = entry("large", BORN, "a bag of tea ".repeat(200));
        replaceBytes(large.key(), EntryCodec.plain().encode(large));
        assertThat(store.read(large.key())).isEqualTo(large);
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
