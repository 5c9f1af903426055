package io.fragmentcache.internal.definition;

import io.fragmentcache.digest.DependencyTree;
import io.fragmentcache.digest.Digest;
import io.fragmentcache.digest.PartName;
import io.fragmentcache.freshness.Lifetime;
import io.fragmentcache.internal.Bound;
import io.fragmentcache.internal.digest.Digests;
import io.fragmentcache.internal.engine.Engine;
import io.fragmentcache.internal.engine.KnownFragments;
import io.fragmentcache.key.Facts;
import io.fragmentcache.key.Key;
import io.fragmentcache.key.KeyPrefix;
import io.fragmentcache.key.Locator;
import io.fragmentcache.key.Version;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.context.ITemplateContext;

/**
 * The beginning of a fragment's keys: its digest, the messages of a language, and the templates that were chosen at run
 * time. Thread-safe.
 */
public final class Beginnings {
    /** Renderings that choose another template than these are not stored. */
    private static final int MOST_CHOSEN = 256;

    /** The beginning of one key, and the templates chosen at run time that it covers. */
    record Beginning(KeyPrefix prefix, Set<String> chosen) {}

    private record Plain(Locale locale, Beginning beginning) {}

    private final Engine engine;
    private final Digests digests;
    private final Locator locator;
    private final DependencyTree tree;
    private final Lifetime lifetime;
    private final List<KnownFragments.Said> said;
    private final Learned learned;
    private final boolean hasMessages;
    private final Set<String> covered;

    private final KeyPrefixes prefixes;
    private final Object fragment = new Object();

    @Bound("256 templates")
    private volatile Set<String> chosen = Set.of();

    /** Of a fragment without messages, which most pages ask for in the language of the page before. */
    private volatile @Nullable Plain last;

    Beginnings(
            Engine engine,
            Digests digests,
            Locator locator,
            DependencyTree tree,
            Lifetime lifetime,
            List<KnownFragments.Said> said,
            Learned learned,
            KeyPrefixes prefixes) {
        this.prefixes = prefixes;
        this.engine = engine;
        this.digests = digests;
        this.locator = locator;
        this.tree = tree;
        this.lifetime = lifetime;
        this.said = said;
        this.learned = learned;
        this.hasMessages = !tree.messages().isEmpty();
        this.covered = tree.parts().keySet().stream().map(PartName::template).collect(Collectors.toUnmodifiableSet());
    }

    @SuppressWarnings("ReferenceEquality") // Sets of templates are never replaced without a change.
    Beginning in(ITemplateContext context) {
        Locale locale = context.getLocale();
        Set<String> now = chosen;
        if (hasMessages) {
            return new Beginning(
                    in(new KeyPrefixes.Variant(locale, digests.messages(tree, locale, context), now)), now);
        }
        Plain known = last;
        if (known != null && known.beginning.chosen == now && known.locale.equals(locale)) {
            return known.beginning;
        }
        Beginning beginning = new Beginning(in(new KeyPrefixes.Variant(locale, null, now)), now);
        if (!tree.isVolatile()) {
            last = new Plain(locale, beginning);
        }
        return beginning;
    }

    private KeyPrefix in(KeyPrefixes.Variant variant) {
        KeyPrefix known = prefixes.of(fragment, variant);
        return known != null ? known : make(variant);
    }

    /**
     * What keys of earlier deployments began with. Only of fragments that print no messages and choose no templates: of
     * those the history of the digest tells too little.
     */
    List<KeyPrefix> before(Locale locale) {
        if (hasMessages || !tree.open().isEmpty()) {
            return List.of();
        }
        String namespace = engine.settings().namespace();
        return engine.settings().previousDigests().apply(locator, tree.digest()).stream()
                .map(digest -> KeyPrefix.of(namespace, locator, digest.bytes(), locale))
                .toList();
    }

    long now() {
        return engine.requests().now();
    }

    void rendered(Key without, Facts facts, Key with, Version version) {
        engine.rendered(locator, without, facts, with, version);
    }

    /** Whether the digest, or what renderings chose so far, covers a template. */
    boolean covers(String template) {
        return covered.contains(template) || chosen.contains(template);
    }

    /** The templates that renderings chose so far, which the digest does not cover. */
    public Set<String> chosen() {
        return chosen;
    }

    /**
     * Notes a template that a rendering includes.
     *
     * @param held the templates that its key covers beside the digest
     * @return false where its key did not know of it, so that its text must not be kept under that key
     */
    public synchronized boolean includes(String template, Set<String> held) {
        if (tree.open().isEmpty() || covered.contains(template) || held.contains(template)) {
            return true;
        }
        if (!chosen.contains(template) && chosen.size() < MOST_CHOSEN) {
            Set<String> more = new TreeSet<>(chosen);
            more.add(template);
            chosen = Set.copyOf(more);
        }
        return false;
    }

    private KeyPrefix make(KeyPrefixes.Variant variant) {
        StringBuilder digest = new StringBuilder(tree.digest().toString());
        if (variant.messages() != null) {
            digest.append(variant.messages());
        }
        for (String template : new TreeSet<>(variant.chosen())) {
            digest.append(template).append(digests.included(template, null, null));
        }
        boolean plain = variant.messages() == null && variant.chosen().isEmpty();
        Digest all = plain ? tree.digest() : Digest.of(digest.toString());
        KeyPrefix prefix = KeyPrefix.of(engine.settings().namespace(), locator, all.bytes(), variant.locale());
        engine.defined(
                locator, variant.locale(), new KnownFragments.Definition(prefix, lifetime, said, tree, learned::names));
        if (!tree.isVolatile()) {
            prefixes.put(fragment, variant, prefix);
        }
        return prefix;
    }
}
