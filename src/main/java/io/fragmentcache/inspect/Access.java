package io.fragmentcache.inspect;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Which requests come from the machine itself. */
final class Access {
    /** A client that sends one of these speaks for another one. */
    private static final List<String> OF_PROXIES = List.of(
            "Forwarded",
            "X-Forwarded-For",
            "X-Forwarded-Host",
            "X-Forwarded-Port",
            "X-Forwarded-Proto",
            "X-Forwarded-Server",
            "X-Real-IP",
            "X-Client-IP",
            "CF-Connecting-IP",
            "True-Client-IP",
            "Via");

    private static final Pattern LOOPBACK = Pattern.compile("127(\\.\\d{1,3}){3}|(0{1,4}:){7}0{0,3}1|::1");
    private static final Pattern NAME = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[?::1]?");

    /**
     * Both ends of the connection are this machine, no proxy is in between, and the browser was asked for this machine
     * by its own name: a foreign site whose name was made to point here is not.
     */
    static final Predicate<HttpServletRequest> LOOPBACK_ONLY =
            request -> LOOPBACK.matcher(request.getRemoteAddr()).matches()
                    && LOOPBACK.matcher(request.getLocalAddr()).matches()
                    && NAME.matcher(request.getServerName()).matches()
                    && OF_PROXIES.stream().allMatch(header -> request.getHeader(header) == null);

    private Access() {}
}
