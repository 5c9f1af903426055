package io.fragmentcache.internal;

/**
 * What a page survives when something that the cache calls has thrown: every exception, also a checked one that is not
 * declared, and every error but those after which the JVM itself is not to be trusted. A stack that was too deep is one
 * that is survived.
 */
public final class Survivable {
    private Survivable() {}

    /** Throws what is not survived; keeps an interrupt that was taken for an exception. */
    public static void check(Throwable thrown) {
        if (thrown instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        if (thrown instanceof VirtualMachineError fatal && !(thrown instanceof StackOverflowError)) {
            throw fatal;
        }
    }

    /** Throws it as it is, checked exceptions too. */
    public static RuntimeException rethrow(Throwable thrown) {
        throw Survivable.<RuntimeException>as(thrown);
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"
    }) // The compiler alone tells checked exceptions apart.
    private static <T extends Throwable> T as(Throwable thrown) throws T {
        throw (T) thrown;
    }
}
