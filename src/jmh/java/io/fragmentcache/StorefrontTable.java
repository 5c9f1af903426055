package io.fragmentcache;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntSupplier;

/**
 * The figures of docs/benchmarks.md: all scenarios in turns in one process, in time of the processor that the rendering
 * thread used, so that neither a busy machine nor the order of the scenarios moves the ratios.
 */
public final class StorefrontTable {
    private static final int WARM_UPS = 16;
    private static final int ROUNDS = 15;
    private static final long NANOS_OF_A_TURN = 120_000_000;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final Map<String, IntSupplier> scenarios = new LinkedHashMap<>();
    private final Map<String, List<Double>> micros = new LinkedHashMap<>();
    private final Map<String, Long> allocated = new LinkedHashMap<>();

    private StorefrontTable() {}

    /**
     * @param arguments a pattern for the scenarios to run beside L and U, by default all of them; or {@code plain} for L and
     *     U alone, in a process that never renders a fragment
     */
    public static void main(String[] arguments) {
        String wanted = arguments.length == 0 ? ".*" : arguments[0];
        StorefrontTable table = new StorefrontTable();
        if (wanted.equals("plain")) {
            table.gatherPlain();
        } else {
            table.gatherAll(wanted);
        }
        table.run(WARM_UPS);
        table.micros.values().forEach(List::clear);
        table.run(ROUNDS);
        table.print();
    }

    private void gatherPlain() {
        StorefrontPage page = new StorefrontPage();
        StorefrontCategory category = new StorefrontCategory(true);
        PageBuffer out = PageBuffer.ofCharacters();
        scenarios.put("L", () -> {
            page.layout(category, out);
            return out.size();
        });
        scenarios.put("U", () -> {
            page.plain(category, out);
            return out.size();
        });
    }

    private void gatherAll(String wanted) {
        StorefrontBenchmark pages = new StorefrontBenchmark();
        pages.checkText();
        gather(pages);
        gather("", StorefrontUtf8Benchmark.Names.PLAIN);
        gather(" accents", StorefrontUtf8Benchmark.Names.ACCENTED);
        servlet("", StorefrontUtf8Benchmark.Names.PLAIN);
        servlet(" accents", StorefrontUtf8Benchmark.Names.ACCENTED);
        scenarios.keySet().removeIf(name -> !name.matches("[LU]|" + wanted));
    }

    private void gather(StorefrontBenchmark pages) {
        scenarios.put("L", pages::layout);
        scenarios.put("U", pages::uncached);
        scenarios.put("U jte", pages::uncachedByJte);
        scenarios.put("text of a hit", () -> textOfAHit(pages));
        scenarios.put("H1", pages::hit);
        scenarios.put("H1 by hand", pages::hitByHand);
        scenarios.put("H50", pages::oneChanged);
        scenarios.put("H50 th:each", pages::oneChangedRowByRow);
        scenarios.put("H50 by hand", pages::oneChangedByHand);
        scenarios.put("C", pages::allChanged);
        scenarios.put("C th:each", pages::allChangedRowByRow);
        scenarios.put("C by hand", pages::allChangedByHand);
    }

    private static int textOfAHit(StorefrontBenchmark pages) {
        try {
            return pages.textOfAHit();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void gather(String suffix, StorefrontUtf8Benchmark.Names names) {
        StorefrontUtf8Benchmark pages = StorefrontUtf8Benchmark.of(names);
        scenarios.put("L+utf8" + suffix, pages::layout);
        scenarios.put("H1+utf8" + suffix, pages::hit);
        scenarios.put("H1+utf8 by hand" + suffix, pages::hitByHand);
    }

    private void servlet(String suffix, StorefrontUtf8Benchmark.Names names) {
        StorefrontHeld held = new StorefrontHeld(names);
        scenarios.put("L+utf8 held" + suffix, held::layout);
        scenarios.put("H1+utf8 held" + suffix, held::hit);
        StorefrontServlet pages = new StorefrontServlet(names);
        scenarios.put("L Tomcat" + suffix, pages::layout);
        scenarios.put("U Tomcat, filter" + suffix, pages::uncachedFiltered);
        scenarios.put("H1 Tomcat" + suffix, pages::hit);
        scenarios.put("H1 Tomcat, filter" + suffix, pages::hitFiltered);
        scenarios.put("304 Tomcat, filter" + suffix, pages::notModified);
    }

    private void run(int rounds) {
        for (int i = 0; i < rounds; i++) {
            scenarios.forEach((name, page) ->
                    micros.computeIfAbsent(name, first -> new ArrayList<>()).add(turn(name, page)));
        }
    }

    private double turn(String name, IntSupplier page) {
        // The first page renders what the scenarios before changed.
        print(page);
        long bytes = threads.getCurrentThreadAllocatedBytes();
        print(page);
        allocated.put(name, threads.getCurrentThreadAllocatedBytes() - bytes);
        long began = threads.getCurrentThreadCpuTime();
        long used = 0;
        long pages = 0;
        while (used < NANOS_OF_A_TURN) {
            print(page);
            pages++;
            used = pages % 8 == 0 ? threads.getCurrentThreadCpuTime() - began : used;
        }
        return used / 1_000.0 / pages;
    }

    private static void print(IntSupplier page) {
        if (page.getAsInt() == 0) {
            throw new IllegalStateException("an empty page");
        }
    }

    private void print() {
        System.out.println("| scenario | µs | min | max | / L | / U | KB |");
        System.out.println("|---|---:|---:|---:|---:|---:|---:|");
        micros.forEach((name, times) -> System.out.println(String.format(
                Locale.ROOT,
                "| %s | %.1f | %.1f | %.1f | %.2f | %.3f | %d |",
                name,
                median(times),
                times.stream().mapToDouble(t -> t).min().orElse(0),
                times.stream().mapToDouble(t -> t).max().orElse(0),
                ratio(times, "L"),
                ratio(times, "U"),
                allocated.getOrDefault(name, 0L) / 1_000)));
    }

    /** The median of the ratios within a round: the machine is faster in one round than in the next, and for seconds. */
    private double ratio(List<Double> times, String to) {
        List<Double> base = micros.getOrDefault(to, List.of());
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < times.size(); i++) {
            ratios.add(times.get(i) / base.get(i));
        }
        return median(ratios);
    }

    private static double median(List<Double> times) {
        double[] sorted = times.stream().mapToDouble(t -> t).toArray();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
