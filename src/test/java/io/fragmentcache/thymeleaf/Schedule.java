package io.fragmentcache.thymeleaf;

import io.fragmentcache.key.Key;
import io.fragmentcache.key.Tag;
import io.fragmentcache.stage.RecordedEvents;
import io.fragmentcache.stage.Stage;
import io.fragmentcache.store.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A random schedule of pages, changes with touches, evictions, clock moves and background jobs on several threads, held
 * against an oracle: a page shows no row in a state older than that of the last touch which returned before the page
 * began.
 */
final class Schedule {
    private static final int ROWS = 6;
    private static final int THREADS = 4;
    private static final Pattern SHOWN = Pattern.compile("(\\d+):(\\d+);");

    private final long seed;
    private final Database db = new Database(ROWS);
    private final AtomicLongArray touched = new AtomicLongArray(ROWS);
    private final Queue<String> violations = new ConcurrentLinkedQueue<>();
    private final Stage shop;

    Schedule(long seed, Store store) {
        this.seed = seed;
        this.shop = Stage.over(store, "30s fresh, 30s stale, 0.2 jitter")
                .with("db", db)
                .template("row", """
                        <i th:fragment="row(r)" cache:fragment="row" cache:key="${r}" cache:tags="'Row:' + ${r}">[[${db.read(r)}]]</i>""")
                .template("list", """
                        <ul cache:fragment="list" cache:key="1"><li th:each="r : ${#numbers.sequence(0, 5)}"><b th:replace="~{row :: row(${r})}"></b></li></ul>""")
                .template("half", """
                        <ul cache:fragment="half" cache:key="2" cache:fresh="1m"><li cache:fragment="pair" cache:key="${k}" th:each="k : ${#numbers.sequence(0, 2)}"><b th:replace="~{row :: row(${k})}"></b><b th:replace="~{row :: row(${k + 1})}"></b></li></ul>""");
    }

    /** What was shown too old, in words. */
    List<String> run(int steps) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Callable<Void>> all = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                Random random = new Random(seed * THREADS + thread);
                all.add(() -> {
                    for (int step = 0; step < steps / THREADS; step++) {
                        step(random);
                    }
                    return null;
                });
            }
            for (Future<Void> thread : threads.invokeAll(all)) {
                thread.get(60, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }
        return List.copyOf(violations);
    }

    RecordedEvents heard() {
        return shop.heard();
    }

    private void step(Random random) {
        int dice = random.nextInt(100);
        db.afterRead(row -> {});
        if (dice < 55) {
            page(random);
        } else if (dice < 75) {
            change(random.nextInt(ROWS));
        } else if (dice < 85) {
            shop.executor().runOne();
        } else if (dice < 92) {
            shop.wait(random.nextInt(20) + "s");
        } else if (dice < 98) {
            evict(random);
        } else if (dice < 99) {
            shop.cache().touchEverything();
        } else {
            shop.cache().expire(Tag.of("Row", random.nextInt(ROWS)));
        }
    }

    private void page(Random random) {
        // In one page of five a row is changed and touched between its read and the end of its fragment.
        if (random.nextInt(5) == 0) {
            long unlucky = random.nextInt(ROWS);
            db.afterRead(row -> {
                if (row == unlucky) {
                    change((int) row);
                }
            });
        }
        String template = random.nextBoolean() ? "list" : "half";
        long[] known = new long[ROWS];
        for (int row = 0; row < ROWS; row++) {
            known[row] = touched.get(row);
        }
        String text = shop.engine().process(template, shop.context());
        Matcher shown = SHOWN.matcher(text);
        while (shown.find()) {
            int row = Integer.parseInt(shown.group(1));
            long state = Long.parseLong(shown.group(2));
            if (state < known[row]) {
                violations.add("seed " + seed + ": '" + template + "' shows row " + row + " in state " + state
                        + ", though state " + known[row] + " was touched before: " + text);
            }
        }
    }

    private void change(int row) {
        long state = db.change(row);
        shop.cache().touch("Row", row);
        touched.accumulateAndGet(row, state, Math::max);
    }

    private void evict(Random random) {
        List<Key> keys = shop.keys();
        if (!keys.isEmpty()) {
            shop.store().remove(keys.get(random.nextInt(keys.size())));
        }
    }
}
