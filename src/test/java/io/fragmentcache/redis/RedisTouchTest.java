package io.fragmentcache.redis;

import static io.fragmentcache.contract.SampleEntries.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.key.Tag;
import io.fragmentcache.store.CaffeineStore;
import io.fragmentcache.store.Entry;
import io.fragmentcache.store.Snapshots;
import io.fragmentcache.store.Store;
import io.lettuce.core.XAddArgs;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Several nodes, and what they know of each other's touches. */
class RedisTouchTest {
    private static final Tag TEA = Tag.of("Product", 1);
    private static final Duration PATIENT = Duration.ofSeconds(10);

    private static Server server;

    private Node here;
    private Node there;

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
        here = new Node(server.uri(), PATIENT);
        there = new Node(server.uri(), PATIENT);
    }

    @AfterEach
    void disconnect() {
        here.close();
        there.close();
    }

    @Test
    void aTouchOutdatesOnItsOwnNodeWhenItReturns() {
        Entry before = here.render("a", TEA);
        here.touch(TEA);
        assertThat(here.takesForFresh(before)).isFalse();
        assertThat(here.takesForFresh(here.render("a", TEA))).isTrue();
    }

    @Test
    void aTouchOutdatesOnEveryNode() {
        Entry before = there.render("a", TEA);
        here.touch(TEA);
        assertThat(Server.eventually(() -> !there.takesForFresh(before))).isTrue();
        Entry after = there.render("a", TEA);
        assertThat(there.takesForFresh(after)).isTrue();
        assertThat(here.takesForFresh(after)).isTrue();
    }

    @Test
    void anEntryThatWasRenderedWhileATouchWasOnItsWayIsOutdatedForAll() {
        long seen = there.stamps.seen();
        here.touch(TEA);
        // The other node has not heard of it, or not until just now: what it renders from the data it read is old.
        Entry old = there.render("a", TEA, seen);
        assertThat(here.takesForFresh(old)).isFalse();
        there.store.write(old);
        assertThat(here.store.read(key("a"))).isEqualTo(old);
        assertThat(Server.eventually(() -> !there.takesForFresh(old))).isTrue();
    }

    @Test
    void aNodeThatStartsLaterKnowsWhatWasTouchedBefore() {
        Entry before = here.render("a", TEA);
        here.touch(TEA);
        try (Node late = new Node(server.uri(), PATIENT)) {
            assertThat(late.takesForFresh(before)).isFalse();
            assertThat(late.takesForFresh(late.render("a", TEA))).isTrue();
        }
    }

    /** Nothing follows the stream here but what this test hands over itself. */
    @Test
    void aNodeThatTouchedLaterHasNotHeardTheEarlierTouchOfAnotherAndKnowsThat() {
        Tag oat = Tag.of("Product", 2);
        try (RedisLink link = new RedisLink(RedisAddress.of(server.uri()))) {
            RedisStamps first = alone(link);
            RedisStamps second = alone(link);
            long start = second.position();
            Snapshots before = Snapshots.of(Map.of(TEA, second.seen()));
            long tea = first.touch(List.of(TEA));
            long later = second.touch(List.of(oat));
            assertThat(second.latest()).isEqualTo(later).isGreaterThan(first.latest());
            assertThat(second.position()).isEqualTo(start);
            // It read data from before the touch perhaps: to all who know of the touch that is outdated.
            Snapshots meanwhile = Snapshots.of(Map.of(TEA, second.seen()));
            assertThat(meanwhile.touched(first)).isPresent();
            assertThat(second.heard(List.of(oat), later, tea)).isFalse();
            assertThat(second.heard(List.of(TEA), tea, start)).isTrue();
            assertThat(before.touched(second)).isPresent();
            assertThat(meanwhile.touched(second)).isPresent();
            assertThat(second.heard(List.of(oat), later, tea)).isTrue();
            assertThat(Snapshots.of(Map.of(TEA, second.seen(), oat, second.seen()))
                            .touched(second))
                    .isEmpty();
        }
    }

    private static RedisStamps alone(RedisLink link) {
        StampServer numbers = new StampServer(link, new RedisKeys("alone"), Duration.ofDays(1), PATIENT.toMillis());
        RedisStamps stamps = new RedisStamps(numbers, PATIENT, InstantSource.system());
        stamps.catchUp();
        return stamps;
    }

    @Test
    void aTouchOfAnotherTagOutdatesNothing() {
        Entry tea = there.render("a", TEA);
        here.touch(Tag.of("Product", 2));
        assertThat(Server.eventually(() -> there.hasCaughtUpWith(here.stamps))).isTrue();
        assertThat(there.takesForFresh(tea)).isTrue();
    }

    @Test
    void thousandsOfTagsMayBeTouchedAtOnce() {
        List<Tag> many = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            many.add(Tag.of("Product", i));
        }
        Entry first = there.render("a", many.get(0));
        Entry last = there.render("b", many.get(4_999));
        here.stamps.touch(many);
        assertThat(Server.eventually(() -> !there.takesForFresh(first) && !there.takesForFresh(last)))
                .isTrue();
    }

    @Test
    void aWipedServerMakesEverythingOutdatedOnEveryNode() {
        Entry tea = here.render("a", TEA);
        Entry oat = there.render("b", Tag.of("Product", 2));
        server.cli().flushall();
        here.touch(Tag.of("Product", 3));
        assertThat(Server.eventually(() -> !here.takesForFresh(tea) && !there.takesForFresh(oat)))
                .isTrue();
        assertThat(Server.eventually(() -> here.takesForFresh(here.render("a", TEA))))
                .isTrue();
        assertThat(Server.eventually(() -> there.takesForFresh(there.render("a", TEA))))
                .isTrue();
    }

    @Test
    void aServerThatMadeRoomByForgettingTheStampsOutdatesEverything() {
        Entry tea = here.render("a", TEA);
        Entry oat = there.render("b", Tag.of("Product", 2));
        server.cli().del("{fragments}:stamps");
        here.touch(Tag.of("Product", 3));
        assertThat(Server.eventually(() -> !here.takesForFresh(tea) && !there.takesForFresh(oat)))
                .isTrue();
    }

    @Test
    void aServerThatMadeRoomByForgettingTheStreamLosesNoTouch() {
        Entry tea = there.render("a", TEA);
        server.cli().del("{fragments}:touches");
        here.touch(TEA);
        assertThat(Server.eventually(() -> !there.takesForFresh(tea))).isTrue();
    }

    /** As where a replica takes over that was behind: Redis replicates later than it answers. */
    @Test
    void touchesThatAServerLostAreToldAgainByWhoeverHeardOfThem() throws IOException {
        try (Server losing = new Server();
                Wire wire = new Wire(losing.port);
                Node told = new Node(losing.uri(), PATIENT);
                Node away = new Node(wire.uri(), Duration.ofMillis(300))) {
            assertThat(Server.eventually(() -> told.follows() && away.follows()))
                    .isTrue();
            told.touch(Tag.of("Product", 2));
            assertThat(Server.eventually(() -> away.hasCaughtUpWith(told.stamps)))
                    .isTrue();
            losing.cli().save();
            Entry before = away.render("a", TEA);
            wire.cut();
            assertThat(Server.eventually(() -> !away.follows())).isTrue();
            told.touch(TEA);
            losing.restartWithItsFile();
            wire.mend();
            assertThat(Server.eventually(() -> away.follows() && !away.takesForFresh(before)))
                    .isTrue();
            assertThat(Server.eventually(() -> told.takesForFresh(told.render("a", TEA))))
                    .isTrue();
        }
    }

    @Test
    void aServerThatGoesBackBehindAWipeOutdatesEverythingOnEveryNode() throws IOException {
        try (Server losing = new Server();
                Wire wire = new Wire(losing.port);
                Node told = new Node(losing.uri(), PATIENT);
                Node away = new Node(wire.uri(), Duration.ofMillis(300))) {
            assertThat(Server.eventually(() -> told.follows() && away.follows()))
                    .isTrue();
            losing.cli().save();
            Entry before = away.render("a", TEA);
            wire.cut();
            assertThat(Server.eventually(() -> !away.follows())).isTrue();
            losing.cli().flushall();
            Entry old = told.render("b", Tag.of("Product", 2));
            told.touch(Tag.of("Product", 3));
            assertThat(Server.eventually(() -> told.follows() && !told.takesForFresh(old)))
                    .isTrue();
            told.touch(TEA);
            losing.restartWithItsFile();
            wire.mend();
            assertThat(Server.eventually(() -> away.follows() && !away.takesForFresh(before)))
                    .isTrue();
            assertThat(Server.eventually(() -> told.takesForFresh(told.render("a", TEA))))
                    .isTrue();
        }
    }

    @Test
    void aTouchInTheFormOfALaterReleaseOutdatesEverythingOnNodesOfThisOne() {
        here.touch(Tag.of("Product", 2));
        assertThat(Server.eventually(() -> there.hasCaughtUpWith(here.stamps))).isTrue();
        Entry before = there.render("a", TEA);
        long last = here.stamps.latest();
        server.cli().zadd("{fragments}:stamps", (double) (last + 1), Script.LAST);
        server.cli()
                .xadd(
                        "{fragments}:touches",
                        new XAddArgs().id((last + 1) + "-" + last),
                        Map.of(Script.FORM, "2", "what", "it says"));
        assertThat(Server.eventually(() -> !there.takesForFresh(before))).isTrue();
        assertThat(Server.eventually(() -> there.takesForFresh(there.render("a", TEA))))
                .isTrue();
        there.touch(TEA);
        assertThat(Server.eventually(() -> here.hasCaughtUpWith(there.stamps))).isTrue();
    }

    @Test
    void aStampInTheFormOfALaterReleaseOutdatesEverythingOnNodesThatStartLater() {
        here.touch(Tag.of("Product", 2));
        Entry before = here.render("a", TEA);
        long last = here.stamps.latest();
        server.cli().zadd("{fragments}:stamps", (double) (last + 1), Script.LAST);
        server.cli().zadd("{fragments}:stamps", (double) (last + 1), Script.NO_TAG + "what it says");
        try (Node late = new Node(server.uri(), PATIENT)) {
            assertThat(late.takesForFresh(before)).isFalse();
            assertThat(late.takesForFresh(late.render("a", TEA))).isTrue();
        }
    }

    @Test
    void memoryInFrontOfRedisIsJudgedByTheTouchesOfAll() {
        Store tiers = CaffeineStore.ofMegabytes(1).inFrontOf(there.store);
        Entry before = here.render("a", TEA);
        here.store.write(before);
        assertThat(tiers.read(key("a"))).isEqualTo(before);
        here.touch(TEA);
        Entry after = here.render("a", TEA);
        here.store.write(after);
        assertThat(Server.eventually(() -> !there.takesForFresh(before))).isTrue();
        assertThat(tiers.read(key("a"))).isEqualTo(before);
        assertThat(tiers.readNewer(before)).isEqualTo(after);
        assertThat(tiers.read(key("a"))).isEqualTo(after);
    }

    /**
     * Oracle: an entry that any node made before a touch that returned is fresh for nobody that has heard of it. The same
     * schedule again: {@code -Dtouches.seed=..}.
     */
    @Test
    void whateverTheScheduleNoNodeTakesForFreshWhatWasTouchedAfterItWasMade() {
        long seed = Long.getLong("touches.seed", System.nanoTime());
        Random random = new Random(seed);
        List<Node> nodes = List.of(here, there);
        List<Entry> made = new ArrayList<>();
        List<Boolean> outdated = new ArrayList<>();
        for (int step = 0; step < 2_000; step++) {
            Node node = nodes.get(random.nextInt(2));
            Tag tag = Tag.of("Product", random.nextInt(10));
            if (random.nextInt(3) > 0) {
                made.add(node.render(step, tag));
                outdated.add(false);
                continue;
            }
            node.touch(tag);
            for (int i = 0; i < made.size(); i++) {
                boolean[] carries = {false};
                made.get(i).snapshots().forEach((each, stamp) -> carries[0] |= each.equals(tag));
                outdated.set(i, outdated.get(i) || carries[0]);
                if (carries[0]) {
                    assertThat(node.takesForFresh(made.get(i)))
                            .as("seed %d, step %d", seed, step)
                            .isFalse();
                }
            }
        }
        assertThat(Server.eventually(() -> here.hasCaughtUpWith(there.stamps) && there.hasCaughtUpWith(here.stamps)))
                .isTrue();
        for (int i = 0; i < made.size(); i++) {
            for (Node node : nodes) {
                assertThat(outdated.get(i) && node.takesForFresh(made.get(i)))
                        .as("seed %d, entry %d", seed, i)
                        .isFalse();
            }
        }
    }
}
