package io.fragmentcache.internal.scan;

import io.fragmentcache.digest.Part;
import io.fragmentcache.digest.PartName;
import io.fragmentcache.digest.Reference;
import io.fragmentcache.key.Locator;
import io.fragmentcache.problem.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The parts that are open while a template is parsed: all of it, and each fragment around. Not thread-safe. */
final class OpenParts implements Findings {
    private final TemplateSource source;
    private final boolean countsFragments;
    private final PartRecorder whole;
    private final List<PartRecorder> open = new ArrayList<>();
    private final Map<String, PartRecorder> fragments = new LinkedHashMap<>();

    OpenParts(TemplateSource source, @Nullable String selector) {
        this.source = source;
        this.countsFragments = selector == null;
        this.whole = new PartRecorder(PartName.included(source.template(), selector), -1, List.of(), source);
        open.add(whole);
    }

    /** A fragment begins. Only a whole template is counted in: a selector may choose one of it twice. */
    void begin(String name, List<String> identity, int line, int depth) {
        if (!countsFragments) {
            return;
        }
        PartRecorder before = fragments.get(name);
        if (before != null) {
            throw Problem.fragmentNamedTwice(name, source.file(), before.firstLine(), line);
        }
        PartRecorder recorder = new PartRecorder(PartName.of(locator(name, line)), depth, identity, source);
        fragments.put(name, recorder);
        open.add(recorder);
    }

    /** Whatever began at this depth or deeper ends. */
    void end(int depth) {
        open.removeIf(part -> part.depth() >= depth);
    }

    void event(int from, int to, List<String> content) {
        open.forEach(part -> part.event(from, to, content));
    }

    @Override
    public void reference(Reference reference) {
        open.forEach(part -> part.reference(reference));
    }

    @Override
    public void message(String key) {
        open.forEach(part -> part.message(key));
    }

    @Override
    public void messageChosenAtRunTime() {
        open.forEach(PartRecorder::messageChosenAtRunTime);
    }

    TemplateScan toScan(List<String> strays) {
        Map<String, Part> parts = new LinkedHashMap<>();
        fragments.forEach((name, recorder) -> parts.put(name, recorder.toPart()));
        return new TemplateScan(whole.toPart(), parts, List.copyOf(strays));
    }

    private Locator locator(String name, int line) {
        try {
            return new Locator(source.template(), name);
        } catch (Problem e) {
            throw e.at(source.file(), line);
        }
    }
}
