package io.fragmentcache.inspect;

import io.fragmentcache.internal.memory.Signer;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.stream.LongStream;

/**
 * Knows a browser again by signed cookies: which one asks, and whether it wants fragments shown on pages. What changes
 * something must bring a token that only the inspector's own pages in this browser can read. Thread-safe.
 */
final class Browser {
    static final String IDENTITY = "fragment-inspector";
    static final String OVERLAY = "fragment-inspector-overlay";
    private static final int OVERLAY_SECONDS = 12 * 3_600;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Signer identities;
    private final Signer tokens;
    private final Signer overlays;

    Browser(Signer seal) {
        this.identities = seal.forPurpose("inspector");
        this.tokens = seal.forPurpose("inspector token");
        this.overlays = seal.forPurpose("inspector overlay");
    }

    /** The token of the browser that asks, which gets a cookie first if it has none. */
    String token(HttpServletRequest request, HttpServletResponse response) {
        return tokens.sign(identity(request, response));
    }

    private long identity(HttpServletRequest request, HttpServletResponse response) {
        return identity(request).orElseGet(() -> {
            long fresh = RANDOM.nextLong(1, Long.MAX_VALUE);
            response.addCookie(cookie(IDENTITY, identities.sign(fresh), -1, request));
            return fresh;
        });
    }

    /**
     * Keeps the overlay on for who has just shown that they may inspect, and had it on in a process before this one,
     * whose signature is worth nothing any more.
     */
    void keepOverlay(HttpServletRequest request, HttpServletResponse response) {
        Cookie[] cookies = request.getCookies();
        boolean wasOn = cookies != null
                && Arrays.stream(cookies)
                        .anyMatch(cookie -> cookie.getName().equals(OVERLAY)
                                && !cookie.getValue().isEmpty());
        if (wasOn) {
            String value = overlays.sign(identity(request, response));
            response.addCookie(cookie(OVERLAY, value, OVERLAY_SECONDS, request));
        }
    }

    /** Whether the request was made by a page of ours, in the browser that was given the token. */
    boolean mayChange(HttpServletRequest request) {
        OptionalLong identity = identity(request);
        String token = request.getParameter("token");
        return identity.isPresent() && token != null && tokens.open(token).equals(identity) && isFromHere(request);
    }

    private static boolean isFromHere(HttpServletRequest request) {
        String site = request.getHeader("Sec-Fetch-Site");
        if (site != null) {
            return site.equals("same-origin");
        }
        String origin = request.getHeader("Origin");
        return origin == null || authorityOf(origin).equals(request.getHeader("Host"));
    }

    private static String authorityOf(String origin) {
        try {
            return String.valueOf(URI.create(origin).getAuthority());
        } catch (IllegalArgumentException noAddress) {
            return "";
        }
    }

    boolean showsOverlay(HttpServletRequest request) {
        OptionalLong identity = identity(request);
        return identity.isPresent() && all(OVERLAY, overlays, request).anyMatch(shown -> shown == identity.getAsLong());
    }

    void showOverlay(boolean on, HttpServletRequest request, HttpServletResponse response) {
        String value = on ? overlays.sign(identity(request).orElseThrow()) : "";
        response.addCookie(cookie(OVERLAY, value, on ? OVERLAY_SECONDS : 0, request));
    }

    private OptionalLong identity(HttpServletRequest request) {
        return signed(IDENTITY, identities, request);
    }

    private static OptionalLong signed(String name, Signer seal, HttpServletRequest request) {
        return all(name, seal, request).findFirst();
    }

    /** Of all cookies of this name that were signed here: none that was not hides the others. */
    private static LongStream all(String name, Signer seal, HttpServletRequest request) {
        Cookie[] cookies = request.getCookies();
        return cookies == null
                ? LongStream.empty()
                : Arrays.stream(cookies)
                        .filter(cookie -> cookie.getName().equals(name))
                        .map(cookie -> seal.open(cookie.getValue()))
                        .flatMapToLong(OptionalLong::stream);
    }

    private static Cookie cookie(String name, String value, int seconds, HttpServletRequest request) {
        Cookie cookie = new Cookie(name, value);
        cookie.setMaxAge(seconds);
        cookie.setPath(request.getContextPath().isEmpty() ? "/" : request.getContextPath());
        cookie.setHttpOnly(true);
        cookie.setSecure(request.isSecure());
        cookie.setAttribute("SameSite", "Strict");
        return cookie;
    }
}
