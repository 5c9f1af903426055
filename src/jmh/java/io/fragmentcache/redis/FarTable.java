package io.fragmentcache.redis;

import io.fragmentcache.contract.SampleEntries;
import io.fragmentcache.ehcache.EhcacheStore;
import io.fragmentcache.key.Key;
import io.fragmentcache.key.Tag;
import io.fragmentcache.store.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;

/** Prints the table of stores outside the heap: Redis beside its bare driver in turns, and a disk that is opened again. */
public final class FarTable {
    private static final int PAGE = 50;
    private static final int TURNS = 3_000;
    private static final int ON_DISK = 20_000;
    private static final String KILOBYTE = "<p>tea</p>".repeat(100);

    private FarTable() {}

    public static void main(String[] args) throws IOException {
        System.out.println("| what | p50 µs | p99 µs |\n|---|---:|---:|");
        try (Server server = new Server()) {
            reads(server);
            touches(server);
        }
        disk();
        System.exit(0);
    }

    private static void reads(Server server) {
        try (RedisStore store =
                RedisStore.at(server.uri()).readTimeout(Duration.ofSeconds(10)).writeTimeout(Duration.ofSeconds(10))) {
            List<Key> keys = new ArrayList<>();
            for (int i = 0; i < PAGE; i++) {
                keys.add(SampleEntries.key(i));
                store.write(SampleEntries.entry(i, SampleEntries.BORN, KILOBYTE));
            }
            RedisKeys names = new RedisKeys("fragments");
            String[] bare = keys.stream().map(names::entry).toArray(String[]::new);
            long[] ofStore = new long[TURNS];
            long[] ofDriver = new long[TURNS];
            for (int turn = -TURNS; turn < TURNS; turn++) {
                int at = Math.max(0, turn);
                ofStore[at] = time(() -> store.readAll(keys).size());
                ofDriver[at] = time(() -> server.bytes().mget(bare).size());
            }
            print("50 fragments of 1 KB, `readAll`", ofStore);
            print("the same 50 values, bare MGET", ofDriver);
            System.out.printf("| ratio of the medians | %.2f | |%n", median(ofStore) / (double) median(ofDriver));
        }
    }

    private static void touches(Server server) {
        try (Node here = new Node(server.uri(), Duration.ofSeconds(10));
                Node there = new Node(server.uri(), Duration.ofSeconds(10))) {
            long[] call = new long[TURNS];
            long[] arrival = new long[TURNS];
            Tag tag = Tag.of("Product", 42);
            for (int turn = -TURNS / 3; turn < TURNS; turn++) {
                int at = Math.max(0, turn);
                long began = System.nanoTime();
                long stamp = here.stamps.touch(List.of(tag));
                call[at] = System.nanoTime() - began;
                while (there.stamps.of(tag) < stamp) {
                    Thread.onSpinWait();
                }
                arrival[at] = System.nanoTime() - began;
            }
            print("touch, until it returns", call);
            print("touch, until a second node knows", arrival);
        }
    }

    private static void disk() throws IOException {
        Path directory = Files.createTempDirectory("fragments");
        try (EhcacheStore store = EhcacheStore.at(directory, 100)) {
            store.stamps(InstantSource.system());
            for (int i = 0; i < ON_DISK; i++) {
                store.write(SampleEntries.entry(i, SampleEntries.BORN, KILOBYTE));
            }
        }
        long began = System.nanoTime();
        try (EhcacheStore store = EhcacheStore.at(directory, 100)) {
            store.stamps(InstantSource.system());
            System.out.printf("| disk of 20 000 opened again | %d | |%n", (System.nanoTime() - began) / 1_000);
            long first = page(store, 0);
            long[] pages = new long[ON_DISK / PAGE - 1];
            for (int i = 0; i < pages.length; i++) {
                pages[i] = page(store, i + 1);
            }
            System.out.printf("| first page of 50 after that | %d | |%n", first / 1_000);
            print("each other page of 50", pages);
            long there = 0;
            for (int i = 0; i < ON_DISK; i++) {
                Entry found = store.read(SampleEntries.key(i));
                there += found != null && found.text().equals(KILOBYTE) ? 1 : 0;
            }
            System.out.printf("| entries there | %d | |%n", there);
        }
    }

    private static long page(EhcacheStore store, int number) {
        List<Key> keys = new ArrayList<>();
        for (int i = 0; i < PAGE; i++) {
            keys.add(SampleEntries.key(number * PAGE + i));
        }
        return time(() -> store.readAll(keys).size());
    }

    private static long time(LongSupplier work) {
        long began = System.nanoTime();
        if (work.getAsLong() != PAGE) {
            throw new AssertionError("something is missing");
        }
        return System.nanoTime() - began;
    }

    private static void print(String what, long[] nanos) {
        System.out.printf("| %s | %d | %d |%n", what, median(nanos) / 1_000, at(nanos, 0.99) / 1_000);
    }

    private static long median(long[] nanos) {
        return at(nanos, 0.5);
    }

    private static long at(long[] nanos, double share) {
        long[] sorted = nanos.clone();
        Arrays.sort(sorted);
        return sorted[(int) (sorted.length * share)];
    }
}
