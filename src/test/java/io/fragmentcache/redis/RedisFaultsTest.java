package io.fragmentcache.redis;

import static io.fragmentcache.contract.SampleEntries.entry;
import static io.fragmentcache.contract.SampleEntries.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.key.Tag;
import io.fragmentcache.store.Entry;
import io.fragmentcache.store.Store.Written;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One node behind a wire that fails, one that stays connected. */
class RedisFaultsTest {
    private static final Tag TEA = Tag.of("Product", 1);
    private static final Tag OAT = Tag.of("Product", 2);
    private static final Duration PATIENT = Duration.ofSeconds(10);

    private Server server;
    private Wire wire;
    private Node away;
    private Node there;

    @BeforeEach
    void connect() throws IOException {
        server = new Server();
        wire = new Wire(server.port);
        away = new Node(wire.uri(), Duration.ofMillis(300));
        there = new Node(server.uri(), PATIENT);
        assertThat(Server.eventually(away::follows)).isTrue();
    }

    @AfterEach
    void disconnect() throws IOException {
        away.close();
        there.close();
        wire.close();
        server.close();
    }

    private void cutOff() {
        wire.cut();
        assertThat(Server.eventually(() -> !away.follows())).isTrue();
    }

    private void comeBack() {
        wire.mend();
        assertThat(Server.eventually(away::follows)).isTrue();
    }

    @Test
    void sixThousandTouchesWithTheConnectionCutInTheMiddleAllArrive() {
        List<Entry> before = new ArrayList<>();
        for (int i = 0; i < 6_000; i++) {
            before.add(away.render(i, Tag.of("Product", i)));
        }
        for (int i = 0; i < 6_000; i++) {
            there.touch(Tag.of("Product", i));
            if (i % 2_000 == 1_000) {
                wire.hangUp();
            }
        }
        assertThat(Server.eventually(() -> away.hasCaughtUpWith(there.stamps))).isTrue();
        assertThat(before).noneMatch(away::takesForFresh);
    }

    @Test
    void aNodeThatIsCutOffGoesOnByItself() {
        Entry before = away.render("a", TEA);
        cutOff();
        assertThat(away.takesForFresh(before)).isTrue();
        away.touch(TEA);
        assertThat(away.takesForFresh(before)).isFalse();
        assertThat(away.takesForFresh(away.render("a", TEA))).isTrue();
        assertThat(away.store.read(key("a"))).isNull();
        assertThat(away.store.write(entry("a", 1))).isEqualTo(Written.REJECTED);
    }

    @Test
    void touchesMadeWhileCutOffAreSentOnReturn() {
        cutOff();
        Entry elsewhere = there.render("a", TEA);
        away.touch(TEA);
        assertThat(there.takesForFresh(elsewhere)).isTrue();
        comeBack();
        assertThat(Server.eventually(() -> !there.takesForFresh(elsewhere))).isTrue();
    }

    @Test
    void touchesMissedWhileCutOffOutdateWhatWasRenderedMeanwhile() {
        cutOff();
        Entry old = away.render("a", TEA);
        there.touch(TEA);
        Entry alsoOld = away.render("a", TEA);
        Entry untouched = away.render("b", OAT);
        comeBack();
        assertThat(away.takesForFresh(old)).isFalse();
        assertThat(away.takesForFresh(alsoOld)).isFalse();
        assertThat(away.takesForFresh(untouched)).isTrue();
        assertThat(away.takesForFresh(away.render("a", TEA))).isTrue();
    }

    @Test
    void whatWasRenderedWhileCutOffIsNotHandedToOthers() {
        cutOff();
        there.touch(TEA);
        Entry mayHaveMissedIt = away.render("a", TEA);
        comeBack();
        assertThat(away.store.write(mayHaveMissedIt)).isEqualTo(Written.REJECTED);
        assertThat(away.store.write(away.render("a", TEA))).isEqualTo(Written.STORED);
        assertThat(there.store.read(key("a"))).isNotNull().matches(there::takesForFresh);
    }

    @Test
    void aServerThatIsWipedWhileANodeIsCutOffOutdatesWhatItHolds() {
        Entry before = away.render("a", OAT);
        cutOff();
        there.touch(OAT);
        server.cli().flushall();
        comeBack();
        assertThat(away.takesForFresh(before)).isFalse();
        assertThat(Server.eventually(() -> away.takesForFresh(away.render("a", OAT))))
                .isTrue();
    }

    @Test
    void aServerThatDoesNotAnswerCostsAPageFiveReadsAtMost() {
        wire.freeze();
        int waited = 0;
        for (int i = 0; i < 100; i++) {
            long before = System.nanoTime();
            try {
                assertThat(away.store.read(key("a"))).isNull();
            } catch (RedisLink.Failed slow) {
                // Or less, where the connection is given up meanwhile.
                assertThat(slow.getMessage()).isIn("no answer within 300 ms", "an error");
            }
            waited += System.nanoTime() - before > 200_000_000L ? 1 : 0;
        }
        assertThat(waited).isBetween(1, 5);
        wire.thaw();
        assertThat(Server.eventually(away::follows)).isTrue();
    }

    @Test
    void connectionsThatStayOpenAndSilentForEverAreReplaced() {
        Entry before = away.render("a", TEA);
        wire.forget();
        there.touch(TEA);
        assertThat(Server.eventually(() -> !away.takesForFresh(before))).isTrue();
        assertThat(Server.eventually(() -> isStored(away.render("a", TEA)))).isTrue();
    }

    private boolean isStored(Entry entry) {
        try {
            return away.store.write(entry) == Written.STORED;
        } catch (RedisLink.Failed stillSilent) {
            return false;
        }
    }

    @Test
    void aServerThatRefusesWritesKeepsTouchesUntilItTakesThem() {
        Entry before = there.render("a", TEA);
        server.cli().configSet("maxmemory", "1");
        away.touch(TEA);
        assertThat(away.takesForFresh(away.render("a", TEA))).isTrue();
        server.cli().configSet("maxmemory", "0");
        assertThat(Server.eventually(() -> !there.takesForFresh(before))).isTrue();
    }
}
