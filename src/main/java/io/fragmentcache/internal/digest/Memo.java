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

/** What one generation of templates was found to be. Thread-safe; nothing is computed under a lock. */
final class Memo {
    private record ScanKey(String template, @Nullable String selector, Map<String, Object> attributes) {}

    private record TreeKey(PartName root, Map<String, Object> attributes) {}

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
                    BYTES_OF_A_SCAN + 4 * key.root.template().length())
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

    TemplateScan scan(
            String template,
            @Nullable String selector,
            Map<String, Object> attributes,
            Supplier<TemplateScan> otherwise) {
        ScanKey key = new ScanKey(template, selector, attributes);
        TemplateScan known = scans.get(key);
        if (known != null) {
            return known;
        }
        TemplateScan read = otherwise.get();
        // What may change, or appear, while the application runs is read anew each time that a tree is computed.
        return read.whole().isVolatile() || !read.whole().isPresent() ? read : keep(scans, key, read);
    }

    DependencyTree tree(PartName root, Map<String, Object> attributes, Supplier<DependencyTree> otherwise) {
        TreeKey key = new TreeKey(root, attributes);
        DependencyTree known = trees.get(key);
        return known == null ? keep(trees, key, otherwise.get()) : known;
    }

    boolean readsSession(String template, Map<String, Object> attributes, Supplier<Boolean> otherwise) {
        ScanKey key = new ScanKey(template, null, attributes);
        Boolean known = sessions.get(key);
        return known == null ? keep(sessions, key, otherwise.get()) : known;
    }

    /** @param around names of the templates around, outermost first */
    Digest messages(DependencyTree tree, Locale locale, List<String> around, Supplier<Digest> otherwise) {
        MessagesKey key = new MessagesKey(tree.digest(), tree.root(), locale, around);
        Digest known = messages.get(key);
        return known == null ? keep(messages, key, otherwise.get()) : known;
    }

    /** Forgets what was read of this template in another state. */
    void forget(String template, Map<String, Object> attributes, Digest unless) {
        scans.entrySet()
                .removeIf(entry -> entry.getKey().template().equals(template)
                        && entry.getKey().attributes().equals(attributes)
                        && !entry.getValue().whole().source().equals(unless));
    }

    void forget(DependencyTree tree) {
        trees.remove(new TreeKey(tree.root(), tree.attributes()), tree);
    }

    private static <K, V> V keep(Map<K, V> map, K key, V computed) {
        V earlier = map.putIfAbsent(key, computed);
        return earlier == null ? computed : earlier;
    }
}
