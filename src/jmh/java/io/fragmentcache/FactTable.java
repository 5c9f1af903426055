package io.fragmentcache;

import com.sun.management.ThreadMXBean;
import io.fragmentcache.stage.Account;
import io.fragmentcache.stage.Guest;
import io.fragmentcache.stage.WebStage;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What each fact in a key adds to a hit, in processor time of the rendering thread and in bytes that it allocates: pages
 * with one fragment that reads so many facts, in turns in one process. Medians of the turns, and the fastest of them, which
 * a busy machine changes least.
 */
public final class FactTable {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int WARM_UPS = 10;
    private static final int ROUNDS = 15;
    private static final int PAGES = 4_000;
    private static final int MOST = 4;

    private static final String PAGE = """
            <div th:with="v0='a', v1='b', v2='c', v3='d'"><p cache:fragment="f" cache:key="'k'">text%s</p></div>""";

    private static final Map<String, String> KINDS = new LinkedHashMap<>();

    static {
        KINDS.put("attribute of the session", "${session.a%d}");
        KINDS.put("parameter", "${param.p%d}");
        KINDS.put("variable of a tag around", "${v%d}");
        KINDS.put("path of an object without identity", "${session.o%d.name}");
    }

    private FactTable() {}

    /** @param arguments none */
    public static void main(String[] arguments) {
        Guest guest = Guest.withoutName();
        for (int i = 0; i < MOST; i++) {
            guest.session("a" + i, "value " + i)
                    .session("o" + i, new Account("Ann", "gold", null))
                    .parameter("p" + i, "value " + i);
        }
        Map<String, WebStage> pages = new LinkedHashMap<>();
        pages.put("none", page("", 0));
        KINDS.forEach((kind, expression) -> {
            pages.put("1 " + kind, page(expression, 1));
            pages.put(kind, page(expression, MOST));
        });
        Map<String, List<Double>> micros = new LinkedHashMap<>();
        Map<String, Long> bytes = new LinkedHashMap<>();
        for (int round = 0; round < WARM_UPS + ROUNDS; round++) {
            boolean counts = round >= WARM_UPS;
            pages.forEach((name, page) -> {
                double taken = turn(page, guest);
                if (counts) {
                    micros.computeIfAbsent(name, first -> new ArrayList<>()).add(taken);
                }
            });
        }
        pages.forEach((name, page) -> bytes.put(name, allocated(page, guest)));
        System.out.println(
                "| fact | a hit with one, µs | with " + MOST + " | each of these more | by minima | bytes |");
        System.out.println("|---|---:|---:|---:|---:|---:|");
        System.out.println(String.format(
                Locale.ROOT, "| none | %.2f | | | | %d |", median(micros.get("none")), bytes.get("none")));
        KINDS.keySet().forEach(kind -> {
            List<Double> one = micros.get("1 " + kind);
            List<Double> most = micros.get(kind);
            System.out.println(String.format(
                    Locale.ROOT,
                    "| %s | %.2f | %.2f | %.2f | %.2f | %d |",
                    kind,
                    median(one),
                    median(most),
                    more(median(one), median(most)),
                    more(fastest(one), fastest(most)),
                    Math.round(more(bytes.getOrDefault("1 " + kind, 0L), bytes.getOrDefault(kind, 0L)))));
        });
    }

    private static double more(double one, double most) {
        return (most - one) / (MOST - 1);
    }

    private static WebStage page(String expression, int times) {
        String reads = IntStream.range(0, times)
                .mapToObj(i -> "<b th:text=\"" + String.format(Locale.ROOT, expression, i) + "\">x</b>")
                .collect(Collectors.joining());
        return WebStage.open().template("page", PAGE.formatted(reads));
    }

    private static double turn(WebStage page, Guest guest) {
        long began = THREADS.getCurrentThreadCpuTime();
        for (int i = 0; i < PAGES; i++) {
            page.shows(guest);
        }
        double taken = (THREADS.getCurrentThreadCpuTime() - began) / 1_000.0 / PAGES;
        page.events();
        return taken;
    }

    private static long allocated(WebStage page, Guest guest) {
        long began = THREADS.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < PAGES; i++) {
            page.shows(guest);
        }
        long taken = (THREADS.getCurrentThreadAllocatedBytes() - began) / PAGES;
        page.events();
        return taken;
    }

    private static double fastest(@Nullable List<Double> turns) {
        return Collections.min(Objects.requireNonNull(turns, "each was measured"));
    }

    private static double median(@Nullable List<Double> turns) {
        List<Double> times = Objects.requireNonNull(turns, "each was measured");
        double[] sorted = times.stream().mapToDouble(t -> t).sorted().toArray();
        return sorted[sorted.length / 2];
    }
}
