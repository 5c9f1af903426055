package io.fragmentcache.servlet;

import io.fragmentcache.internal.engine.Tally;
import io.fragmentcache.store.Micros;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How long browsers and proxies may keep a page: at most these times, and never longer than the page's shortest-lived
 * fragment (RFC 9111, section 5.2.2; RFC 5861; RFC 9213). Null for a directive that is not sent.
 *
 * @param browsers {@code max-age} of {@code Cache-Control}
 * @param networks {@code max-age} of {@code CDN-Cache-Control}
 * @param stale {@code stale-while-revalidate}
 * @param onError {@code stale-if-error}
 */
record PageAge(
        @Nullable Duration browsers,
        @Nullable Duration networks,
        @Nullable Duration stale,
        @Nullable Duration onError) {
    static final PageAge UNSAID = new PageAge(null, null, null, null);

    private static final String HEADER = "Cache-Control";
    private static final String HEADER_OF_NETWORKS = "CDN-Cache-Control";
    private static final List<String> SAID_BY_APPLICATION = List.of(HEADER, HEADER_OF_NETWORKS, "Expires", "Pragma");
    private static final long MICROS = 1_000_000;

    /** Without an age of their own, proxies that do not read {@code CDN-Cache-Control} would use their default. */
    private static final String ASK_FIRST = "no-cache";

    boolean isUnsaid() {
        return browsers == null && networks == null;
    }

    /** Says that a page is of one visitor, if it is, and nothing of its age. A page of all is left as it is. */
    static void tellWhose(HttpServletResponse response, boolean ofVisitor) {
        if (ofVisitor && !response.containsHeader(HEADER)) {
            response.setHeader(HEADER, "private");
        }
    }

    /** Says whose page it is, and how long it may be kept. */
    void tell(HttpServletResponse response, Tally tally, boolean ofVisitor, long now) {
        String age = browsers == null ? ASK_FIRST : directives(browsers, tally, now);
        response.setHeader(HEADER, ofVisitor ? "private, " + age : age);
        if (networks != null && !ofVisitor) {
            response.setHeader(HEADER_OF_NETWORKS, directives(networks, tally, now));
        }
    }

    /** Whether the response has only the directive of {@link #tellWhose}. */
    static boolean isOnlyPrivate(HttpServletResponse response) {
        return "private".equals(response.getHeader(HEADER))
                && SAID_BY_APPLICATION.stream().filter(response::containsHeader).count() == 1;
    }

    /** Whether the application set such a header itself. */
    static boolean isSaid(HttpServletResponse response) {
        return SAID_BY_APPLICATION.stream().anyMatch(response::containsHeader);
    }

    private String directives(Duration most, Tally tally, long now) {
        long freshUntil = Math.max(now, tally.freshUntil());
        return "max-age=" + seconds(most, freshUntil - now)
                + directive("stale-while-revalidate", stale, tally.staleUntil() - freshUntil)
                + directive("stale-if-error", onError, tally.keepUntil() - freshUntil);
    }

    private static String directive(String name, @Nullable Duration most, long micros) {
        long seconds = most == null ? 0 : seconds(most, micros);
        return seconds == 0 ? "" : ", " + name + "=" + seconds;
    }

    private static long seconds(Duration most, long micros) {
        return Math.max(0, Math.min(Micros.of(most), micros) / MICROS);
    }
}
