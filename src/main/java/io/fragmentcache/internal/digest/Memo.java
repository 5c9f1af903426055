package io.fragmentcache.internal.digest;

import com.github.benmanes.caffeine.cache.Caffeine;
import io.fragmentcache.digest.DependencyTree;
import io.fragmentcache.digest.Digest;
import io.fragmentcache.digest.PartName;
import io.fragmentcache.internal.Bound;
import io.fragmentcache.internal.scan.TemplateScan;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.templatemode.TemplateMode;

/** What one generation of templates was found to be. Thread-safe; nothing is computed under a lock. */
final class Memo {
    private record ScanKey(
            String template,
            @Nullable String selector,
            Map<String, Object> attributes,
            @Nullable TemplateMode mode) {}

    private record TreeKey(
            PartName root,
            Map<String, Object> attributes,
            @Nullable TemplateMode mode) {}

    private record MessagesKey(Digest tree, PartName root, Locale locale, List<String> around) {}

    private static final long MOST_BYTES = 8 << 20;
    private static final int BYTES_OF_A_SCAN = 2_000;
    private static final int BYTES_OF_A_DIGEST = 300;

    /** Templates that are given as strings are their own names, and come without end. */
    @Bound("8 MB")
    private final Map<ScanKey, TemplateScan> scans = Caffeine.newBuilder()
            .maximumWeight(MOST_BYTES)
            .weigher((ScanKey key, TemplateScan scan) -> BYTES_OF_A_SCAN + 4 * key.template.length())
            .executor(Runnable::run)
            .<ScanKey, TemplateScan>build()
            .asMap();

    @Bound("8 MB")
    private final Map<TreeKey, DependencyTree> trees = Caffeine.newBuilder()
            .maximumWeight(MOST_BYTES)
            .weigher((TreeKey key, DependencyTree tree) ->
                    tree.weight() + 4 * key.root.template().length())
            .executor(Runnable::run)
            .<TreeKey, DependencyTree>build()
            .asMap();

    @Bound("8 MB")
    private final Map<ScanKey, Boolean> sessions = Caffeine.newBuilder()
            .maximumWeight(MOST_BYTES)
            .weigher((ScanKey key, Boolean has) -> BYTES_OF_A_DIGEST + 4 * key.template.length())
            .executor(Runnable::run)
            .<ScanKey, Boolean>build()
            .asMap();

    /** A browser may ask for any language. */
    @Bound("8 MB")
    private final Map<MessagesKey, Digest> messages = Caffeine.newBuilder()
            .maximumWeight(MOST_BYTES)
            .weigher((MessagesKey key, Digest digest) -> BYTES_OF_A_DIGEST
                    + 2 * key.around.stream().mapToInt(String::length).sum())
            .executor(Runnable::run)
            .<MessagesKey, Digest>build()
            .asMap();

    /**
     * @param now digest of the template's source as it is; null where what was read once is good enough
     * @param otherwise reads the template
     */
    TemplateScan scan(
            String template,
            @Nullable String selector,
            Map<String, Object> attributes,
            @Nullable TemplateMode mode,
            @Nullable Digest now,
            Supplier<TemplateScan> otherwise) {
        ScanKey key = new ScanKey(template, selector, attributes, mode);
        TemplateScan known = scans.get(key);
        if (known != null && (now == null || known.whole().source().equals(now))) {
            return known;
        }
        TemplateScan read = otherwise.get();
        // What may change, or appear, while the application runs is read again each time that a tree is computed.
        if (!read.whole().isVolatile() && read.whole().isPresent()) {
            scans.put(key, read);
        }
        return read;
    }

    @Nullable DependencyTree tree(PartName root, Map<String, Object> attributes, @Nullable TemplateMode mode) {
        return trees.get(new TreeKey(root, attributes, mode));
    }

    DependencyTree keep(DependencyTree tree) {
        trees.put(
                new TreeKey(
                        tree.root(),
                        tree.attributes(),
                        tree.mode().map(TemplateMode::valueOf).orElse(null)),
                tree);
        return tree;
    }

    /** @param apart whether holes that may be fetched apart are left out */
    boolean readsSession(String template, Map<String, Object> attributes, boolean apart, Supplier<Boolean> otherwise) {
        ScanKey key = new ScanKey(template, apart ? "apart" : null, attributes, null);
        Boolean known = sessions.get(key);
        if (known != null) {
            return known;
        }
        boolean reads = otherwise.get();
        sessions.put(key, reads);
        return reads;
    }

    /** @param around names of the templates around, outermost first */
    Digest messages(DependencyTree tree, Locale locale, List<String> around, Supplier<Digest> otherwise) {
        MessagesKey key = new MessagesKey(tree.digest(), tree.root(), locale, around);
        Digest known = messages.get(key);
        if (known != null) {
            return known;
        }
        Digest read = otherwise.get();
        messages.put(key, read);
        return read;
    }

    /** Forgets the messages of this tree: their source may give other texts by now. */
    void forgetMessages(DependencyTree tree) {
        messages.keySet().removeIf(key -> key.tree().equals(tree.digest()));
    }
}
