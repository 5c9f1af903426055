package io.fragmentcache.internal.page;

import io.fragmentcache.internal.engine.Engine;
import io.fragmentcache.key.PlainCodec;
import io.fragmentcache.store.Hole;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is written into a page in place of a hole: the hole, its arguments and the language, signed. It is the same for each
 * visitor and each request.
 */
record HoleAddress(Hole hole, Locale locale) {
    private static final String PURPOSE = "hole";
    private static final int BEFORE_ARGUMENTS = 4;

    /** Servers and edges take addresses of 8 KB and less; what is longer is filled in place. */
    private static final int LONGEST = 2_000;

    /** Empty where an argument cannot be written. */
    static Optional<String> of(Engine engine, Hole hole, Locale locale) {
        List<Object> all = new ArrayList<>(
                List.of(engine.settings().namespace(), hole.template(), hole.name(), locale.toLanguageTag()));
        new TreeMap<>(hole.arguments()).forEach((name, value) -> {
            all.add(name);
            all.add(value);
        });
        return PlainCodec.write(all)
                .map(text -> engine.requests().signer().forPurpose(PURPOSE).signText(text))
                .filter(address -> address.length() <= LONGEST);
    }

    /** Null where this was not signed here, or for another application. */
    static @Nullable HoleAddress open(Engine engine, String address) {
        Optional<String> text = address.length() > LONGEST
                ? Optional.empty()
                : engine.requests().signer().forPurpose(PURPOSE).openText(address);
        if (text.isEmpty() || !(PlainCodec.read(text.get()) instanceof List<?> all)) {
            return null;
        }
        if (all.size() < BEFORE_ARGUMENTS || !engine.settings().namespace().equals(all.get(0))) {
            return null;
        }
        Map<String, Object> arguments = new LinkedHashMap<>();
        for (int i = BEFORE_ARGUMENTS; i + 1 < all.size(); i += 2) {
            arguments.put(String.valueOf(all.get(i)), all.get(i + 1));
        }
        Hole hole = new Hole(0, String.valueOf(all.get(1)), String.valueOf(all.get(2)), arguments);
        return new HoleAddress(hole, Locale.forLanguageTag(String.valueOf(all.get(BEFORE_ARGUMENTS - 1))));
    }
}
