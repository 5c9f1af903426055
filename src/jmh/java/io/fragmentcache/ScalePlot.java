package io.fragmentcache;

import io.fragmentcache.freshness.Lifetime;
import io.fragmentcache.key.Tag;
import io.fragmentcache.store.CaffeineStore;
import io.fragmentcache.store.StoreStats;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/**
 * How a hit, a touch, a miss and a miss that evicts grow with the entries in memory, and how many hits a second so many
 * threads get. Prints both as tables, and draws them to {@code docs/scale.svg}.
 */
public final class ScalePlot {
    private static final int[] ENTRIES = {1_000, 10_000, 100_000, 1_000_000};
    private static final int[] THREADS = {1, 2, 4, 8, 32};
    private static final ThreadMXBean CLOCK = ManagementFactory.getThreadMXBean();
    private static final Lifetime LIFETIME = Lifetime.of("1h").jitter(0);
    private static final long NANOS_OF_A_TURN = 400_000_000;
    private static final int TURNS = 5;
    private static final int BATCH = 256;

    /** Fewer than the stamps that memory remembers: where more are touched, everything counts as touched. */
    private static final int TAGS = 100_000;

    private static final int MEGABYTES = 2_048;

    private ScalePlot() {}

    /** @param arguments where the picture goes; {@code docs/scale.svg} by default */
    public static void main(String[] arguments) throws IOException {
        Map<String, double[]> nanos = new LinkedHashMap<>();
        for (String what : List.of("hit", "touch", "miss", "miss that evicts")) {
            nanos.put(what, new double[ENTRIES.length]);
        }
        double[] bytes = new double[ENTRIES.length];
        // Once for the JIT compiler.
        measure(ENTRIES[0], 0, nanos, bytes);
        for (int i = 0; i < ENTRIES.length; i++) {
            measure(ENTRIES[i], i, nanos, bytes);
        }
        double[] hits = hitsOfThreads();
        print(nanos, bytes, hits);
        Path picture = Path.of(arguments.length == 0 || arguments[0].equals(".*") ? "docs/scale.svg" : arguments[0]);
        Files.writeString(picture, Drawing.of(ENTRIES, nanos, THREADS, hits));
    }

    private static void measure(int entries, int column, Map<String, double[]> nanos, double[] bytes) {
        CaffeineStore store = CaffeineStore.ofMegabytes(MEGABYTES);
        try (FragmentCache cache = FragmentCache.over(store).build()) {
            fill(cache, entries);
            StoreStats stats = store.stats().get(0);
            bytes[column] = (double) stats.bytes() / entries;
            AtomicLong next = new AtomicLong();
            put(nanos, "touch", column, turns(i -> cache.touch(Tag.of("Tea", i % TAGS))));
            // After touches each hit has its tags compared.
            put(nanos, "hit", column, turns(i -> show(cache, (int) (i * 7_919 % entries))));
            put(nanos, "miss", column, turns(i -> show(cache, entries + (int) next.getAndIncrement())));
        }
        // As much as so many entries take: each one more sends another away.
        CaffeineStore full = CaffeineStore.ofBytes((long) (bytes[column] * entries));
        try (FragmentCache cache = FragmentCache.over(full).build()) {
            fill(cache, entries);
            AtomicLong next = new AtomicLong(entries);
            put(nanos, "miss that evicts", column, turns(i -> show(cache, (int) next.getAndIncrement())));
        }
    }

    private static void put(Map<String, double[]> nanos, String what, int column, double taken) {
        double[] row = nanos.get(what);
        if (row != null) {
            row[column] = taken;
        }
    }

    private static void fill(FragmentCache cache, int entries) {
        for (int i = 0; i < entries; i++) {
            show(cache, i);
        }
    }

    private static void show(FragmentCache cache, int number) {
        cache.text("card", number, LIFETIME, () -> "<li>tea " + number + "</li>");
    }

    /** The median of some turns, in nanoseconds of the processor's time, after as many that are not counted. */
    private static double turns(LongConsumer action) {
        List<Double> taken = new ArrayList<>();
        long i = 0;
        for (int turn = 0; turn < 2 * TURNS; turn++) {
            long began = CLOCK.getCurrentThreadCpuTime();
            long used = 0;
            long done = 0;
            while (used < NANOS_OF_A_TURN / 4) {
                for (int each = 0; each < BATCH; each++) {
                    action.accept(i++);
                }
                done += BATCH;
                used = CLOCK.getCurrentThreadCpuTime() - began;
            }
            if (turn >= TURNS) {
                taken.add(used / (double) done);
            }
        }
        taken.sort(null);
        return taken.get(taken.size() / 2);
    }

    private static double[] hitsOfThreads() {
        double[] hits = new double[THREADS.length];
        try (FragmentCache cache =
                FragmentCache.over(CaffeineStore.ofMegabytes(MEGABYTES)).build()) {
            int entries = 100_000;
            fill(cache, entries);
            for (int i = 0; i < THREADS.length; i++) {
                List<Double> turns = new ArrayList<>();
                for (int turn = 0; turn < TURNS; turn++) {
                    turns.add(together(cache, entries, THREADS[i]));
                }
                turns.sort(null);
                hits[i] = turns.get(TURNS / 2);
            }
        }
        return hits;
    }

    /** Hits of all threads, a second. */
    private static double together(FragmentCache cache, int entries, int threads) {
        AtomicLong done = new AtomicLong();
        List<Thread> all = new ArrayList<>();
        long began = System.nanoTime();
        for (int t = 0; t < threads; t++) {
            int first = t * 104_729;
            Thread thread = new Thread(() -> {
                long mine = 0;
                while (System.nanoTime() - began < NANOS_OF_A_TURN) {
                    for (int each = 0; each < BATCH; each++) {
                        show(cache, (int) ((first + mine++ * 7_919) % entries));
                    }
                }
                done.addAndGet(mine);
            });
            all.add(thread);
            thread.start();
        }
        for (Thread thread : all) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                throw new IllegalStateException("the measurement was given up", e);
            }
        }
        return done.get() * 1e9 / (System.nanoTime() - began);
    }

    private static void print(Map<String, double[]> nanos, double[] bytes, double[] hits) {
        System.out.println("| entries | hit, ns | touch, ns | miss, ns | miss that evicts, ns | bytes an entry |");
        System.out.println("|---:|---:|---:|---:|---:|---:|");
        for (int i = 0; i < ENTRIES.length; i++) {
            StringBuilder row = new StringBuilder(String.format(Locale.ROOT, "| %,d |", ENTRIES[i]));
            for (double[] taken : nanos.values()) {
                row.append(String.format(Locale.ROOT, " %.0f |", taken[i]));
            }
            System.out.println(row.append(String.format(Locale.ROOT, " %.0f |", bytes[i])));
        }
        System.out.println();
        System.out.println("| threads | hits a second, millions |");
        System.out.println("|---:|---:|");
        for (int i = 0; i < THREADS.length; i++) {
            System.out.println(String.format(Locale.ROOT, "| %d | %.2f |", THREADS[i], hits[i] / 1e6));
        }
    }

    /** Two charts side by side. */
    private static final class Drawing {
        private static final int WIDTH = 720;
        private static final int HEIGHT = 300;
        private static final int LEFT = 60;
        private static final int BOTTOM = 250;
        private static final int TOP = 40;
        private static final int CHART = 300;
        private static final String[] COLOURS = {"#1a7f37", "#0969da", "#9a6700", "#cf222e"};

        private static final int[] LEGEND = {0, 40, 95, 145};

        private final StringBuilder svg = new StringBuilder();

        static String of(int[] entries, Map<String, double[]> nanos, int[] threads, double[] hits) {
            Drawing drawing = new Drawing();
            drawing.svg.append(String.format(
                    Locale.ROOT,
                    "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\""
                            + " font-family=\"Helvetica, Arial, sans-serif\" font-size=\"12\" fill=\"#333333\">%n"
                            + "  <title>Scale</title>%n"
                            + "  <desc>Times of a hit, a touch and misses by entries in memory, and hits a second by"
                            + " threads.</desc>%n"
                            + "  <rect width=\"%d\" height=\"%d\" fill=\"#ffffff\"/>%n",
                    WIDTH,
                    HEIGHT,
                    WIDTH,
                    HEIGHT));
            drawing.times(entries, nanos);
            drawing.throughput(threads, hits);
            return drawing.svg.append("</svg>\n").toString();
        }

        private void times(int[] entries, Map<String, double[]> nanos) {
            text(LEFT, 20, "start", "nanoseconds, by entries in memory");
            double most = nanos.values().stream()
                    .flatMapToDouble(Arrays::stream)
                    .max()
                    .orElse(1);
            axis(LEFT, most, "%.0f");
            int colour = 0;
            for (Map.Entry<String, double[]> each : nanos.entrySet()) {
                StringBuilder points = new StringBuilder();
                for (int i = 0; i < entries.length; i++) {
                    points.append(x(LEFT, i, entries.length))
                            .append(',')
                            .append(y(each.getValue()[i], most))
                            .append(' ');
                }
                svg.append("  <polyline fill=\"none\" stroke-width=\"2\" stroke=\"")
                        .append(COLOURS[colour])
                        .append("\" points=\"")
                        .append(points.toString().strip())
                        .append("\"/>\n");
                svg.append("  <g fill=\"").append(COLOURS[colour]).append("\">");
                text(LEFT + LEGEND[colour], BOTTOM + 40, "start", each.getKey());
                svg.append("  </g>\n");
                colour++;
            }
            for (int i = 0; i < entries.length; i++) {
                text(x(LEFT, i, entries.length), BOTTOM + 18, "middle", "10^" + (3 + i));
            }
        }

        private void throughput(int[] threads, double[] hits) {
            int left = LEFT + CHART + 60;
            text(left, 20, "start", "million hits a second, by threads");
            double most = Arrays.stream(hits).max().orElse(1) / 1e6;
            axis(left, most, "%.1f");
            for (int i = 0; i < threads.length; i++) {
                int x = x(left, i, threads.length);
                int top = y(hits[i] / 1e6, most);
                svg.append(String.format(
                        Locale.ROOT,
                        "  <rect x=\"%d\" y=\"%d\" width=\"28\" height=\"%d\" fill=\"%s\"/>%n",
                        x - 14,
                        top,
                        BOTTOM - top,
                        COLOURS[1]));
                text(x, BOTTOM + 18, "middle", Integer.toString(threads[i]));
            }
        }

        private void axis(int left, double most, String format) {
            for (double part : new double[] {0, 0.5, 1}) {
                int y = y(most * part, most);
                svg.append(String.format(
                        Locale.ROOT,
                        "  <line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" stroke=\"#d0d7de\"/>%n",
                        left,
                        y,
                        left + CHART - 20,
                        y));
                text(left - 6, y + 4, "end", String.format(Locale.ROOT, format, most * part));
            }
        }

        private static int x(int left, int index, int of) {
            return left + 30 + index * (CHART - 80) / (of - 1);
        }

        private static int y(double value, double most) {
            return (int) Math.round(BOTTOM - (BOTTOM - TOP) * value / most);
        }

        private void text(int x, int y, String anchor, String words) {
            svg.append(String.format(
                    Locale.ROOT, "  <text x=\"%d\" y=\"%d\" text-anchor=\"%s\">%s</text>%n", x, y, anchor, words));
        }
    }
}
