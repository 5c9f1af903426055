package io.fragmentcache.internal.engine;

import io.fragmentcache.FragmentCache;
import io.fragmentcache.Seams;
import io.fragmentcache.freshness.Lifetime;
import io.fragmentcache.key.Key;
import io.fragmentcache.spi.Listener;
import io.fragmentcache.spi.Outcome;
import io.fragmentcache.spi.Rendered;
import io.fragmentcache.stage.EngineStage;
import io.fragmentcache.stage.HandClock;
import io.fragmentcache.store.CaffeineStore;
import io.fragmentcache.store.Micros;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executor;

/**
 * What becomes of keys that were written together: the real engine, with a clock and workers moved by hand. A worker that
 * renders stands still until the clock has moved by the cost of the render.
 */
final class Simulator implements Listener, Executor {
    /**
     * What happened.
     *
     * @param worstSecond the most renders in one second, behind readers and in front
     * @param average keys by the length of their lifetime: what regular traffic would be
     * @param regenerated behind readers
     * @param waited visitors who had to wait for a render
     * @param dropped offers that found the queue full
     * @param longestStale how long after its freshness a text was shown at most
     */
    record Result(int worstSecond, double average, int regenerated, int waited, long dropped, Duration longestStale) {}

    private record Asleep(long until, int order, Strand strand) {}

    private static final long SECOND = 1_000_000;

    private final Scenario scenario;
    private final Random random;
    private final HandClock clock = new HandClock();
    private final FragmentCache cache;
    private final List<Fragment> fragments = new ArrayList<>();
    private final double[] share;
    private final Queue<Runnable> started = new ArrayDeque<>();
    private final PriorityQueue<Asleep> asleep = new PriorityQueue<>(
            (a, b) -> a.until != b.until ? Long.compare(a.until, b.until) : Integer.compare(a.order, b.order));
    private final List<Strand> strands = new ArrayList<>();
    private final Set<Key> rendering = new HashSet<>();
    private final int[] renders;
    private int order;
    private long now;
    private int regenerated;
    private int waited;
    private long longestStale;

    Simulator(Scenario scenario) {
        this.scenario = scenario;
        this.random = new Random(scenario.seed());
        this.cache = Seams.elapsed(
                        FragmentCache.over(CaffeineStore.ofMegabytes(4_096)), () -> Micros.of(clock.instant()))
                .clock(clock)
                .executor(this)
                .workers(scenario.workers())
                .random(new Random(scenario.seed() + 1))
                .listener(this)
                .build();
        for (int i = 0; i < scenario.keys(); i++) {
            fragments.add(EngineStage.fragment(i, scenario.lifetime()));
        }
        share = shares(scenario.keys(), scenario.skew());
        renders = new int[(int) (end() / SECOND) + 2];
    }

    Result run() {
        for (Fragment fragment : fragments) {
            engine().render(engine().lookup(fragment, Lookup.Place.NOWHERE), doll -> new Body.Text("first"));
        }
        // Before that all are hits.
        Lifetime lifetime = scenario.lifetime();
        moveTo((long) (micros(lifetime.fresh()) * (1 - lifetime.jitter())) - SECOND);
        long pause = SECOND / scenario.requests();
        for (long next = now; next < end(); next += pause) {
            work(next);
            moveTo(next);
            ask(draw());
            start();
        }
        work(Long.MAX_VALUE);
        return new Result(
                Arrays.stream(renders).max().orElse(0),
                scenario.keys() / (micros(lifetime.fresh()) / (double) SECOND),
                regenerated,
                waited,
                cache.backlog().dropped(),
                Duration.ofMillis(longestStale / 1_000));
    }

    /** Until the last of them would have been missed. */
    private long end() {
        return micros(scenario.lifetime().fresh()) + micros(scenario.lifetime().stale()) + 20 * SECOND;
    }

    private void ask(int index) {
        Fragment fragment = fragments.get(index);
        Lookup lookup = engine().lookup(fragment, Lookup.Place.NOWHERE);
        if (lookup.outcome() == Outcome.STALE) {
            longestStale = Math.max(
                    longestStale, clockMicros() - lookup.shown().times().freshUntil());
        }
        if (lookup.outcome() == Outcome.MISS) {
            waited++;
            // One who joins waits in earnest; it is enough to count him.
            if (!rendering.contains(fragment.key())) {
                stepNew(() -> engine().render(lookup, body(fragment)));
            }
        } else if (lookup.due()) {
            engine().regenerate(lookup, body(fragment));
        }
    }

    private Body body(Fragment fragment) {
        return doll -> {
            rendering.add(fragment.key());
            sleep();
            rendering.remove(fragment.key());
            renders[(int) (now / SECOND)]++;
            return new Body.Text("next");
        };
    }

    /** The strand that renders stands still for the cost of a render. */
    private void sleep() {
        if (scenario.cost().isZero()) {
            return;
        }
        Strand strand = strands.stream().filter(Strand::isCurrent).findFirst().orElseThrow();
        asleep.add(new Asleep(now + micros(scenario.cost()), order++, strand));
        strand.pause();
    }

    /** Lets those go on who wake until then. */
    private void work(long until) {
        while (!asleep.isEmpty() && asleep.peek().until <= until) {
            Asleep next = asleep.remove();
            moveTo(Math.min(next.until, end()));
            step(next.strand);
            start();
        }
    }

    private void start() {
        for (Runnable job = started.poll(); job != null; job = started.poll()) {
            if (scenario.cost().isZero()) {
                job.run();
            } else {
                stepNew(job);
            }
        }
    }

    private void stepNew(Runnable job) {
        Strand strand = new Strand("strand-" + order, job);
        strands.add(strand);
        step(strand);
    }

    private void step(Strand strand) {
        strand.step();
        if (strand.hasEnded()) {
            strands.remove(strand);
        }
    }

    private void moveTo(long time) {
        clock.move(Duration.ofNanos((time - now) * 1_000));
        now = time;
    }

    private int draw() {
        double drawn = random.nextDouble();
        int found = Arrays.binarySearch(share, drawn);
        return Math.min(scenario.keys() - 1, found < 0 ? -found - 1 : found);
    }

    private static double[] shares(int keys, double skew) {
        double[] sums = new double[keys];
        double sum = 0;
        for (int i = 0; i < keys; i++) {
            sum += Math.pow(i + 1, -skew);
            sums[i] = sum;
        }
        for (int i = 0; i < keys; i++) {
            sums[i] /= sum;
        }
        return sums;
    }

    @Override
    public void execute(Runnable job) {
        started.add(job);
    }

    @Override
    public void rendered(Rendered event) {
        if (event.inBackground()) {
            regenerated++;
        }
    }

    private Engine engine() {
        return cache.engine();
    }

    private long clockMicros() {
        return Micros.of(clock.instant());
    }

    private static long micros(Duration duration) {
        return Micros.of(duration);
    }

    /** Prints the tables of docs/regeneration.md and docs/benchmarks.md. */
    public static void main(String[] arguments) {
        Lifetime lifetime = Lifetime.of("10m").stale("10m");
        Scenario herd = new Scenario(100_000, lifetime, 100_000, 0, Duration.ZERO, 8, 1);
        System.out.println("100 000 keys written together, fresh 10 min, 100 000 requests/s, enough workers");
        System.out.println("| jitter | requests for | worst second | average | ratio |\n|---|---|---|---|---|");
        for (double skew : new double[] {0, 0.9}) {
            for (double jitter : new double[] {0, 0.05, 0.1, 0.2, 0.5}) {
                Result result = new Simulator(herd.jitter(jitter).skew(skew).stale(Duration.ofSeconds(20))).run();
                System.out.printf(
                        java.util.Locale.ROOT,
                        "| %s | %s | %d | %.0f | %.1f |%n",
                        jitter,
                        skew == 0 ? "all alike" : "Zipf " + skew,
                        result.worstSecond,
                        result.average,
                        result.worstSecond / result.average);
            }
        }
        edge(lifetime);
    }

    private static void edge(Lifetime lifetime) {
        System.out.println("4 000 keys, 200 ms, 2 workers (400 s for all), 4 000 requests/s: visitors who waited");
        System.out.println(
                "| jitter | stale : formula | stale | seed 1 | seed 2 | seed 3 |\n|---|---|---|---|---|---|");
        for (double jitter : new double[] {0, 0.2, 0.5}) {
            for (double times : new double[] {0.9, 0.95, 0.98, 1, 1.02, 1.05, 1.1}) {
                StringBuilder waited = new StringBuilder();
                Duration stale = Duration.ZERO;
                for (int seed = 1; seed <= 3; seed++) {
                    Scenario tight = new Scenario(4_000, lifetime, 4_000, 0, Duration.ofMillis(200), 2, seed);
                    Scenario scenario = tight.jitter(jitter);
                    stale = Duration.ofMillis((long) (scenario.shortestStale().toMillis() * times));
                    waited.append(" | ").append(new Simulator(scenario.stale(stale)).run().waited);
                }
                System.out.println("| " + jitter + " | " + times + " | " + stale.toSeconds() + " s" + waited + " |");
            }
        }
    }
}
