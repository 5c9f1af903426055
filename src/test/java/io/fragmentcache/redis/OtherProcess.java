package io.fragmentcache.redis;

import io.fragmentcache.FragmentCache;
import io.fragmentcache.contract.SampleEntries;
import io.fragmentcache.freshness.Lifetime;
import io.fragmentcache.store.CaffeineStore;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A node in a process of its own, which does what it is told line by line. */
final class OtherProcess implements AutoCloseable {
    private static final Duration PATIENT = Duration.ofSeconds(10);

    private final Process process;
    private final BufferedWriter commands;
    private final BufferedReader answers;

    OtherProcess(String uri, String... options) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName(), uri));
        process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        commands = process.outputWriter(StandardCharsets.UTF_8);
        answers = process.inputReader(StandardCharsets.UTF_8);
    }

    static final class Main {
        public static void main(String[] args) throws IOException {
            RedisStore far = RedisStore.at(args[0]).readTimeout(PATIENT).writeTimeout(PATIENT);
            FragmentCache cache = FragmentCache.over(
                            CaffeineStore.ofMegabytes(1).inFrontOf(far))
                    .build();
            BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String[] words = line.split(" ");
                System.out.println(
                        switch (words[0]) {
                            case "text" -> text(cache, words[1], words[2]);
                            case "touch" -> {
                                cache.touchEverything();
                                yield "touched";
                            }
                            case "reaches" -> far.write(SampleEntries.entry(words[1], SampleEntries.BORN));
                            case "lease" ->
                                far.lease(SampleEntries.key(words[1]), Duration.ofMillis(Long.parseLong(words[2])))
                                        .isPresent();
                            default -> "unknown";
                        });
            }
        }
    }

    /** What a page shows: a text that is found, or the one that is rendered else. */
    static String text(FragmentCache cache, String key, String rendered) {
        return cache.text("page", key, Lifetime.of("10m"), () -> rendered);
    }

    /** Waits until it is connected: one that starts on a busy machine may be cut off at first. */
    OtherProcess connected() {
        for (int i = 0; !ask("reaches key" + i).equals("STORED"); i++) {
            if (i == 2_000) {
                throw new AssertionError("never connected");
            }
            LockSupport.parkNanos(10_000_000);
        }
        return this;
    }

    /** Tells it what to do, and gives its answer. */
    String ask(String command) {
        try {
            commands.write(command + "\n");
            commands.flush();
            return answers.readLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Without a chance to clean up. */
    void kill() throws InterruptedException {
        if (!process.destroyForcibly().waitFor(30, TimeUnit.SECONDS)) {
            throw new AssertionError("still alive");
        }
    }

    @Override
    public void close() throws IOException {
        commands.close();
        process.destroyForcibly();
    }
}
