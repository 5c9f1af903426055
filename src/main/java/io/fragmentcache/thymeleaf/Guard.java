package io.fragmentcache.thymeleaf;

import io.fragmentcache.Doll;
import io.fragmentcache.problem.Problem;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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
final class Guard implements Reads {
    private static final Logger LOG = LoggerFactory.getLogger(Guard.class);

    private final Definition definition;
    private final IEngineContext live;
    private final Doll doll;
    private final Set<String> seen = new HashSet<>();
    private @Nullable Coverage coverage;
    private @Nullable TemplateProcessingException problem;

    Guard(Definition definition, IEngineContext live, Doll doll) {
        this.definition = definition;
        this.live = live;
        this.doll = doll;
    }

    @Override
    public void read(String fact, @Nullable Object value) {
        if (!seen.add(fact)) {
            return;
        }
        if (coverage == null) {
            // Known before it is asked for, or evaluating the key would come back here.
            coverage = Coverage.NOTHING;
            coverage = Coverage.of(definition, live, doll.outer().orElse(null));
        }
        if (!coverage.holds(fact)) {
            refuse(fact);
        }
    }

    /** Throws what is an error in strict mode; after the body, so that the sentence stands at the top. */
    void check() {
        if (problem != null && definition.settings().strict()) {
            throw problem;
        }
    }

    private void refuse(String fact) {
        List<IProcessableElementTag> open = live.getElementStack();
        IProcessableElementTag tag = open.isEmpty() ? null : open.get(open.size() - 1);
        String template = tag == null ? live.getTemplateData().getTemplate() : tag.getTemplateName();
        int line = tag == null ? 0 : tag.getLine();
        Problem sentence = Problem.unsafeRead(definition.locator().name(), fact, line);
        doll.refuse("reads " + fact + ", which its key does not hold");
        if (problem == null) {
            problem = new TemplateProcessingException(
                    sentence.getMessage(), template, line, tag == null ? 0 : tag.getCol(), sentence);
        }
        if (!definition.settings().strict() && definition.reportOnce(fact)) {
            LOG.warn("{}: {} It is shown to its visitor and not stored.", template, sentence.getMessage());
        }
    }
}
