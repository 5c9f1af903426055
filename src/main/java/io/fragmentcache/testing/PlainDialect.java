package io.fragmentcache.testing;

import io.fragmentcache.internal.template.Names;
import io.fragmentcache.internal.template.Precedence;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import org.thymeleaf.context.ITemplateContext;
import org.thymeleaf.dialect.AbstractProcessorDialect;
import org.thymeleaf.engine.AttributeName;
import org.thymeleaf.model.IProcessableElementTag;
import org.thymeleaf.processor.IProcessor;
import org.thymeleaf.processor.element.AbstractAttributeTagProcessor;
import org.thymeleaf.processor.element.IElementTagStructureHandler;
import org.thymeleaf.standard.StandardDialect;
import org.thymeleaf.standard.expression.Assignation;
import org.thymeleaf.standard.expression.AssignationUtils;
import org.thymeleaf.standard.processor.StandardBlockTagProcessor;
import org.thymeleaf.standard.processor.StandardEachTagProcessor;
import org.thymeleaf.standard.processor.StandardXmlNsTagProcessor;
import org.thymeleaf.templatemode.TemplateMode;

/**
 * Renders templates with cached fragments as plain Thymeleaf does, in place of
 * {@link io.fragmentcache.thymeleaf.CacheDialect}: removes each {@code cache:} attribute, loops over {@code cache:each},
 * and gives the arguments of {@code cache:hole} to its element. Keeps nothing.
 *
 * <p>{@link FragmentStage} uses it for its comparisons. Use it alone to render the pages of a running application without
 * the cache, for the same request. Immutable; one instance may serve several engines.
 */
public final class PlainDialect extends AbstractProcessorDialect {
    private static final Set<String> REMOVED = removed();

    /** Creates the dialect under the prefix {@code cache}. */
    public PlainDialect() {
        super("Fragment Cache, left out", "cache", StandardDialect.PROCESSOR_PRECEDENCE);
    }

    @Override
    public Set<IProcessor> getProcessors(String prefix) {
        Set<IProcessor> processors = new LinkedHashSet<>();
        for (TemplateMode mode : TemplateMode.values()) {
            if (mode == TemplateMode.RAW) {
                continue;
            }
            REMOVED.forEach(name -> processors.add(new Removed(mode, prefix, name)));
            processors.add(new Arguments(mode, prefix, Names.HOLE));
            processors.add(new Arguments(mode, prefix, Names.LIVE));
            processors.add(new StandardEachTagProcessor(mode, prefix));
            processors.add(new StandardBlockTagProcessor(mode, prefix, Names.FRAGMENT));
            if (mode.isMarkup()) {
                processors.add(new StandardXmlNsTagProcessor(mode, prefix));
            }
        }
        return processors;
    }

    private static Set<String> removed() {
        Set<String> names = new HashSet<>(Names.COMPANIONS);
        names.add(Names.FRAGMENT);
        names.add(Names.APART);
        names.add(Names.SIZE);
        names.remove(Names.EACH);
        return Set.copyOf(names);
    }

    /** An attribute that says nothing to plain Thymeleaf. */
    private static final class Removed extends AbstractAttributeTagProcessor {
        Removed(TemplateMode mode, String prefix, String name) {
            super(mode, prefix, null, false, name, true, Precedence.LOOKUP, true);
        }

        @Override
        protected void doProcess(
                ITemplateContext context,
                IProcessableElementTag tag,
                AttributeName name,
                String value,
                IElementTagStructureHandler handler) {
            // The attribute is removed by the superclass, which is all that is to be done.
        }
    }

    /** The arguments of a hole, which are variables of its element. */
    private static final class Arguments extends AbstractAttributeTagProcessor {
        Arguments(TemplateMode mode, String prefix, String mark) {
            super(mode, prefix, null, false, mark, true, Precedence.HOLE, true);
        }

        @Override
        protected void doProcess(
                ITemplateContext context,
                IProcessableElementTag tag,
                AttributeName name,
                String value,
                IElementTagStructureHandler handler) {
            if (value == null || value.isBlank()) {
                return;
            }
            for (Assignation argument : AssignationUtils.parseAssignationSequence(context, value, false)) {
                handler.setLocalVariable(
                        String.valueOf(argument.getLeft().execute(context)),
                        argument.getRight().execute(context));
            }
        }
    }
}
