package io.fragmentcache.ehcache;

import static io.fragmentcache.contract.SampleEntries.BORN;
import static io.fragmentcache.contract.SampleEntries.entry;
import static io.fragmentcache.contract.SampleEntries.full;
import static io.fragmentcache.contract.SampleEntries.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fragmentcache.key.Tag;
import io.fragmentcache.problem.Problem;
import io.fragmentcache.stage.HandClock;
import io.fragmentcache.store.Entry;
import io.fragmentcache.store.Snapshots;
import io.fragmentcache.store.Stamps;
import io.fragmentcache.store.Store.Written;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EhcacheDiskTest extends EhcacheContract {
    private static final Tag TEA = Tag.of("Product", 1);

    @TempDir
    Path directory;

    @Override
    protected EhcacheStore open() {
        return EhcacheStore.at(directory, MEGABYTES);
    }

    private void restart() {
        store.close();
        store = open();
    }

    @Test
    void everythingIsThereAfterARestart() {
        for (int i = 0; i < 500; i++) {
            store.write(full(i, BORN + i));
        }
        restart();
        for (int i = 0; i < 500; i++) {
            assertThat(store.read(key(i))).isEqualTo(full(i, BORN + i));
        }
        assertThat(store.write(entry(7, BORN))).isEqualTo(Written.NEWER_PRESENT);
        restart();
        assertThat(store.read(key(7))).isEqualTo(full(7, BORN + 7));
    }

    @Test
    void aTouchBeforeARestartOutdatesAfterIt() {
        HandClock clock = new HandClock();
        Stamps before = store.stamps(clock);
        Snapshots tea = Snapshots.of(Map.of(TEA, before.next()));
        Snapshots oat = Snapshots.of(Map.of(Tag.of("Product", 2), before.next()));
        long stamp = before.touch(List.of(TEA));
        restart();
        Stamps after = store.stamps(clock);
        assertThat(tea.touched(after)).contains(new Snapshots.Touched(TEA, stamp));
        assertThat(oat.touched(after)).isEmpty();
        assertThat(after.latest()).isEqualTo(stamp);
        assertThat(after.next()).isGreaterThan(stamp);
    }

    @Test
    void numbersGoOnRisingWhenTheClockWentBackDuringARestart() {
        long before = store.stamps(new HandClock()).next();
        restart();
        HandClock slow = new HandClock();
        slow.move(java.time.Duration.ofDays(-1));
        assertThat(store.stamps(slow).next()).isGreaterThan(before);
    }

    @Test
    void withoutKeptStampsEveryOlderEntryCountsAsTouched() {
        store.write(full("a", BORN));
        restart();
        Stamps after = store.stamps(java.time.InstantSource.system());
        assertThat(Snapshots.of(Map.of(TEA, 1L)).touched(after)).isPresent();
        assertThat(Snapshots.of(Map.of(TEA, after.next())).touched(after)).isEmpty();
    }

    @Test
    void aSecondStoreOnTheDirectoryIsAnErrorThatSaysSo() {
        assertThatThrownBy(this::open)
                .isInstanceOf(Problem.class)
                .hasMessage("The directory '" + directory + "' is in use by another EhcacheStore, of this process or of"
                        + " another one. Give each process a directory of its own, or share fragments through"
                        + " RedisStore.");
        store.close();
        store = open();
        assertThat(store.write(entry("a", BORN))).isEqualTo(Written.STORED);
    }

    @Test
    void aDirectoryThatIsAFileIsAnErrorThatSaysWhatToName() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "");
        assertThatThrownBy(() -> EhcacheStore.at(file))
                .isInstanceOf(Problem.class)
                .hasMessage("The directory '" + file + "' cannot be used for fragments: " + file
                        + ". Name one that this process may create and write.");
    }

    @Test
    void filesThatCannotBeReadAreAnEmptyStore() throws IOException {
        store.write(entry("a", BORN));
        store.close();
        eachFile(file -> Files.write(file, new byte[] {1, 2, 3}));
        store = open();
        assertThat(store.read(key("a"))).isNull();
        assertThat(store.write(entry("b", BORN))).isEqualTo(Written.STORED);
        assertThat(store.read(key("b"))).isEqualTo(entry("b", BORN));
    }

    @Test
    void damageInTheFilesIsAMissAndNeverAnotherEntry() throws IOException {
        for (int i = 0; i < 500; i++) {
            store.write(full(i, BORN + i));
        }
        store.close();
        long seed = System.nanoTime();
        Random random = new Random(seed);
        eachFile(file -> {
            byte[] bytes = Files.readAllBytes(file);
            for (int i = 0; i < 200 && file.toString().endsWith(".data"); i++) {
                bytes[random.nextInt(bytes.length)] ^= (byte) (1 + random.nextInt(255));
            }
            Files.write(file, bytes);
        });
        store = open();
        int found = 0;
        for (int i = 0; i < 500; i++) {
            Entry entry = store.read(key(i));
            found += entry == null ? 0 : 1;
            assertThat(entry == null || entry.equals(full(i, BORN + i)))
                    .as("seed %d", seed)
                    .isTrue();
        }
        assertThat(found).as("seed %d", seed).isLessThan(500);
    }

    @Test
    void aStoreWhoseFilesAreOverwrittenInUseServesAgainSoon() throws IOException {
        for (int i = 0; i < 500; i++) {
            store.write(full(i, BORN + i));
        }
        long seed = System.nanoTime();
        eachFile(file -> {
            byte[] garbage = new byte[(int) Files.size(file)];
            new Random(seed).nextBytes(garbage);
            Files.write(file, garbage);
        });
        Entry found = null;
        long deadline = System.nanoTime() + 30_000_000_000L;
        for (int i = 0; found == null && System.nanoTime() < deadline; i++) {
            Entry old = store.read(key(i % 500));
            assertThat(old == null || old.equals(full(i % 500, BORN + i % 500))).isTrue();
            store.write(entry("new", BORN + i));
            found = store.read(key("new"));
        }
        assertThat(found).as("seed %d", seed).isNotNull();
    }

    private interface Change {
        void of(Path file) throws IOException;
    }

    private void eachFile(Change change) throws IOException {
        try (Stream<Path> files = Files.walk(directory.resolve("ehcache"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                change.of(file);
            }
        }
    }
}
