package io.fragmentcache.edge;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Runs what is to run later when a test moves the time, on the test's own thread. */
final class HandTime {
    private record Job(long due, Runnable work) {}

    private final List<Job> jobs = new ArrayList<>();
    private long now;
    private boolean ended;

    void later(Runnable work, Duration delay) {
        if (!ended) {
            jobs.add(new Job(now + delay.toMillis(), work));
        }
    }

    void end() {
        ended = true;
    }

    int waiting() {
        return jobs.size();
    }

    void move(Duration by) {
        long until = now + by.toMillis();
        while (!ended) {
            Job next = jobs.stream()
                    .filter(job -> job.due() <= until)
                    .min(Comparator.comparingLong(Job::due))
                    .orElse(null);
            if (next == null) {
                break;
            }
            jobs.remove(next);
            now = Math.max(now, next.due());
            next.work().run();
        }
        now = until;
    }
}
