package io.fragmentcache.internal.scan;

import io.fragmentcache.digest.Digest;
import io.fragmentcache.digest.DigestBuilder;
import io.fragmentcache.digest.Part;
import io.fragmentcache.digest.PartName;
import io.fragmentcache.digest.Reference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.model.IProcessableElementTag;

/** Collects one part while its template is parsed. Not thread-safe. */
final class PartRecorder implements Findings {
    private final PartName name;
    private final @Nullable IProcessableElementTag tag;
    private final DigestBuilder inner = new DigestBuilder();
    private final int depth;
    private final List<String> identity;
    private final TemplateSource source;
    private final List<TagsAround.Setting> around;
    private final Set<String> words = new HashSet<>();
    private final DigestBuilder digest = new DigestBuilder();
    private final List<Reference> references = new ArrayList<>();
    private final TreeSet<String> messages = new TreeSet<>();
    private @Nullable Reference merged;
    private boolean dynamicMessages;
    private int firstLine;
    private int lastLine;

    /**
     * @param tag of its element; null of what has none
     * @param depth how many elements are open around it
     * @param around what their tags say, the innermost first
     */
    PartRecorder(
            PartName name,
            @Nullable IProcessableElementTag tag,
            int depth,
            List<String> identity,
            TemplateSource source,
            List<TagsAround.Setting> around) {
        this.name = name;
        this.tag = tag;
        this.depth = depth;
        this.identity = identity;
        this.source = source;
        this.around = around;
        digest.add(source.mode().name());
    }

    int depth() {
        return depth;
    }

    int firstLine() {
        return firstLine;
    }

    void event(int from, int to, List<String> content, boolean isWritten) {
        digest.add(content.size());
        content.forEach(digest::add);
        if (tag != null && firstLine > 0 && isWritten) {
            inner.add(content.size());
            content.forEach(inner::add);
        }
        if (!around.isEmpty()) {
            content.forEach(text -> words.addAll(TagsAround.words(text)));
        }
        firstLine = firstLine == 0 ? from : Math.min(firstLine, from);
        lastLine = Math.max(lastLine, to);
    }

    @Override
    public void reference(Reference reference) {
        references.add(reference);
    }

    @Override
    public void merged(Reference reference) {
        merged = merged == null ? reference : merged;
    }

    @Override
    public void message(String key) {
        messages.add(key);
    }

    @Override
    public void messageChosenAtRunTime() {
        dynamicMessages = true;
    }

    /** The element alone, of a part that is one. Nothing is recorded any more. */
    TemplateScan.Element element() {
        IProcessableElementTag written = Objects.requireNonNull(tag);
        return new TemplateScan.Element(written.getElementCompleteName(), written.getAttributeMap(), inner.toDigest());
    }

    /** @param scan reads what a tag around says: its messages and includes are the part's too */
    Part toPart(BiConsumer<TagsAround.Setting, Findings> scan) {
        Digest own = digest.toDigest();
        List<TagsAround.Setting> concerning =
                references.isEmpty() ? TagsAround.concerning(around, words) : List.copyOf(around);
        if (!concerning.isEmpty()) {
            DigestBuilder both = new DigestBuilder().add(own);
            for (TagsAround.Setting setting : concerning) {
                both.add(setting.name()).add(setting.value());
                scan.accept(setting, this);
            }
            own = both.toDigest();
        }
        if (merged != null && references.stream().noneMatch(each -> each.kind() == Reference.Kind.PAGE)) {
            references.add(merged);
        }
        return new Part(
                name,
                source.file(),
                firstLine,
                lastLine,
                own,
                List.copyOf(references),
                Collections.unmodifiableSortedSet(messages),
                dynamicMessages,
                identity,
                source.digest(),
                source.isVolatile());
    }
}
