package io.fragmentcache.advice;

/** Writes times for people. */
final class ShortTime {
    private static final int TENTHS = 10;

    private ShortTime() {}

    /** {@code 80 µs}, {@code 4.2 ms}, {@code 120 ms}. */
    static String of(long micros) {
        if (micros < 1_000) {
            return micros + " µs";
        }
        long tenths = micros / 100;
        return micros < 10_000 ? tenths / TENTHS + "." + tenths % TENTHS + " ms" : micros / 1_000 + " ms";
    }
}
