package io.fragmentcache.internal.background;

import io.fragmentcache.internal.Bound;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Jobs that wait, bounded, the most urgent first. Not thread-safe. */
final class JobQueue {
    /** How many are looked at to find one that may be dropped: nine times of ten it is among the last fourth. */
    private static final int SAMPLE = 8;

    private final int bound;

    @Bound("1 000, by its owner")
    private final List<Job> jobs = new ArrayList<>();

    private int hand;

    JobQueue(int bound) {
        this.bound = bound;
    }

    boolean isFull() {
        return jobs.size() >= bound;
    }

    int size() {
        return jobs.size();
    }

    void add(Job job) {
        jobs.add(job);
    }

    /**
     * Takes one out that is less urgent than this rank, if one is found. Looks at a few in turn: looking at all of a
     * thousand, for each reader of a stale text, would cost more than the readers save.
     */
    @Nullable Job displace(double rank, long now) {
        int least = leastUrgent(rank, now);
        hand = (hand + SAMPLE) % bound;
        return least < 0 ? null : take(least);
    }

    /** Whether {@link #displace} would find one. */
    boolean hasLessUrgent(double rank, long now) {
        return leastUrgent(rank, now) >= 0;
    }

    private int leastUrgent(double rank, long now) {
        int least = -1;
        double highest = rank;
        for (int i = 1; i <= Math.min(SAMPLE, jobs.size()); i++) {
            int next = (hand + i) % jobs.size();
            double other = jobs.get(next).rank(now);
            if (other > highest) {
                highest = other;
                least = next;
            }
        }
        return least;
    }

    /** Takes the most urgent one out; of equals, the one that came first. */
    @Nullable Job poll(long now) {
        int first = -1;
        double lowest = 0;
        for (int i = 0; i < jobs.size(); i++) {
            double rank = jobs.get(i).rank(now);
            if (first < 0 || rank < lowest || (rank == lowest && isBefore(i, first))) {
                first = i;
                lowest = rank;
            }
        }
        return first < 0 ? null : take(first);
    }

    /** When the one that waits longest was offered; {@code otherwise} where none waits. */
    long headSince(long otherwise) {
        long since = otherwise;
        for (Job job : jobs) {
            since = Math.min(since, job.offered());
        }
        return since;
    }

    boolean remove(Job job) {
        int index = jobs.indexOf(job);
        return index >= 0 && take(index) == job;
    }

    List<Job> removeAll() {
        List<Job> all = List.copyOf(jobs);
        jobs.clear();
        return all;
    }

    private boolean isBefore(int one, int other) {
        return jobs.get(one).offered() < jobs.get(other).offered();
    }

    private Job take(int index) {
        Job taken = jobs.get(index);
        // The order of the list means nothing, so the gap is filled with the last.
        jobs.set(index, jobs.get(jobs.size() - 1));
        jobs.remove(jobs.size() - 1);
        return taken;
    }
}
