package io.fragmentcache.internal.engine;

import io.fragmentcache.internal.memory.Utf8Sink;
import io.fragmentcache.store.Stamps;
import java.io.Writer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What the cache knows of one request: when it began, whether it may store, and what became of its look-ups. Used by the
 * thread that serves the request.
 */
public final class RequestScope {
    /** The request attribute under which the filter leaves it. */
    public static final String ATTRIBUTE = "io.fragmentcache.RequestScope";

    private static final int FIRST_THAT_STORES_NOTHING = 300;

    private enum Purpose {
        VISIT,
        BYPASS,
        REGENERATION,
        RENEWAL,
        WARM_UP
    }

    private final Stamps stamps;
    private final boolean stores;
    private final Purpose purpose;
    private final long seen;
    private final Tally tally = new Tally();
    private final Deque<Doll> open = new ArrayDeque<>();
    private final Prefetched prefetched = new Prefetched();
    private ReadPoint began;
    private @Nullable BooleanSupplier bypassQuestion;
    private boolean bypasses;
    private @Nullable BooleanSupplier admission;
    private boolean admitted = true;
    private @Nullable Page page;
    private @Nullable Apart apart;
    private boolean rendering;
    private boolean reserved;
    private boolean failed;
    private boolean error;

    private RequestScope(Stamps stamps, boolean stores, Purpose purpose, long seen) {
        this.stamps = stamps;
        this.began = ReadPoint.now(stamps);
        this.stores = stores;
        this.purpose = purpose;
        this.seen = seen;
        this.bypasses = purpose == Purpose.BYPASS;
    }

    static RequestScope open(Stamps stamps, boolean stores, long seen) {
        return new RequestScope(stamps, stores, Purpose.VISIT, seen);
    }

    /** Of one whose fragments are all rendered as if there were no cache. */
    static RequestScope bypass(Stamps stamps) {
        return new RequestScope(stamps, false, Purpose.BYPASS, Stamps.NEVER);
    }

    /** Of a background render: its outermost fragment is rendered even if it is fresh. */
    static RequestScope renewal(Stamps stamps) {
        return new RequestScope(stamps, true, Purpose.RENEWAL, Stamps.NEVER);
    }

    /** Of a background render: what is not fresh is rendered. */
    static RequestScope regeneration(Stamps stamps) {
        return new RequestScope(stamps, true, Purpose.REGENERATION, Stamps.NEVER);
    }

    /** As {@link #regeneration}, of what no request asked for yet: one of many, which should not be due together. */
    static RequestScope warmUp(Stamps stamps) {
        return new RequestScope(stamps, true, Purpose.WARM_UP, Stamps.NEVER);
    }

    /** Before the request read any data of what it renders. */
    ReadPoint began() {
        return began;
    }

    /** Says that what is rendered from now on is made of data that is read from now on: the next event of a stream. */
    public void beginEvent() {
        began = ReadPoint.now(stamps);
        prefetched.clear();
        // A stream has no headers any more, and may have no end.
        tally.dropTags();
    }

    /** False for unsafe methods (POST …), for redirects and for errors: they look up, and store nothing. */
    public boolean stores() {
        return stores && !failed && !error && !bypasses && isAdmitted();
    }

    /** Has this asked when the first fragment is met: whether what the request renders is stored. */
    public void admitIf(BooleanSupplier question) {
        admission = question;
    }

    private boolean isAdmitted() {
        BooleanSupplier question = admission;
        if (question != null) {
            admission = null;
            // Where asking fails, nothing is stored.
            admitted = false;
            admitted = question.getAsBoolean();
        }
        return admitted;
    }

    /** Tells that the page is one of an error, whatever its status is. */
    public void answersWithError() {
        error = true;
    }

    /**
     * Tells the status that the response has from now on. A page of status 300 or more stores nothing: its model may lack
     * what the same fragments show on other pages.
     */
    public void answersWith(int status) {
        failed = status >= FIRST_THAT_STORES_NOTHING;
    }

    boolean renews() {
        return purpose == Purpose.RENEWAL;
    }

    boolean warmsUp() {
        return purpose == Purpose.WARM_UP;
    }

    /** Whether a visitor waits for the page. */
    public boolean isOfVisitor() {
        return purpose == Purpose.VISIT || purpose == Purpose.BYPASS;
    }

    /** The last touch that the same browser made before; what it outdated is not shown here. */
    long seen() {
        return seen;
    }

    /**
     * Has this asked when the first fragment is met: by then it is known who the visitor is. Where asking fails, the page is
     * rendered as if there were no cache.
     */
    public void bypassIf(BooleanSupplier question) {
        bypassQuestion = question;
    }

    /** Whether all fragments are rendered as if there were no cache, and none is stored. */
    public boolean bypasses() {
        BooleanSupplier question = bypassQuestion;
        if (question != null) {
            bypassQuestion = null;
            bypasses = true;
            bypasses = question.getAsBoolean();
        }
        return bypasses;
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

    /** Says that the page is being rendered: what is read of the request from now on, it shows. */
    public void render() {
        rendering = true;
    }

    /** Whether the page is being rendered. */
    public boolean isRendering() {
        return rendering;
    }

    /** The page that a filter holds back for this request. */
    public interface Page {
        /**
         * Whether the visitor has the page already: what is only rendered for this visitor, such as a hole, may be
         * left out.
         */
        boolean isAnswered();

        /**
         * The page itself, if this writer is known to hand all that it gets to it.
         *
         * @param response the response that the writer is of
         */
        @Nullable Utf8Sink behind(Writer out, Object response);
    }

    /** Fills holes of the page from elsewhere. */
    public interface Apart {
        /**
         * What stands in the page in place of a hole; null where the hole is to be filled in place.
         *
         * @param address of the hole, signed
         * @param size width and height in pixels, {@code 120x40}; empty where none is given
         */
        @Nullable String instead(String address, String size);

        /** Whether holes of this page are filled elsewhere. */
        boolean isElsewhere();
    }

    /** Tells how holes are filled that may be fetched apart. */
    public void fills(Apart filling) {
        apart = filling;
    }

    /** Null where all holes are filled in place. */
    public @Nullable Apart apart() {
        return apart;
    }

    /** Says whether the page is said to be private only until more is known of it. */
    public void reserved(boolean untilMoreIsKnown) {
        reserved = untilMoreIsKnown;
    }

    /** Whether the page is said to be private only until more is known of it. */
    public boolean isReserved() {
        return reserved;
    }

    /** Tells what holds the page back. */
    public void heldBy(Page holder) {
        page = holder;
    }

    /** Null where nothing holds the page back. */
    public @Nullable Page page() {
        return page;
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
