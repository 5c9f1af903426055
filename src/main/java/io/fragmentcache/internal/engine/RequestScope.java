package io.fragmentcache.internal.engine;

import io.fragmentcache.store.Stamps;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What the cache knows of one request: when it began, whether it may store, and what became of its look-ups. Used by the
 * thread that serves the request.
 */
public final class RequestScope {
    /** The request attribute under which the filter leaves it. */
    public static final String ATTRIBUTE = "io.fragmentcache.RequestScope";

    private enum Purpose {
        VISIT,
        BYPASS,
        REGENERATION,
        RENEWAL,
        WARM_UP
    }

    private final ReadPoint began;
    private final boolean stores;
    private final Purpose purpose;
    private final long seen;
    private final Tally tally = new Tally();
    private final Deque<Doll> open = new ArrayDeque<>();
    private final Prefetched prefetched = new Prefetched();

    private RequestScope(ReadPoint began, boolean stores, Purpose purpose, long seen) {
        this.began = began;
        this.stores = stores;
        this.purpose = purpose;
        this.seen = seen;
    }

    static RequestScope open(Stamps stamps, boolean stores, long seen) {
        return new RequestScope(ReadPoint.now(stamps), stores, Purpose.VISIT, seen);
    }

    /** Of one whose fragments are all rendered as if there were no cache. */
    static RequestScope bypass(Stamps stamps) {
        return new RequestScope(ReadPoint.now(stamps), false, Purpose.BYPASS, Stamps.NEVER);
    }

    /** Of a rendering behind the readers: its outermost fragment is made anew even where it is fresh. */
    static RequestScope renewal(Stamps stamps) {
        return new RequestScope(ReadPoint.now(stamps), true, Purpose.RENEWAL, Stamps.NEVER);
    }

    /** Of a rendering behind the readers: what is not fresh is made anew. */
    static RequestScope regeneration(Stamps stamps) {
        return new RequestScope(ReadPoint.now(stamps), true, Purpose.REGENERATION, Stamps.NEVER);
    }

    /** As {@link #regeneration}, of what nobody asked for yet: one of many, which should not be due together. */
    static RequestScope warmUp(Stamps stamps) {
        return new RequestScope(ReadPoint.now(stamps), true, Purpose.WARM_UP, Stamps.NEVER);
    }

    /** Before the request read any data. */
    ReadPoint began() {
        return began;
    }

    /** False for unsafe methods (POST …): they look up, and store nothing. */
    public boolean stores() {
        return stores;
    }

    boolean renews() {
        return purpose == Purpose.RENEWAL;
    }

    boolean warmsUp() {
        return purpose == Purpose.WARM_UP;
    }

    /** Whether somebody waits for the page. */
    public boolean isOfVisitor() {
        return purpose == Purpose.VISIT || purpose == Purpose.BYPASS;
    }

    /** The last touch that the same browser made before; what it outdated is not shown here. */
    long seen() {
        return seen;
    }

    /** Whether all fragments are rendered as if there were no cache, and none is stored. */
    public boolean bypasses() {
        return purpose == Purpose.BYPASS;
    }

    /** What became of its look-ups. */
    public Tally tally() {
        return tally;
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
