package io.fragmentcache.advice;

import io.fragmentcache.advice.Advice.Kind;
import io.fragmentcache.internal.usage.FragmentUsage;
import io.fragmentcache.internal.usage.KeyParts.Origin;
import io.fragmentcache.internal.usage.KeyUsage;
import io.fragmentcache.spi.Outcome;
import io.fragmentcache.store.Micros;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the parts of a fragment's keys tell. */
final class KeyRules {
    private static final int ENOUGH = 30;
    /** So many keys there must be for one without the part. */
    private static final int SPLITS = 5;

    private static final double RARELY_HIT = 0.1;
    private static final double OFTEN_HIT = 0.5;
    private static final double ALL_DIFFER = 0.8;

    private KeyRules() {}

    static @Nullable Advice neverRepeats(FragmentUsage fragment) {
        long keys = fragment.keys().keys();
        long lookups = fragment.lookups().total() - fragment.lookups().total(Outcome.BYPASS);
        if (keys < ENOUGH || lookups < ENOUGH) {
            return null;
        }
        KeyUsage.Part part = splitting(fragment.keys().parts(), keys);
        if (part == null) {
            return null;
        }
        boolean isOfVisitor = part.origin() != Origin.KEY;
        boolean isLost = isOfVisitor
                ? fragment.hitRate() <= OFTEN_HIT
                : fragment.hitRate() <= RARELY_HIT && keys >= ALL_DIFFER * lookups;
        return isLost ? advice(fragment, part, isOfVisitor) : null;
    }

    private static Advice advice(FragmentUsage fragment, KeyUsage.Part part, boolean isOfVisitor) {
        long keys = fragment.keys().keys();
        Map<String, Long> figures = new LinkedHashMap<>();
        figures.put("keys", keys);
        figures.put("keysWithoutThePart", part.others());
        figures.put("valuesOfThePart", part.values());
        figures.put("hitPercent", Math.round(100 * fragment.hitRate()));
        String counted =
                "About " + keys + " keys were rendered, and there would be about " + part.others() + " without ";
        String sentence = isOfVisitor
                ? counted + part.label() + ", which each visitor has another value of. Put what reads it in a hole."
                : counted + quoted(part) + " of its key, which changes with each read. Leave it out of the key, or put"
                        + " what shows it in a hole.";
        String write =
                isOfVisitor ? "cache:hole" : "cache:key without " + quoted(part) + ", cache:hole where it is shown";
        Kind kind = isOfVisitor ? Kind.ONE_VARIANT_PER_VISITOR : Kind.KEY_NEVER_REPEATS;
        long lost = Math.max(0, keys - part.others()) * fragment.mean();
        return new Advice(kind, fragment.name(), sentence, write, figures, Micros.toDuration(lost));
    }

    private static String quoted(KeyUsage.Part part) {
        return part.label().startsWith("part ") ? part.label() : "the " + part.label();
    }

    /** The part without which there would be few keys: what was read beside the key before what the author wrote. */
    private static KeyUsage.@Nullable Part splitting(List<KeyUsage.Part> parts, long keys) {
        KeyUsage.Part found = null;
        long written =
                parts.stream().filter(part -> part.origin() == Origin.KEY).count();
        for (KeyUsage.Part part : parts) {
            boolean isModel = part.origin() == Origin.KEY && !part.label().startsWith("part ");
            // Of a key with one model, each page may just have been visited once.
            boolean isCandidate = part.others() * SPLITS <= keys && !(isModel && written == 1);
            if (isCandidate && (found == null || rank(part) >= rank(found))) {
                found = part;
            }
        }
        return found;
    }

    private static int rank(KeyUsage.Part part) {
        return switch (part.origin()) {
            case OBSERVED -> 3;
            case VARY -> 2;
            case KEY -> part.label().startsWith("part ") ? 1 : 0;
        };
    }
}
