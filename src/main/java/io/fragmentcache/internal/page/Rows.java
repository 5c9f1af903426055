package io.fragmentcache.internal.page;

import io.fragmentcache.internal.definition.Definition;
import io.fragmentcache.internal.engine.Batch;
import io.fragmentcache.internal.engine.Engine;
import io.fragmentcache.internal.engine.Fragment;
import io.fragmentcache.internal.engine.Lookup;
import io.fragmentcache.internal.template.FragmentTag;
import io.fragmentcache.internal.template.Loop;
import io.fragmentcache.key.Key;
import io.fragmentcache.spi.Outcome;
import io.fragmentcache.store.Entry;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.context.IEngineContext;

/**
 * The rows of one loop, looked up together: what is in the store is finished text, what is missing is rendered row by
 * row and stored together.
 *
 * @param between the white space between two rows
 * @param asked what each row asks for
 * @param lookups of each row; null where an earlier row misses the same key, which is there when it comes to this one
 */
public record Rows(
        Engine engine,
        Definition definition,
        Loop loop,
        String between,
        Lookup.Place place,
        List<Fragment> asked,
        List<@Nullable Lookup> lookups)
        implements Due {

    /**
     * Evaluates all keys, then reads all entries in one go. Where this throws, nothing was rendered.
     *
     * @param usable whether the templates still have what an entry shows
     */
    public static Rows lookUp(
            Engine engine,
            Definition definition,
            FragmentTag tag,
            Loop loop,
            String between,
            Lookup.Place place,
            IEngineContext live,
            Predicate<Entry> usable) {
        List<Fragment> asked = asked(definition, tag, loop, place, live);
        Set<Key> keys = new LinkedHashSet<>();
        asked.forEach(fragment -> keys.add(fragment.key()));
        Map<Key, Entry> found = engine.readAll(keys);
        List<@Nullable Lookup> lookups = new ArrayList<>(asked.size());
        Set<Key> unfinished = new HashSet<>();
        // What a row's text read may be the loop's own variable: a fragment around is told while that is set, to any
        // row.
        boolean isInside = place.outer() != null && !asked.isEmpty();
        if (isInside) {
            live.increaseLevel();
            loop.enter(0, live);
        }
        try {
            for (int i = 0; i < asked.size(); i++) {
                Fragment fragment = asked.get(i);
                Key key = fragment.key();
                Entry entry = found.get(key);
                Entry shown = entry != null && isUsable(engine, fragment, entry, usable) ? entry : null;
                Lookup lookup = unfinished.contains(key) ? null : engine.lookup(fragment, place, shown);
                if (lookup != null && !isFinished(lookup)) {
                    unfinished.add(key);
                }
                lookups.add(lookup);
            }
        } finally {
            if (isInside) {
                live.decreaseLevel();
            }
        }
        return new Rows(engine, definition, loop, between, place, asked, lookups);
    }

    private static boolean isUsable(Engine engine, Fragment fragment, Entry entry, Predicate<Entry> usable) {
        return engine.allowed(fragment, entry) != null && usable.test(entry);
    }

    private static List<Fragment> asked(
            Definition definition, FragmentTag tag, Loop loop, Lookup.Place place, IEngineContext live) {
        List<Fragment> asked = new ArrayList<>(loop.items().size());
        live.increaseLevel();
        try {
            for (int i = 0; i < loop.items().size(); i++) {
                loop.enter(i, live);
                asked.add(FragmentLookup.asked(live, definition, place, tag));
            }
        } finally {
            live.decreaseLevel();
        }
        return asked;
    }

    /** Whether nothing is left to be rendered, for this page or behind it. */
    public boolean areFinished() {
        return lookups.stream().allMatch(lookup -> lookup != null && isFinished(lookup));
    }

    static boolean isFinished(Lookup lookup) {
        boolean shows = lookup.outcome() == Outcome.HIT || lookup.outcome() == Outcome.STALE;
        return shows && !lookup.due();
    }

    /** The texts of all rows, none of which is left to be rendered. */
    public RowsText text(IEngineContext live, Insertion insertion) {
        List<CharSequence> texts = new ArrayList<>(asked.size());
        for (Lookup each : lookups) {
            Lookup lookup = Objects.requireNonNull(each);
            texts.add(insertion.of(lookup, lookup.shown(), live));
        }
        return new RowsText(texts, between, loop, live);
    }

    /**
     * The texts of all rows.
     *
     * @param render gives the entry of one of them, whose variables are in the context
     */
    public RowsText text(IEngineContext live, Insertion insertion, BiFunction<Lookup, Batch, Entry> render) {
        List<Lookup> known = new ArrayList<>(asked.size());
        List<Entry> entries = new ArrayList<>(asked.size());
        Batch batch = engine.batch();
        live.increaseLevel();
        try (batch) {
            for (int i = 0; i < asked.size(); i++) {
                Lookup lookup = lookups.get(i);
                if (lookup == null || !isFinished(lookup)) {
                    loop.enter(i, live);
                    Lookup now = lookup != null ? lookup : again(asked.get(i), batch);
                    known.add(now);
                    entries.add(render.apply(now, batch));
                } else {
                    known.add(lookup);
                    entries.add(lookup.shown());
                }
            }
        } finally {
            live.decreaseLevel();
        }
        List<CharSequence> texts = new ArrayList<>(asked.size());
        for (int i = 0; i < asked.size(); i++) {
            texts.add(insertion.of(known.get(i), batch.kept(entries.get(i)), live));
        }
        return new RowsText(texts, between, loop, live);
    }

    private Lookup again(Fragment asked, Batch batch) {
        Fragment grown = asked.growth().again();
        Fragment fragment = grown == null ? asked : grown;
        Entry rendered = batch.of(fragment.key());
        return rendered == null ? engine.lookup(fragment, place) : engine.lookup(fragment, place, rendered);
    }
}
