package io.fragmentcache.inspect;

import io.fragmentcache.internal.engine.Requests;
import io.fragmentcache.internal.memory.Signer;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the inspector for a reader of the log: an address with a token that works once is printed there, and the
 * browser that brings it gets a cookie. No header can tell a request of this machine from one that a tunnel brings; this
 * can. Thread-safe.
 */
final class LogToken {
    static final String COOKIE = "fragment-inspector-key";
    static final String PARAMETER = "token";

    private static final Logger LOG = LoggerFactory.getLogger("io.fragmentcache.inspect.FragmentInspector");
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int BYTES = 16;
    private static final int SECONDS = 12 * 3_600;
    private static final long MICROS = 1_000_000;

    private final Requests requests;
    private final Signer signer;
    private String current = fresh();

    LogToken(Requests requests) {
        this.requests = requests;
        this.signer = requests.signer().forPurpose("inspector key");
    }

    /** The path that opens the inspector once. */
    synchronized String address(String path) {
        return path + "/?" + PARAMETER + "=" + current;
    }

    /** Prints the address. */
    void print(String path) {
        LOG.info("Fragment inspector, for one browser: {}", address(path));
    }

    /** Whether the request brings the token, which is used up by it: then its browser gets the cookie. */
    boolean opens(HttpServletRequest request, HttpServletResponse response, String path) {
        String brought = request.getParameter(PARAMETER);
        if (brought == null || !request.getMethod().equals("GET") || !useUp(brought)) {
            return false;
        }
        print(path);
        Cookie cookie = new Cookie(COOKIE, signer.sign(requests.now() + SECONDS * MICROS));
        cookie.setMaxAge(SECONDS);
        cookie.setPath(request.getContextPath().isEmpty() ? "/" : request.getContextPath());
        cookie.setHttpOnly(true);
        cookie.setSecure(request.isSecure());
        cookie.setAttribute("SameSite", "Strict");
        response.addCookie(cookie);
        return true;
    }

    private synchronized boolean useUp(String brought) {
        boolean same = MessageDigest.isEqual(
                brought.getBytes(StandardCharsets.UTF_8), current.getBytes(StandardCharsets.UTF_8));
        if (same) {
            current = fresh();
        }
        return same;
    }

    /** Whether the request comes from a browser that brought a token recently. */
    boolean knows(HttpServletRequest request) {
        Cookie[] cookies = request.getCookies();
        return cookies != null
                && Arrays.stream(cookies)
                        .filter(cookie -> cookie.getName().equals(COOKIE))
                        .anyMatch(cookie -> signer.open(cookie.getValue()).orElse(0) > requests.now());
    }

    private static String fresh() {
        byte[] token = new byte[BYTES];
        RANDOM.nextBytes(token);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
    }
}
