package io.fragmentcache.servlet;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What the application wants the filter to say.
 *
 * @param name of the cache, in {@code Cache-Status}
 * @param serverTiming whether {@code Server-Timing} is told
 * @param tags how pages are told apart
 * @param age how long others may keep them
 * @param edge writes tags for an edge; null where there is none
 * @param apart how holes are filled that may be fetched apart; null where all are filled in place
 * @param partsBy headers by which an address answers with a page or a part of it
 * @param bypass whose pages are rendered as if there were no cache
 * @param admit whose pages are stored
 * @param current the request as the application sees it when the first fragment is met
 */
record PageRules(
        String name,
        boolean serverTiming,
        Tags tags,
        PageAge age,
        @Nullable EdgeHeader edge,
        @Nullable ApartRules apart,
        Set<String> partsBy,
        Predicate<HttpServletRequest> bypass,
        Predicate<HttpServletRequest> admit,
        UnaryOperator<HttpServletRequest> current) {
    /** The kind of {@code ETag} (RFC 9110, section 8.8.3). */
    enum Tags {
        NONE,
        STRONG,
        /**
         * For pages that are compressed behind the filter: Tomcat's connector leaves pages with a strong one as they
         * are.
         */
        WEAK
    }

    static final PageRules USUAL = new PageRules(
            "fragments",
            false,
            Tags.STRONG,
            PageAge.UNSAID,
            null,
            null,
            Set.of(),
            request -> false,
            request -> true,
            UnaryOperator.identity());
}
