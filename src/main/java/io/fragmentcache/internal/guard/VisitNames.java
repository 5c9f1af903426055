package io.fragmentcache.internal.guard;

import java.util.Collection;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What is unique to one visit, and so never part of a key: by its name, and by its value. */
final class VisitNames {
    private static final Pattern UNIQUE = Pattern.compile(
            "(?:.*\\.)?(?:_csrf|(?i:csrf_?token)|(?i:xsrf_?token)|(?i:j?session_?id)"
                    + "|nonce|.*[_-]nonce|.*[a-z]Nonce|nonce[A-Z_].*)|org\\.springframework\\.security\\.web\\.csrf\\.CsrfToken");

    private VisitNames() {}

    static boolean isUnique(String name) {
        return UNIQUE.matcher(name).matches();
    }

    /** Whether one of the secrets stands in this value, or in a member of it. */
    static boolean holds(@Nullable Object value, Set<String> secrets) {
        if (value == null || secrets.isEmpty()) {
            return false;
        }
        if (value instanceof String text) {
            return secrets.contains(text);
        }
        if (value instanceof Object[] members) {
            for (Object member : members) {
                if (holds(member, secrets)) {
                    return true;
                }
            }
            return false;
        }
        return value instanceof Collection<?> all && all.stream().anyMatch(member -> holds(member, secrets));
    }
}
