package io.fragmentcache.internal.scan;

import io.fragmentcache.digest.Part;
import io.fragmentcache.digest.PartName;
import io.fragmentcache.digest.Reference;
import io.fragmentcache.key.Locator;
import io.fragmentcache.problem.Problem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.model.IProcessableElementTag;

/** The parts that are open while a template is parsed: all of it, and each fragment around. Not thread-safe. */
final class OpenParts implements Findings {
    private final TemplateSource source;
    private final boolean countsFragments;
    private final PartRecorder whole;
    private final List<PartRecorder> open = new ArrayList<>();
    private final Map<String, PartRecorder> fragments = new LinkedHashMap<>();
    private final Set<String> handed = new HashSet<>();

    OpenParts(TemplateSource source, @Nullable String selector) {
        this.source = source;
        this.countsFragments = selector == null;
        this.whole = new PartRecorder(
                PartName.included(source.template(), selector), null, -1, List.of(), source, List.of());
        open.add(whole);
    }

    /** A fragment begins. Only a whole template is counted in: a selector may choose one of it twice. */
    void begin(
            String name,
            IProcessableElementTag tag,
            List<String> identity,
            int depth,
            List<TagsAround.Setting> around) {
        if (!countsFragments) {
            return;
        }
        PartRecorder before = fragments.get(name);
        if (before != null) {
            throw Problem.fragmentNamedTwice(name, source.file(), before.firstLine(), tag.getLine());
        }
        PartRecorder recorder =
                new PartRecorder(PartName.of(locator(name, tag.getLine())), tag, depth, identity, source, around);
        fragments.put(name, recorder);
        open.add(recorder);
    }

    /** Whatever began at this depth or deeper ends. */
    void end(int depth) {
        open.removeIf(part -> part.depth() >= depth);
    }

    /** @param isWritten false of what the engine makes of a text while it renders */
    void event(int from, int to, List<String> content, boolean isWritten) {
        open.forEach(part -> part.event(from, to, content, isWritten));
    }

    @Override
    public void reference(Reference reference) {
        open.forEach(part -> part.reference(reference));
    }

    @Override
    public void handed(String parameter) {
        handed.add(parameter);
    }

    @Override
    public void merged(Reference reference) {
        open.forEach(part -> part.merged(reference));
    }

    @Override
    public void message(String key) {
        open.forEach(part -> part.message(key));
    }

    @Override
    public void messageChosenAtRunTime() {
        open.forEach(PartRecorder::messageChosenAtRunTime);
    }

    /** @param around reads what a tag around says, for one of the parts in it */
    TemplateScan toScan(List<String> strays, BiConsumer<TagsAround.Setting, Findings> around) {
        Map<String, Part> parts = new LinkedHashMap<>();
        Map<String, TemplateScan.Element> elements = new LinkedHashMap<>();
        fragments.forEach((name, recorder) -> {
            elements.put(name, recorder.element());
            parts.put(name, recorder.toPart(around));
        });
        return new TemplateScan(whole.toPart(around), parts, elements, List.copyOf(strays), Set.copyOf(handed));
    }

    private Locator locator(String name, int line) {
        try {
            return new Locator(source.template(), name);
        } catch (Problem e) {
            throw e.at(source.file(), line);
        }
    }
}
