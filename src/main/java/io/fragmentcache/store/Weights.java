package io.fragmentcache.store;

/** About the bytes that parts of an entry take in memory. */
final class Weights {
    static final int OF_A_VERSION = 16;
    static final int OF_VERSION_PARTS = 40;
    static final int OF_A_VERSION_PART = 28;
    static final int OF_A_HOLE = 100;
    static final int OF_AN_ARGUMENT = 48;
    static final int OF_A_STRING = 56;
    static final int OF_A_FACT = 48;

    private Weights() {}

    static long of(String text) {
        int length = text.length();
        for (int i = 0; i < length; i++) {
            if (text.charAt(i) > 0xFF) {
                return OF_A_STRING + 2L * length;
            }
        }
        return OF_A_STRING + (long) length;
    }
}
