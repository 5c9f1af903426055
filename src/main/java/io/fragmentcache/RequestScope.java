package io.fragmentcache;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What the cache knows of one request: when it began, whether it may store, and what became of its look-ups. Used by the
 * thread that serves the request.
 */
public final class RequestScope {
    /** The request attribute under which the filter leaves it. */
    public static final String ATTRIBUTE = "io.fragmentcache.RequestScope";

    private final long began;
    private final boolean stores;
    private final boolean renews;
    private final int[] counts = new int[Outcome.values().length];
    private final Deque<Doll> open = new ArrayDeque<>();
    private final Prefetched prefetched = new Prefetched();

    RequestScope(long began, boolean stores) {
        this(began, stores, false);
    }

    /** @param renews whether its outermost fragment is rendered whatever the store holds */
    RequestScope(long began, boolean stores, boolean renews) {
        this.began = began;
        this.stores = stores;
        this.renews = renews;
    }

    /** A stamp from before the request read any data: the snapshot of all that it renders. */
    public long began() {
        return began;
    }

    /** False for unsafe methods (POST …): they look up, and store nothing. */
    public boolean stores() {
        return stores;
    }

    boolean renews() {
        return renews;
    }

    public int count(Outcome outcome) {
        return counts[outcome.ordinal()];
    }

    void add(Outcome outcome) {
        counts[outcome.ordinal()]++;
    }

    /**
     * Says that the response was changed beside its text: a header, a cookie, a status. A fragment that does so while it
     * is rendered is not stored, since a hit could not do it again.
     *
     * @param what as in <i>sets the header Location</i>
     */
    public void sideOutput(String what) {
        open.forEach(doll -> doll.refuse("it " + what + " while it is rendered, which a hit would not do"));
    }

    Prefetched prefetched() {
        return prefetched;
    }

    void enter(Doll doll) {
        open.push(doll);
    }

    void leave() {
        open.pop();
    }
}
