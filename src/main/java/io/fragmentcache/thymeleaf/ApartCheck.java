package io.fragmentcache.thymeleaf;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.fragmentcache.internal.Bound;
import io.fragmentcache.internal.definition.ApartReads;
import io.fragmentcache.internal.template.ApartTag;
import io.fragmentcache.internal.template.HoleBodies;
import io.fragmentcache.problem.Problem;
import java.util.Collection;
import java.util.Set;
import org.thymeleaf.context.ITemplateContext;
import org.thymeleaf.exceptions.TemplateProcessingException;
import org.thymeleaf.model.IAttribute;
import org.thymeleaf.model.IModel;
import org.thymeleaf.model.IProcessableElementTag;

/** Refuses holes that may be fetched apart, and read what they would not get then. Thread-safe. */
final class ApartCheck {
    private final HoleBodies bodies;

    @Bound("one for each source of the builder")
    private final Set<String> sources;

    /** Marks of holes that are right, each living as long as one parse of its template. */
    @Bound("attributes of templates that are parsed now: the keys are weak")
    private final Cache<IAttribute, Boolean> right =
            Caffeine.newBuilder().weakKeys().executor(Runnable::run).build();

    /** @param sources the names of what has a source, {@code template :: name} */
    ApartCheck(HoleBodies bodies, Set<String> sources) {
        this.bodies = bodies;
        this.sources = sources;
    }

    /** Checks a hole that stands in the page without a fragment around it: once for each parse of its template. */
    void inPage(ITemplateContext context, IProcessableElementTag tag, IAttribute mark) {
        if (tag.getTemplateName() == null || right.getIfPresent(mark) != null) {
            return;
        }
        IModel element = bodies.written(tag, context);
        if (element != null) {
            inFragment(tag, mark, element, Set.of());
        }
        right.put(mark, true);
    }

    /**
     * Checks a hole of a fragment that is being rendered.
     *
     * @param given the names of its arguments
     */
    void inFragment(IProcessableElementTag tag, IAttribute mark, IModel element, Collection<String> given) {
        ApartTag apart = ApartTag.of(tag, bodies.prefix());
        if (apart == null) {
            return;
        }
        try {
            ApartReads.check(apart, element, given, String.valueOf(tag.getTemplateName()), sources, bodies.prefix());
        } catch (Problem problem) {
            throw new TemplateProcessingException(
                    problem.getMessage(), tag.getTemplateName(), mark.getLine(), mark.getCol(), problem);
        }
    }
}
