package io.fragmentcache.spi;

/**
 * Receives cache events, for metrics, logs and tests. Each event is a record: a component that is added later breaks no
 * listener.
 *
 * <p>The cache calls a listener on the thread where the event happens, so a listener must be quick and thread-safe. An
 * exception of a listener is logged and otherwise ignored.
 */
public interface Listener {
    /** Receives nothing. */
    Listener NONE = new Listener() {};

    /** Receives a look-up. */
    default void lookedUp(LookedUp event) {}

    /** Receives that a fragment was rendered without a look-up. */
    default void bypassed(Bypassed event) {}

    /**
     * Receives that a fragment begins to be rendered, for a visitor or in the background. A hit renders nothing.
     *
     * @return receives the end of this render, on the same thread; the ends of several listeners are called in the reverse
     *     order. Defaults to {@link RenderEnd#NONE}
     */
    default RenderEnd renderStarted(RenderStarted event) {
        return RenderEnd.NONE;
    }

    /** Receives that a fragment was rendered, for a visitor or in the background. */
    default void rendered(Rendered event) {}

    /** Receives that a hole was rendered for one request. */
    default void holeRendered(HoleRendered event) {}

    /** Receives that rendering failed. */
    default void renderFailed(RenderFailed event) {}

    /** Receives that a rendered fragment was shown and not stored. */
    default void notStored(NotStored event) {}

    /** Receives a touch or an expiry. */
    default void touched(Touched event) {}

    /** Receives that a store dropped an entry to make room. */
    default void evicted(Evicted event) {}

    /** Receives that a store failed. */
    default void storeFailed(StoreFailed event) {}

    /** Receives a warning. */
    default void warned(Warned event) {}
}
