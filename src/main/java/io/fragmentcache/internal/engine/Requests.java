package io.fragmentcache.internal.engine;

import io.fragmentcache.internal.memory.Signer;
import io.fragmentcache.store.Stamps;

/** The beginning and the end of requests, for filters. Thread-safe. */
public final class Requests {
    private final EngineContext context;
    private final Signer signer;

    Requests(EngineContext context, Signer signer) {
        this.context = context;
        this.signer = signer;
    }

    /** The cache's clock, in microseconds since 1970. */
    public long now() {
        return context.now();
    }

    /** Signs what a browser keeps. */
    public Signer signer() {
        return signer;
    }

    /** Begins a request, before it reads any data. */
    public RequestScope begin(boolean stores) {
        return begin(stores, Stamps.NEVER);
    }

    /**
     * Begins a request of a visitor who touched something before, and binds it to the calling thread, which forgets what
     * it touched for others.
     *
     * @param touched the stamp of the visitor's last touch; of no effect after a minute
     */
    public RequestScope begin(boolean stores, long touched) {
        context.forgetThread();
        long recent = OwnTouches.recent(touched, context.now());
        if (recent != Stamps.NEVER) {
            // For texts that are asked for without a page.
            context.ownTouches().add(recent);
        }
        return here(RequestScope.open(context.stamps(), stores, recent));
    }

    /** Begins a request whose fragments are all rendered as if there were no cache: a preview. */
    public RequestScope beginBypass() {
        context.forgetThread();
        return here(RequestScope.bypass(context.stamps()));
    }

    /**
     * Binds an asynchronous request, which goes on, to the calling thread.
     *
     * @return the stamp of the visitor's last touch, as given when the request began
     */
    public long resume(RequestScope scope) {
        context.ownTouches().forget();
        if (scope.seen() != Stamps.NEVER) {
            context.ownTouches().add(scope.seen());
        }
        context.places().begin(scope);
        return scope.seen();
    }

    /**
     * Begins a read-only request scope when no filter has begun one. Keeps the calling thread's last touch, which may
     * belong to this request.
     */
    public RequestScope beginReadOnly() {
        return RequestScope.open(context.stamps(), false, lastOwnTouch());
    }

    /**
     * The last touch of the visitor whose request is bound to the calling thread; {@link Stamps#NEVER} if there was none
     * recently. A filter that tells it to the visitor's browser, and gives it to {@link #begin(boolean, long)} with the
     * next request, keeps the visitor from seeing what the touch outdated.
     */
    public long lastOwnTouch() {
        return context.ownTouches().last(context.now());
    }

    private RequestScope here(RequestScope scope) {
        context.places().begin(scope);
        return scope;
    }

    /** Unbinds the request from the calling thread. */
    public void end() {
        context.forgetThread();
        context.places().end();
    }
}
