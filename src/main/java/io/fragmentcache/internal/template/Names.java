package io.fragmentcache.internal.template;

import io.fragmentcache.internal.scan.CacheNames;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The names that the dialect uses in templates, and of the variables it leaves there for a moment. */
public final class Names {
    public static final String FRAGMENT = CacheNames.FRAGMENT;
    static final String NAME = CacheNames.NAME;
    public static final String KEY = "key";
    public static final String VERSION = "version";
    public static final String VARY = "vary";
    public static final String FRESH = "fresh";
    public static final String STALE = "stale";
    public static final String STALE_AFTER_TOUCH = "stale-after-touch";
    public static final String LIFETIME = "lifetime";
    public static final String TAGS = "tags";
    public static final String LISTS = "lists";
    public static final String UNTIL = "until";
    public static final String DEPENDS = "depends";
    public static final String IF = "if";
    public static final String EACH = "each";

    /** What may stand beside {@link #FRAGMENT}. */
    public static final Set<String> COMPANIONS = CacheNames.COMPANIONS;

    public static final String HOLE = CacheNames.HOLE;

    public static final String LIVE = CacheNames.LIVE;

    public static final String APART = CacheNames.APART;
    public static final String SIZE = CacheNames.SIZE;

    /** Marks a hole inside a fragment that is being rendered, to be gathered. */
    public static final String HOLE_CAPTURE = "_hole";

    /**
     * Before the whole name of an attribute that waits until the fragment is rendered: {@code cache:_th:insert},
     * {@code cache:_sec:authentication}. Where it stands, its processor would make an end of the body before the look-up.
     */
    private static final String WAITING = "_";

    /** Marks a tag with th:replace that was looked up and missed. */
    public static final String HOST = "_host";

    /** Stands for a finished text until it is put in. */
    public static final String EMIT = "emit";

    /** A look-up, on its way from the tag's processor to the one that gathers its body. */
    public static final String LOOKUP_VARIABLE = "cache::lookup";

    /** A finished text, on its way to the processor that puts it in. */
    public static final String TEXT_VARIABLE = "cache::text";

    /** A fragment with its body, on its way to th:include; a name that an expression can have. */
    public static final String INCLUDED_VARIABLE = "cacheIncluded";

    private Names() {}

    /** What an attribute is called while it waits. */
    public static String waiting(String name) {
        return WAITING + name;
    }

    /** What a waiting attribute is called else; null of one that does not wait. */
    static @Nullable String waited(String local) {
        boolean waits = local.startsWith(WAITING) && !local.equals(HOST) && !local.equals(HOLE_CAPTURE);
        return waits ? local.substring(WAITING.length()) : null;
    }
}
