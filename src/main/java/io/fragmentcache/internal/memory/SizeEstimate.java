package io.fragmentcache.internal.memory;

/**
 * How many characters a page or a fragment will hold between its pieces of cached HTML: about as many as the one before. An
 * array that is too large is cleared without need, an array that is too small is copied. Thread-safe; a lost update does no
 * harm.
 */
public final class SizeEstimate {
    private static final int LEAST = 512;
    private static final int MOST = 32 * 1024;

    private volatile int expected;

    /** @param first what is expected as long as nothing is known */
    public SizeEstimate(int first) {
        expected = first;
    }

    public int expected() {
        return expected;
    }

    /** Tells what a page or fragment took. */
    public void took(int characters) {
        int wanted = Math.max(LEAST, Math.min(MOST, characters + characters / 8));
        // Small differences are not worth a write that other threads must see.
        if (Math.abs(wanted - expected) > wanted / 4 || wanted > expected) {
            expected = wanted;
        }
    }
}
