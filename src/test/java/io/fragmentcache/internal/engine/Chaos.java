package io.fragmentcache.internal.engine;

import io.fragmentcache.FragmentCache;
import io.fragmentcache.FragmentCacheBuilder;
import io.fragmentcache.Seams;
import io.fragmentcache.freshness.Early;
import io.fragmentcache.freshness.Lifetime;
import io.fragmentcache.key.Tag;
import io.fragmentcache.spi.Outcome;
import io.fragmentcache.stage.EngineStage;
import io.fragmentcache.stage.HandClock;
import io.fragmentcache.store.CaffeineStore;
import io.fragmentcache.store.Entry;
import io.fragmentcache.store.Micros;
import io.fragmentcache.store.Store;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executor;

/**
 * Many requests to a renderer that often fails and sometimes hangs, in an order that a seed decides, while data changes and
 * time passes. Whoever renders does so on a {@link Strand}; one that hangs stands still until it is let go. An oracle knows
 * what each request may show.
 */
final class Chaos implements Executor {
    /**
     * What was seen.
     *
     * @param broken pages that ended in an error though an old text could have stood in
     * @param older pages that showed older content than another page before them
     * @param forbidden pages that showed what was expired before they began
     * @param leaked threads, flights and jobs that were left in the end
     * @param errors pages that ended in an error because there was nothing to show instead
     */
    record Counts(
            int requests,
            int rendered,
            int failed,
            int hung,
            int abandoned,
            int touched,
            int expired,
            int errors,
            int broken,
            int older,
            int forbidden,
            int leaked) {}

    private static final int KEYS = 50;
    private static final double FAILS = 0.30;
    private static final double HANGS = 0.01;
    private static final double CHANGES = 0.02;
    private static final double EXPIRES = 0.05;
    private static final double LETS_GO = 0.001;

    private final Random random;
    private final HandClock clock = new HandClock();
    private final Store store = CaffeineStore.ofMegabytes(64);
    private final FragmentCache cache;
    private final List<Fragment> fragments = new ArrayList<>();
    private final int[] version = new int[KEYS];
    private final int[] newestShown = new int[KEYS];
    private final int[] oldestAllowed = new int[KEYS];
    private final Queue<Runnable> started = new ArrayDeque<>();
    private final List<Strand> strands = new ArrayList<>();
    private final List<Strand> hanging = new ArrayList<>();
    private int requests;
    private int rendered;
    private int failed;
    private int hung;
    private int abandoned;
    private int touched;
    private int expired;
    private int errors;
    private int broken;
    private int older;
    private int forbidden;

    Chaos(long seed) {
        random = new Random(seed);
        Duration atOnce = Duration.ofNanos(1);
        FragmentCacheBuilder builder = Seams.elapsed(FragmentCache.over(store), () -> Micros.of(clock.instant()))
                .clock(clock)
                .executor(this)
                .workers(4)
                .random(new Random(seed + 1))
                // One who joins stands still in earnest, and nobody would let him go.
                .joinTimeout(atOnce);
        cache = (seed % 2 == 0 ? builder : builder.softTimeout(atOnce)).build();
        for (int i = 0; i < KEYS; i++) {
            Lifetime lifetime = Lifetime.of("1m")
                    .stale("1m")
                    .onError("10m")
                    .staleAfterTouch(i % 2 == 0 ? "5s" : "0s")
                    .early(i % 4 == 0 ? Early.after(0.9) : Early.never());
            Fragment plain = EngineStage.fragment(i, lifetime);
            Tag tag = tag(i);
            fragments.add(
                    new Fragment(plain.locator(), plain.key(), plain.version(), lifetime, Set.of(), () -> Set.of(tag)));
        }
    }

    Counts run(int many) throws InterruptedException {
        for (int i = 0; i < many; i++) {
            clock.move(Duration.ofMillis(random.nextInt(100)));
            if (random.nextDouble() < CHANGES) {
                change(random.nextInt(KEYS));
            }
            if (random.nextDouble() < LETS_GO && !hanging.isEmpty()) {
                step(hanging.remove(random.nextInt(hanging.size())));
            }
            if (random.nextBoolean() && !started.isEmpty()) {
                stepNew(started.remove());
            }
            request(random.nextInt(KEYS));
        }
        return new Counts(
                requests, rendered, failed, hung, abandoned, touched, expired, errors, broken, older, forbidden, end());
    }

    /** Lets all go, and counts what does not end. */
    private int end() throws InterruptedException {
        abandoned = Math.max(abandoned, cache.backlog().abandoned());
        while (!hanging.isEmpty() || !started.isEmpty()) {
            if (hanging.isEmpty()) {
                stepNew(started.remove());
            } else {
                step(hanging.remove(0));
            }
        }
        int left = cache.engine().inspection().rendersInFlight()
                + cache.backlog().running()
                + cache.backlog().abandoned()
                + cache.backlog().waiting();
        for (Strand strand : strands) {
            if (strand.hasEnded()) {
                strand.join();
            } else {
                left++;
            }
        }
        return left;
    }

    private void change(int key) {
        version[key]++;
        if (random.nextDouble() < EXPIRES) {
            expired++;
            oldestAllowed[key] = version[key];
            cache.expire(tag(key));
        } else {
            touched++;
            cache.touch(tag(key));
        }
        // What follows on this thread is asked for by others.
        cache.engine().requests().end();
    }

    private void request(int key) {
        requests++;
        int newest = newestShown[key];
        int oldest = oldestAllowed[key];
        Lookup lookup = cache.engine().lookup(fragments.get(key), Lookup.Place.NOWHERE);
        if (lookup.outcome() == Outcome.MISS) {
            stepNew(() -> render(key, lookup, newest, oldest));
            return;
        }
        if (lookup.due()) {
            // As a page does, it hands over what it has read.
            int read = version[key];
            cache.engine().regenerate(lookup, doll -> body(key, read));
        }
        shown(key, lookup.shown().text(), newest, oldest);
    }

    private void render(int key, Lookup lookup, int newest, int oldest) {
        try {
            Entry rendered = cache.engine().render(lookup, doll -> body(key, version[key]));
            shown(key, rendered.text(), newest, oldest);
        } catch (IllegalStateException e) {
            Entry old = store.read(fragments.get(key).key());
            boolean mayStandIn = old != null
                    && Micros.of(clock.instant()) < old.times().keepUntil()
                    && Integer.parseInt(old.text()) >= oldestAllowed[key];
            broken += mayStandIn ? 1 : 0;
            errors += mayStandIn ? 0 : 1;
        }
    }

    private Body.Text body(int key, int read) {
        rendered++;
        double fate = random.nextDouble();
        if (fate < FAILS) {
            failed++;
            throw new IllegalStateException("the renderer of " + key + " fails");
        }
        if (fate < FAILS + HANGS) {
            hung++;
            Strand current =
                    strands.stream().filter(Strand::isCurrent).findFirst().orElseThrow();
            hanging.add(current);
            current.pause();
        }
        return new Body.Text(String.valueOf(read));
    }

    private void shown(int key, String text, int newest, int oldest) {
        int shown = Integer.parseInt(text);
        older += shown < newest ? 1 : 0;
        forbidden += shown < oldest ? 1 : 0;
        newestShown[key] = Math.max(newestShown[key], shown);
    }

    private void stepNew(Runnable job) {
        Strand strand = new Strand("chaos", job);
        strands.add(strand);
        step(strand);
    }

    private void step(Strand strand) {
        strand.step();
        if (strand.thrown() != null) {
            throw new AssertionError("a thread ended early", strand.thrown());
        }
        if (strand.hasEnded()) {
            strands.remove(strand);
        }
        abandoned = Math.max(abandoned, cache.backlog().abandoned());
    }

    private static Tag tag(int key) {
        return Tag.of("Item", key);
    }

    @Override
    public void execute(Runnable job) {
        started.add(job);
    }
}
