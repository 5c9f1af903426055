package io.fragmentcache.internal.template;

import io.fragmentcache.internal.scan.CacheNames;
import java.util.Set;

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
    static final String DEPENDS = "depends";
    public static final String IF = "if";
    public static final String EACH = "each";

    /** What may stand beside {@link #FRAGMENT}. */
    public static final Set<String> COMPANIONS = CacheNames.COMPANIONS;

    public static final String HOLE = CacheNames.HOLE;

    /** Marks a hole inside a fragment that is being rendered, to be gathered. */
    public static final String HOLE_CAPTURE = "_hole";

    /** The value of th:insert while it waits for the look-up. */
    public static final String INSERT = "_insert";

    /** Marks a tag with th:replace that was looked up and missed. */
    public static final String HOST = "_host";

    /** Stands for a finished text until it is put in. */
    public static final String EMIT = "emit";

    /** A look-up, on its way from the tag's processor to the one that gathers its body. */
    public static final String LOOKUP_VARIABLE = "cache::lookup";

    /** A finished text, on its way to the processor that puts it in. */
    public static final String TEXT_VARIABLE = "cache::text";

    private Names() {}
}
