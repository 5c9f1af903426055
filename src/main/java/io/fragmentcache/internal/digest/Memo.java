package io.fragmentcache.internal.digest;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.fragmentcache.digest.DependencyTree;
import io.fragmentcache.digest.Digest;
import io.fragmentcache.digest.PartName;
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

    /** More than an application has; templates that are made of strings, or for each of many tenants, have no end. */
    private static final int MOST = 10_000;

    private final Cache<ScanKey, TemplateScan> scans = bounded();
    private final Cache<TreeKey, DependencyTree> trees = bounded();
    private final Cache<MessagesKey, Digest> messages = bounded();

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
        TemplateScan known = scans.getIfPresent(key);
        if (known != null && (now == null || known.whole().source().equals(now))) {
            return known;
        }
        TemplateScan read = otherwise.get();
        // What may change, or appear, while the application runs is read anew each time that a tree is computed.
        if (!read.whole().isVolatile() && read.whole().isPresent()) {
            scans.put(key, read);
        }
        return read;
    }

    @Nullable DependencyTree tree(PartName root, Map<String, Object> attributes, @Nullable TemplateMode mode) {
        return trees.getIfPresent(new TreeKey(root, attributes, mode));
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

    /** @param around names of the templates around, outermost first */
    Digest messages(DependencyTree tree, Locale locale, List<String> around, Supplier<Digest> otherwise) {
        MessagesKey key = new MessagesKey(tree.digest(), tree.root(), locale, around);
        Digest known = messages.getIfPresent(key);
        if (known != null) {
            return known;
        }
        Digest read = otherwise.get();
        messages.put(key, read);
        return read;
    }

    /** Forgets the messages of this tree: whoever gives their texts may give others by now. */
    void forgetMessages(DependencyTree tree) {
        messages.asMap().keySet().removeIf(key -> key.tree().equals(tree.digest()));
    }

    private static <K, V> Cache<K, V> bounded() {
        return Caffeine.newBuilder().maximumSize(MOST).executor(Runnable::run).build();
    }
}
