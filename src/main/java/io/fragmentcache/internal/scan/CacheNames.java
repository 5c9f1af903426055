package io.fragmentcache.internal.scan;

import io.fragmentcache.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The attributes of the dialect that stand in templates, without their prefix, and what one that is none may mean. */
public final class CacheNames {
    public static final String FRAGMENT = "fragment";
    public static final String HOLE = "hole";

    /** Makes a hole of an element wherever it is included, with the parameters of its {@code th:fragment}. */
    public static final String LIVE = "live";

    /** Lets a hole be fetched apart from its page. */
    public static final String APART = "apart";

    /** The room for a hole that a browser fetches. */
    public static final String SIZE = "size";

    /** What may stand beside a hole. */
    private static final Set<String> COMPANIONS_OF_HOLES = Set.of(APART, SIZE);

    /** Names the fragment of an element, {@code <cache:fragment name="…">}. */
    public static final String NAME = "name";

    /** What may stand beside {@link #FRAGMENT}. */
    public static final Set<String> COMPANIONS = Set.of(
            "each",
            "key",
            "version",
            "vary",
            "fresh",
            "stale",
            "stale-after-touch",
            "lifetime",
            "tags",
            "lists",
            "until",
            "depends",
            "if");

    /**
     * They say how long an entry is shown and who touches it, never what is in it. {@code until} is not one of them: an
     * entry of before it was written has no end, and must not be found.
     */
    public static final Set<String> NOT_IN_THE_DIGEST =
            Set.of("fresh", "stale", "stale-after-touch", "lifetime", "tags", "lists", "if", APART, SIZE);

    private CacheNames() {}

    /** Whether an attribute of this name says more of a hole. */
    public static boolean isOfHole(String local) {
        return COMPANIONS_OF_HOLES.contains(local);
    }

    /** Whether an attribute of this name makes its element a hole. */
    public static boolean isHole(String local) {
        return local.equals(HOLE) || local.equals(LIVE);
    }

    /** The name that an author most likely meant. */
    public static String nearest(String name, String mark) {
        List<String> known = new ArrayList<>(COMPANIONS);
        known.add(mark);
        known.add(HOLE);
        known.add(LIVE);
        known.addAll(COMPANIONS_OF_HOLES);
        return Spelling.nearest(name, known);
    }

    /**
     * What is wrong with an attribute on a tag without a fragment.
     *
     * @param local its name without prefix
     * @param written its name as it stands in the template
     */
    public static Problem stray(String prefix, String local, String written) {
        return COMPANIONS.contains(local)
                ? Problem.withoutFragment(written)
                : Problem.unknownAttribute(written, prefix + ":" + nearest(local, FRAGMENT));
    }
}
