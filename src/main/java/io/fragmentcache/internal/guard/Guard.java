package io.fragmentcache.internal.guard;

import io.fragmentcache.digest.Reference;
import io.fragmentcache.internal.definition.ClockCalls;
import io.fragmentcache.internal.definition.Definition;
import io.fragmentcache.internal.definition.ExpressionReads;
import io.fragmentcache.internal.definition.ReadListener;
import io.fragmentcache.internal.engine.Doll;
import io.fragmentcache.problem.Problem;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.thymeleaf.context.IEngineContext;
import org.thymeleaf.exceptions.TemplateProcessingException;
import org.thymeleaf.model.IProcessableElementTag;

/**
 * Sees to it that what one visitor reads of the request does not reach another. A read that the fragment's key does not
 * hold is an error in strict mode; otherwise the text is shown to its visitor, not stored, and the log says so once.
 */
public final class Guard implements ReadListener {
    private static final Logger LOG = LoggerFactory.getLogger(Guard.class);

    private static final String NUMBERS = "takes a number of #ids, which counts over its page";

    private final Definition definition;
    private final IEngineContext live;
    private final Doll doll;
    private final Set<String> seen = new HashSet<>();
    private final Outside outside;
    private @Nullable Coverage coverage;
    private @Nullable Locals locals;
    private boolean evaluatesKey;
    private @Nullable TemplateProcessingException problem;

    public Guard(Definition definition, IEngineContext live, Doll doll, Outside outside) {
        this.definition = definition;
        this.live = live;
        this.doll = doll;
        this.outside = outside;
    }

    @Override
    public void read(String fact, @Nullable Object value) {
        if (evaluatesKey || !seen.add(fact)) {
            return;
        }
        if (!whileKeyIsEvaluated(this::coverage).holds(fact)) {
            Place place = place();
            refuse(
                    "reads " + fact + ", which its key does not hold",
                    place,
                    Problem.unsafeRead(name(), fact, place.line()));
        }
    }

    /** A variable is read that was set around the fragment, by a loop for instance; told once of each. */
    void local(String variable, @Nullable Object value) {
        if (evaluatesKey || outside.isSafe(variable)) {
            return;
        }
        Locals.Unheld unheld = whileKeyIsEvaluated(() -> locals().unheld(variable, value));
        if (unheld != null) {
            String written = variable.equals(ExpressionReads.SELECTION) ? variable : "${" + variable + "}";
            Place place = place();
            refuse(
                    "reads " + written + ", which its key does not hold",
                    place,
                    Problem.unheldVariable(name(), written, place.line(), unheld.by(), unheld.fact()));
        }
    }

    private Locals locals() {
        Locals known = locals;
        if (known == null) {
            known = new Locals(definition, live, outside, this::coverage);
            locals = known;
        }
        return known;
    }

    private Coverage coverage() {
        Coverage known = coverage;
        if (known == null) {
            known = Coverage.of(definition, live, doll.outer().orElse(null));
            coverage = known;
        }
        return known;
    }

    /** What the key reads by itself may be told here too: it is read on this thread. */
    private <T extends @Nullable Object> T whileKeyIsEvaluated(Supplier<T> question) {
        evaluatesKey = true;
        try {
            return question.get();
        } finally {
            evaluatesKey = false;
        }
    }

    /** What is numbered by its page cannot be shown in another. */
    @Override
    public void numbered() {
        if (seen.add(NUMBERS)) {
            Place place = place();
            refuse(NUMBERS, place, Problem.numbered(name(), place.line()));
        }
    }

    /**
     * The time is nobody's secret, and a text is as old as it may be: it is kept. But whoever wrote nothing of how long
     * may not have thought of it.
     */
    @Override
    public void utility(String utility) {
        Place place = place();
        if (definition.timed() || place.tag() == null) {
            return;
        }
        ClockCalls.calledOn(place.tag())
                .ifPresent(call -> report(call, place, Problem.clock(name(), call, place.line())));
    }

    /** A template is included. One that the key did not know of makes this text not worth keeping; the next key does. */
    @Override
    public void included(String template) {
        if (definition.beginnings().includes(template)) {
            return;
        }
        doll.refuse("it includes '" + template + "', chosen at run time, for the first time");
        if (problem == null && !definition.surroundings().holds(template, live)) {
            Reference open = definition.tree().open().get(0);
            Problem sentence =
                    Problem.includeChosenAtRunTime(definition.locator().name(), open.source(), open.place());
            problem = new TemplateProcessingException(sentence.getMessage(), sentence);
            warn(template, sentence);
        }
    }

    /** Throws what is an error in strict mode; after the body, so that the sentence stands at the top. */
    public void check() {
        if (problem != null && definition.settings().strict()) {
            throw problem;
        }
    }

    private void refuse(String what, Place place, Problem sentence) {
        doll.refuse(what);
        report(what, place, sentence);
    }

    private void report(String once, Place place, Problem sentence) {
        if (problem == null) {
            problem = new TemplateProcessingException(
                    sentence.getMessage(), place.template(), place.line(), place.column(), sentence);
        }
        warn(once, sentence);
    }

    private void warn(String once, Problem sentence) {
        if (!definition.settings().strict() && definition.reportOnce(once)) {
            LOG.warn("{}: {}", definition.locator().template(), sentence.getMessage());
        }
    }

    private String name() {
        return definition.locator().name();
    }

    /** Where in the templates the rendering is now. */
    private Place place() {
        List<IProcessableElementTag> open = live.getElementStack();
        return open.isEmpty()
                ? new Place(null, live.getTemplateData().getTemplate(), 0, 0)
                : Place.of(open.get(open.size() - 1));
    }

    private record Place(@Nullable IProcessableElementTag tag, String template, int line, int column) {
        static Place of(IProcessableElementTag tag) {
            return new Place(tag, tag.getTemplateName(), tag.getLine(), tag.getCol());
        }
    }
}
