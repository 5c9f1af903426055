package io.fragmentcache.redis;

import static io.fragmentcache.contract.SampleEntries.entry;
import static io.fragmentcache.contract.SampleEntries.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.FragmentCache;
import io.fragmentcache.freshness.Lifetime;
import io.fragmentcache.key.Tag;
import io.fragmentcache.store.Entry;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A thread that was interrupted says nothing of the server: nobody else is kept away from it. */
class InterruptedVisitorTest {
    private static final Duration PATIENT = Duration.ofSeconds(10);
    private static final int OPENS_AFTER = 5;

    private static Server server;

    private Node node;

    @BeforeAll
    static void start() throws IOException {
        server = new Server();
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    @BeforeEach
    void connect() {
        server.cli().flushall();
        node = new Node(server.uri(), PATIENT);
        assertThat(Server.eventually(node::follows)).isTrue();
    }

    @AfterEach
    void disconnect() {
        assertThat(Thread.interrupted()).isIn(true, false);
        node.close();
    }

    static Stream<Arguments> calls() {
        return Stream.of(
                call("read", node -> assertThat(node.store.read(key("a"))).isNotNull()),
                call(
                        "bulk read",
                        node -> assertThat(node.store.readAll(List.of(key("a"), key("b"))))
                                .containsOnlyKeys(key("a"))),
                call("write", node -> node.store.write(entry("c", node.stamps.next()))),
                call("bulk write", node -> node.store.writeAll(List.of(entry("d", node.stamps.next())))),
                call("remove", node -> node.store.remove(key("none"))),
                call(
                        "lease",
                        node -> node.store
                                .lease(key("l"), Duration.ofSeconds(5))
                                .ifPresent(lease -> lease.close())),
                call("touch", node -> node.touch(Tag.of("Product", 2))));
    }

    private static Arguments call(String name, Consumer<Node> call) {
        return Arguments.of(name, call);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("calls")
    void howeverOftenAnInterruptedThreadCallsTheBreakerStaysClosedAndTheInterruptIsKept(
            String name, Consumer<Node> call) {
        Entry before = node.render("a", Tag.of("Product", 1));
        node.store.write(before);
        for (int i = 0; i < 3 * OPENS_AFTER; i++) {
            Thread.currentThread().interrupt();
            call.accept(node);
            assertThat(Thread.interrupted()).as("the interrupt, %s %d", name, i).isTrue();
        }
        assertThat(node.store.describe()).containsExactly("RedisStore, breaker closed, touches following");
        assertThat(node.store.read(key("a"))).isEqualTo(before);
    }

    @Test
    void aPageOfAnInterruptedThreadIsWholeAndTheNextVisitorIsShownWhatItStored() {
        try (FragmentCache cache = FragmentCache.over(RedisStore.at(server.uri())
                        .prefix("page")
                        .readTimeout(PATIENT)
                        .writeTimeout(PATIENT))
                .build()) {
            for (int i = 0; i < 2 * OPENS_AFTER; i++) {
                Thread.currentThread().interrupt();
                int each = i;
                assertThat(cache.text("page", i, Lifetime.of("10m"), () -> "text " + each))
                        .isEqualTo("text " + i);
                assertThat(Thread.interrupted()).isTrue();
            }
            Map<Integer, String> shown = new TreeMap<>();
            for (int i = 0; i < 2 * OPENS_AFTER; i++) {
                shown.put(i, cache.text("page", i, Lifetime.of("10m"), () -> "rendered again"));
            }
            assertThat(shown).allSatisfy((each, text) -> assertThat(text).isEqualTo("text " + each));
        }
    }
}
