package io.fragmentcache.internal.engine;

import io.fragmentcache.freshness.Lifetime;
import io.fragmentcache.freshness.Until;
import io.fragmentcache.key.Facts;
import io.fragmentcache.key.Key;
import io.fragmentcache.key.Locator;
import io.fragmentcache.key.Tag;
import io.fragmentcache.key.Version;
import io.fragmentcache.spi.Source;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * What is asked for in one look-up.
 *
 * @param locator where it lives
 * @param key which one
 * @param version in which state
 * @param lifetime how long what is made for it may be shown
 * @param until the end of life that its author gave it
 * @param vary the names of the request facts in its key
 * @param before the keys that it had in earlier deployments, whose texts may be shown while a new one is made
 * @param subject what it shows, for its {@link Source}
 * @param tags of the models in its key, and those its author added; only asked for when it is rendered
 * @param facts what its renderings may read beside the model, with the values that its key holds
 * @param growth how its key grows when a rendering reads more
 * @param covers whether its digest covers a template: bytes of a store may name no other one
 */
public record Fragment(
        Locator locator,
        Key key,
        Version version,
        Lifetime lifetime,
        Until until,
        Set<String> vary,
        Supplier<List<Key>> before,
        Supplier<Subject> subject,
        Supplier<Set<Tag>> tags,
        Facts facts,
        Growth growth,
        Predicate<String> covers) {
    /** Of what covers its own template alone, and reads nothing but its models. */
    public Fragment(
            Locator locator,
            Key key,
            Version version,
            Lifetime lifetime,
            Set<String> vary,
            Supplier<List<Key>> before,
            Supplier<Subject> subject,
            Supplier<Set<Tag>> tags) {
        this(
                locator,
                key,
                version,
                lifetime,
                Until.NONE,
                vary,
                before,
                subject,
                tags,
                Facts.NONE,
                Growth.NONE,
                locator.template()::equals);
    }

    /** Of what has no source and no past. */
    public Fragment(
            Locator locator, Key key, Version version, Lifetime lifetime, Set<String> vary, Supplier<Set<Tag>> tags) {
        this(
                locator,
                key,
                version,
                lifetime,
                vary,
                List::of,
                () -> new Subject(locator, Locale.ROOT, key.toString()),
                tags);
    }

    /** The same with fewer keys of earlier deployments. */
    public Fragment before(Predicate<Key> usable) {
        return new Fragment(
                locator,
                key,
                version,
                lifetime,
                until,
                vary,
                () -> before.get().stream().filter(usable).toList(),
                subject,
                tags,
                facts,
                growth,
                covers);
    }

    /** The same without the models that it was made of, for callers that keep it. */
    public Fragment bare() {
        Subject shown = subject.get();
        return new Fragment(
                locator, key, version, lifetime, until, vary, List::of, () -> shown, Set::of, facts, growth, covers);
    }
}
