package io.fragmentcache.internal.engine;

/**
 * Thrown where a rendering without a request needs more of a visitor than it was given. It is not a failure: the next
 * reader renders, and knows more.
 */
public final class RenderingEnds extends RuntimeException {
    private static final long serialVersionUID = 1;

    private static final int DEEPEST = 50;

    public RenderingEnds(String fact) {
        super("reads " + fact + ", which it was not given", null, false, false);
    }

    /** Whether a rendering ended like this, however often its error was wrapped. */
    static boolean isBehind(Throwable thrown) {
        Throwable cause = thrown;
        for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
            if (cause instanceof RenderingEnds) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }
}
