package io.fragmentcache.servlet;

import io.fragmentcache.internal.engine.Tally;
import java.math.BigDecimal;

/**
 * The {@code Server-Timing} of a page (W3C, Server Timing), for the network panel of a browser: what rendering took, and
 * what it would have taken without the cache, in milliseconds. For development: it tells how much work a page is.
 */
final class ServerTiming {
    static final String HEADER = "Server-Timing";

    private ServerTiming() {}

    static String of(Tally tally) {
        return "fragments;desc=\"" + CacheStatus.counts(tally) + "\", render;dur=" + millis(tally.spent())
                + ";desc=\"rendered now\", saved;dur=" + millis(tally.saved()) + ";desc=\"shown instead of rendered\"";
    }

    private static String millis(long micros) {
        return BigDecimal.valueOf(micros, 3).toPlainString();
    }
}
