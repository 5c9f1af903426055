package io.fragmentcache.internal.definition;

import io.fragmentcache.internal.guard.Guard;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.standard.expression.Assignation;
import org.thymeleaf.standard.expression.AssignationSequence;
import org.thymeleaf.standard.expression.BinaryOperationExpression;
import org.thymeleaf.standard.expression.ConditionalExpression;
import org.thymeleaf.standard.expression.DefaultExpression;
import org.thymeleaf.standard.expression.FragmentExpression;
import org.thymeleaf.standard.expression.IStandardExpression;
import org.thymeleaf.standard.expression.LinkExpression;
import org.thymeleaf.standard.expression.MessageExpression;
import org.thymeleaf.standard.expression.MinusExpression;
import org.thymeleaf.standard.expression.NegationExpression;
import org.thymeleaf.standard.expression.SelectionVariableExpression;
import org.thymeleaf.standard.expression.VariableExpression;

/**
 * What an expression reads, told from its text: nothing is executed.
 *
 * @param names of variables; {@link #SELECTION} where it reads what {@code th:object} chose
 * @param facts of the visitor, by the names that a {@link Guard} has for them
 */
public record ExpressionReads(Set<String> names, Set<String> facts) {
    public static final String SELECTION = "*{..}";

    public static final ExpressionReads NOTHING = new ExpressionReads(Set.of(), Set.of());

    static ExpressionReads of(@Nullable IStandardExpression expression) {
        ExpressionReads all = new ExpressionReads(new HashSet<>(), new HashSet<>());
        all.walk(expression);
        return all;
    }

    public boolean isNothing() {
        return names.isEmpty() && facts.isEmpty();
    }

    ExpressionReads and(ExpressionReads other) {
        ExpressionReads both = new ExpressionReads(new HashSet<>(names), new HashSet<>(facts));
        both.add(other);
        return both;
    }

    private void add(ExpressionReads other) {
        names.addAll(other.names);
        facts.addAll(other.facts);
    }

    private void walk(@Nullable IStandardExpression expression) {
        if (expression instanceof VariableExpression variable) {
            add(VariableNames.in(variable.getExpression()));
        } else if (expression instanceof SelectionVariableExpression selection) {
            names.add(SELECTION);
            add(VariableNames.in(selection.getExpression()));
        } else if (expression instanceof MessageExpression message) {
            walk(message.getBase());
            if (message.hasParameters()) {
                message.getParameters().getExpressions().forEach(this::walk);
            }
        } else if (expression instanceof LinkExpression link) {
            walk(link.getBase());
            walk(link.getParameters());
        } else if (expression instanceof FragmentExpression fragment) {
            walk(fragment.getTemplateName());
            walk(fragment.getFragmentSelector());
            walk(fragment.getParameters());
        } else if (expression instanceof BinaryOperationExpression binary) {
            walk(binary.getLeft());
            walk(binary.getRight());
        } else if (expression instanceof ConditionalExpression conditional) {
            walk(conditional.getConditionExpression());
            walk(conditional.getThenExpression());
            walk(conditional.getElseExpression());
        } else if (expression instanceof DefaultExpression either) {
            walk(either.getQueriedExpression());
            walk(either.getDefaultExpression());
        } else if (expression instanceof NegationExpression negation) {
            walk(negation.getOperand());
        } else if (expression instanceof MinusExpression minus) {
            walk(minus.getOperand());
        }
    }

    private void walk(@Nullable AssignationSequence sequence) {
        if (sequence != null) {
            for (Assignation assignation : sequence.getAssignations()) {
                walk(assignation.getRight());
            }
        }
    }
}
