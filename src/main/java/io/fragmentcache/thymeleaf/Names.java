package io.fragmentcache.thymeleaf;

import io.fragmentcache.digest.CacheNames;
import java.util.Set;

/** The names that the dialect uses in templates, and of the variables it leaves there for a moment. */
final class Names {
    static final String FRAGMENT = CacheNames.FRAGMENT;
    static final String NAME = CacheNames.NAME;
    static final String KEY = "key";
    static final String VERSION = "version";
    static final String VARY = "vary";
    static final String FRESH = "fresh";
    static final String STALE = "stale";
    static final String TOUCHED = "touched";
    static final String LIFETIME = "lifetime";
    static final String TAGS = "tags";
    static final String DEPENDS = "depends";
    static final String IF = "if";
    static final String EACH = "each";

    /** What may stand beside {@link #FRAGMENT}. */
    static final Set<String> COMPANIONS = CacheNames.COMPANIONS;

    static final String HOLE = CacheNames.HOLE;

    /** Marks a hole inside a fragment that is being rendered, to be gathered. */
    static final String HOLE_CAPTURE = "_hole";

    /** The value of th:insert while it waits for the look-up. */
    static final String INSERT = "_insert";

    /** Marks a tag with th:replace that was looked up and missed. */
    static final String HOST = "_host";

    /** Stands for a finished text until it is put in. */
    static final String EMIT = "emit";

    /** A look-up, on its way from the tag's processor to the one that gathers its body. */
    static final String LOOKUP_VARIABLE = "cache::lookup";

    /** A finished text, on its way to the processor that puts it in. */
    static final String TEXT_VARIABLE = "cache::text";

    private Names() {}
}
