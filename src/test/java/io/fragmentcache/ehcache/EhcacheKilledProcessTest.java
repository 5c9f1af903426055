package io.fragmentcache.ehcache;

import static io.fragmentcache.contract.SampleEntries.BORN;
import static io.fragmentcache.contract.SampleEntries.entry;
import static io.fragmentcache.contract.SampleEntries.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fragmentcache.problem.Problem;
import io.fragmentcache.store.Stamps;
import io.fragmentcache.store.Store;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ends real processes that hold a directory, and looks at what they left. */
class EhcacheKilledProcessTest {
    private static final int ENTRIES = 20_000;
    private static final long MEGABYTES = 100;

    @TempDir
    Path directory;

    /** The other process: fills a store, says so, and waits to be ended. */
    static final class Filler {
        public static void main(String[] args) throws IOException {
            EhcacheStore store = EhcacheStore.at(Path.of(args[0]), MEGABYTES);
            Stamps unused = store.stamps(InstantSource.system());
            for (int i = 0; i < ENTRIES; i++) {
                store.write(entry(i, BORN + i));
            }
            System.out.println("filled, after touch " + unused.touch(List.of()));
            int untilEnded = System.in.read();
            System.exit(untilEnded);
        }
    }

    @Test
    void aSignalToTerminateLosesNothing() throws Exception {
        Process filler = filled();
        filler.destroy();
        assertThat(filler.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(found()).isEqualTo(ENTRIES);
    }

    @Test
    void aKilledProcessLeavesAnEmptyStoreThatWorks() throws Exception {
        Process filler = filled();
        filler.destroyForcibly();
        assertThat(filler.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(found()).isZero();
        try (EhcacheStore store = EhcacheStore.at(directory, MEGABYTES)) {
            assertThat(store.write(entry(0, BORN))).isEqualTo(Store.Written.STORED);
            assertThat(store.read(key(0))).isEqualTo(entry(0, BORN));
        }
    }

    @Test
    void aDirectoryThatAnotherProcessUsesIsAnError() throws Exception {
        Process filler = filled();
        try {
            assertThatThrownBy(() -> EhcacheStore.at(directory, MEGABYTES))
                    .isInstanceOf(Problem.class)
                    .hasMessageStartingWith("The directory '" + directory + "' is in use by another EhcacheStore");
        } finally {
            filler.destroyForcibly();
        }
    }

    private Process filled() throws IOException {
        Process filler = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Filler.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader out = new BufferedReader(new InputStreamReader(filler.getInputStream(), StandardCharsets.UTF_8));
        assertThat(out.readLine()).startsWith("filled");
        return filler;
    }

    private int found() {
        int found = 0;
        try (EhcacheStore store = EhcacheStore.at(directory, MEGABYTES)) {
            for (int i = 0; i < ENTRIES; i++) {
                found += entry(i, BORN + i).equals(store.read(key(i))) ? 1 : 0;
            }
        }
        return found;
    }
}
