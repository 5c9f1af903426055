package io.fragmentcache.servlet;

/**
 * How many characters a page will hold between its pieces of cached HTML: about as many as the page before. An array that
 * is too large is cleared without need, an array that is too small is copied. Thread-safe; a lost update does no harm.
 */
final class BufferSizeEstimate {
    private static final int LEAST = 512;
    private static final int MOST = 32 * 1024;

    private volatile int expected = 4 * 1024;

    int expected() {
        return expected;
    }

    /** Tells what a page took. */
    void took(int characters) {
        int wanted = Math.max(LEAST, Math.min(MOST, characters + characters / 8));
        // Small differences are not worth a write that other threads must see.
        if (Math.abs(wanted - expected) > wanted / 4 || wanted > expected) {
            expected = wanted;
        }
    }
}
