package io.fragmentcache.internal.definition;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.standard.expression.Fragment;

/** What is unique to one visit, and so never part of a key: by its name, and by its value. */
public final class VisitNames {
    private static final Pattern UNIQUE = Pattern.compile(
            "(?:.*\\.)?(?:_csrf|(?i:csrf_?token)|(?i:xsrf_?token)|(?i:j?session_?id)"
                    + "|nonce|.*[_-]nonce|.*[a-z]Nonce|nonce[A-Z_].*)|org\\.springframework\\.security\\.web\\.csrf\\.CsrfToken");

    /** How deep a secret is looked for in members of members. */
    private static final int DEEPEST = 8;

    private VisitNames() {}

    public static boolean isUnique(String name) {
        return mayBe(name) && UNIQUE.matcher(name).matches();
    }

    /** Most names have none of the letters with which those end that are unique: rf, ce, id. */
    private static boolean mayBe(String name) {
        for (int i = 1; i < name.length(); i++) {
            char first = Character.toLowerCase(name.charAt(i - 1));
            char second = Character.toLowerCase(name.charAt(i));
            if (second == 'f' && first == 'r' || second == 'e' && first == 'c' || second == 'd' && first == 'i') {
                return true;
            }
        }
        return false;
    }

    /** Whether a secret stands in this value, or in a member of it. */
    public static boolean holds(@Nullable Object value, Predicate<String> secret) {
        return holds(value, secret, DEEPEST);
    }

    private static boolean holds(@Nullable Object value, Predicate<String> secret, int deep) {
        if (value == null || deep == 0) {
            return false;
        }
        if (value instanceof String text) {
            return secret.test(text);
        }
        if (value instanceof Object[] members) {
            for (Object member : members) {
                if (holds(member, secret, deep - 1)) {
                    return true;
                }
            }
            return false;
        }
        if (value instanceof Map<?, ?> map) {
            return holds(map.values(), secret, deep - 1) || holds(map.keySet(), secret, deep - 1);
        }
        if (value instanceof Map.Entry<?, ?> entry) {
            return holds(entry.getKey(), secret, deep - 1) || holds(entry.getValue(), secret, deep - 1);
        }
        if (value instanceof Optional<?> optional) {
            return holds(optional.orElse(null), secret, deep - 1);
        }
        if (value instanceof Fragment handed) {
            return handed.getParameters() != null && holds(handed.getParameters(), secret, deep - 1);
        }
        if (value instanceof Record members) {
            return inRecord(members, secret, deep);
        }
        return value instanceof Collection<?> all && all.stream().anyMatch(member -> holds(member, secret, deep - 1));
    }

    private static boolean inRecord(Record members, Predicate<String> secret, int deep) {
        for (RecordComponent component : members.getClass().getRecordComponents()) {
            try {
                if (component.getAccessor().trySetAccessible()
                        && holds(component.getAccessor().invoke(members), secret, deep - 1)) {
                    return true;
                }
            } catch (IllegalAccessException | InvocationTargetException unreadable) {
                // What cannot be read is in no key either.
                continue;
            }
        }
        return false;
    }
}
