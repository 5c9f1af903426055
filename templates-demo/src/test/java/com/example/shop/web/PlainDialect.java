package com.example.shop.web;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.thymeleaf.context.ITemplateContext;
import org.thymeleaf.dialect.AbstractProcessorDialect;
import org.thymeleaf.engine.AttributeName;
import org.thymeleaf.model.IProcessableElementTag;
import org.thymeleaf.processor.IProcessor;
import org.thymeleaf.processor.element.AbstractAttributeTagProcessor;
import org.thymeleaf.processor.element.IElementTagStructureHandler;
import org.thymeleaf.standard.expression.Assignation;
import org.thymeleaf.standard.expression.AssignationUtils;
import org.thymeleaf.templatemode.TemplateMode;

/** Reads the shop's templates as plain Thymeleaf would: each {@code cache:} attribute is as good as not there. */
final class PlainDialect extends AbstractProcessorDialect {

    private static final int SAME_AS_TH_WITH = 600;

    PlainDialect() {
        super("No cache", "cache", 1_000);
    }

    @Override
    public Set<IProcessor> getProcessors(String prefix) {
        return Stream.of("fragment", "key", "version", "hole")
                .map(name -> new Ignored(prefix, name))
                .collect(Collectors.toSet());
    }

    /** Takes the attribute off. The arguments of a hole are variables of its element, as those of th:with are. */
    private static final class Ignored extends AbstractAttributeTagProcessor {

        private final boolean hole;

        Ignored(String prefix, String name) {
            super(TemplateMode.HTML, prefix, null, false, name, true, SAME_AS_TH_WITH, true);
            this.hole = name.equals("hole");
        }

        @Override
        protected void doProcess(
                ITemplateContext context,
                IProcessableElementTag tag,
                AttributeName name,
                String value,
                IElementTagStructureHandler handler) {
            if (hole) {
                for (Assignation argument : AssignationUtils.parseAssignationSequence(context, value, false)) {
                    handler.setLocalVariable(
                            argument.getLeft().execute(context).toString(),
                            argument.getRight().execute(context));
                }
            }
        }
    }
}
