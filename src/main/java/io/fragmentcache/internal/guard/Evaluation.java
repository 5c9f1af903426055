package io.fragmentcache.internal.guard;

import io.fragmentcache.internal.definition.Paths;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.context.IExpressionContext;
import org.thymeleaf.standard.expression.IStandardVariableExpression;
import org.thymeleaf.standard.expression.IStandardVariableExpressionEvaluator;
import org.thymeleaf.standard.expression.StandardExpressionExecutionContext;

/**
 * Evaluates the expressions of a fragment that is being rendered, and knows meanwhile which one that is: what is read of the
 * context by the expression itself is read by the paths that it spells. Nothing but the expression has the context of this;
 * beans, utility objects and {@code #ctx} have others. For one thread.
 */
final class Evaluation {
    /** A context whose expressions are evaluated so. */
    interface Context {
        /** Returns null where the engine evaluates alone. */
        @Nullable Evaluation evaluation();
    }

    private final IExpressionContext context;
    private @Nullable IStandardVariableExpression expression;
    private long latest;
    private long turn;
    private List<Runnable> ends = List.of();

    /** @param context makes the context that the expressions have, and nothing else */
    Evaluation(Function<Evaluation, IExpressionContext> context) {
        this.context = context.apply(this);
    }

    @Nullable Object evaluate(
            IStandardVariableExpressionEvaluator engine,
            IStandardVariableExpression next,
            StandardExpressionExecutionContext how) {
        IStandardVariableExpression outer = expression;
        List<Runnable> endsOfOuter = ends;
        long turnOfOuter = turn;
        expression = next;
        ends = List.of();
        turn = ++latest;
        try {
            Object value = engine.evaluate(context, next, how);
            ends.forEach(Runnable::run);
            return value;
        } finally {
            expression = outer;
            ends = endsOfOuter;
            turn = turnOfOuter;
        }
    }

    /** Which evaluation of an expression this is. */
    long turn() {
        return turn;
    }

    /** What the expression reads of an attribute of the session, by its text; empty where that cannot be told. */
    List<String> ofSession(String attribute) {
        IStandardVariableExpression now = expression;
        return now == null ? List.of() : Paths.in(now.getExpression()).ofSession(attribute);
    }

    /** What the expression reads of a variable, by its text; empty where that cannot be told. */
    List<String> ofVariable(String name) {
        IStandardVariableExpression now = expression;
        return now == null ? List.of() : Paths.in(now.getExpression()).ofVariable(name);
    }

    /** What the expression reads of what {@code th:object} chose, by its text; empty where that cannot be told. */
    List<String> ofSelection() {
        IStandardVariableExpression now = expression;
        return now == null || !now.getUseSelectionAsRoot()
                ? List.of()
                : Paths.in(now.getExpression()).ofSelection();
    }

    /** Has this run when the expression has its value: what it read is compared once more. */
    void atEnd(Runnable comparison) {
        if (ends.isEmpty()) {
            ends = new ArrayList<>(2);
        }
        ends.add(comparison);
    }
}
