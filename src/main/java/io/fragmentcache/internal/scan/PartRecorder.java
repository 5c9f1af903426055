package io.fragmentcache.internal.scan;

import io.fragmentcache.digest.DigestBuilder;
import io.fragmentcache.digest.Part;
import io.fragmentcache.digest.PartName;
import io.fragmentcache.digest.Reference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;

/** Collects one part while its template is parsed. Not thread-safe. */
final class PartRecorder implements Findings {
    private final PartName name;
    private final int depth;
    private final List<String> identity;
    private final TemplateSource source;
    private final DigestBuilder digest = new DigestBuilder();
    private final List<Reference> references = new ArrayList<>();
    private final TreeSet<String> messages = new TreeSet<>();
    private boolean dynamicMessages;
    private int firstLine;
    private int lastLine;

    /** @param depth how many elements are open around it */
    PartRecorder(PartName name, int depth, List<String> identity, TemplateSource source) {
        this.name = name;
        this.depth = depth;
        this.identity = identity;
        this.source = source;
        digest.add(source.mode().name());
    }

    int depth() {
        return depth;
    }

    int firstLine() {
        return firstLine;
    }

    void event(int from, int to, List<String> content) {
        digest.add(content.size());
        content.forEach(digest::add);
        firstLine = firstLine == 0 ? from : Math.min(firstLine, from);
        lastLine = Math.max(lastLine, to);
    }

    @Override
    public void reference(Reference reference) {
        references.add(reference);
    }

    @Override
    public void message(String key) {
        messages.add(key);
    }

    @Override
    public void messageChosenAtRunTime() {
        dynamicMessages = true;
    }

    Part toPart() {
        return new Part(
                name,
                source.file(),
                firstLine,
                lastLine,
                digest.toDigest(),
                List.copyOf(references),
                Collections.unmodifiableSortedSet(messages),
                dynamicMessages,
                identity,
                source.digest(),
                source.isVolatile());
    }
}
