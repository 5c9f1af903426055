package io.fragmentcache.internal.guard;

import io.fragmentcache.internal.definition.Paths;
import io.fragmentcache.key.FactValue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.standard.expression.IStandardVariableExpression;
import org.thymeleaf.standard.expression.IStandardVariableExpressionEvaluator;
import org.thymeleaf.standard.expression.StandardExpressionExecutionContext;

/**
 * Evaluates the expressions of a fragment that is being rendered, and knows meanwhile which one that is: what is read of the
 * context by the expression itself is read by the paths that it spells. Nothing but the expression has the context of this;
 * beans, utility objects and {@code #ctx} have others. For one thread.
 */
final class Evaluation {
    private record Read(Guard guard, String fact, FactValue value) {}

    private final CaptureContext context;
    private @Nullable IStandardVariableExpression expression;
    private long latest;
    private long turn;
    private List<Read> reads = List.of();

    /** @param around the context that a rendering has */
    Evaluation(CaptureContext around) {
        context = around.evaluatedIn(this);
    }

    @Nullable Object evaluate(
            IStandardVariableExpressionEvaluator engine,
            IStandardVariableExpression next,
            StandardExpressionExecutionContext how) {
        IStandardVariableExpression outer = expression;
        List<Read> readsOfOuter = reads;
        long turnOfOuter = turn;
        expression = next;
        reads = List.of();
        turn = ++latest;
        try {
            Object value = engine.evaluate(context, next, how);
            for (Read read : reads) {
                read.guard.stays(read.fact, read.value);
            }
            return value;
        } finally {
            expression = outer;
            reads = readsOfOuter;
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

    /** Has a path that was read compared once more at the end: its expression read it between the two. */
    void reads(Guard guard, String fact, FactValue value) {
        if (reads.isEmpty()) {
            reads = new ArrayList<>(2);
        }
        reads.add(new Read(guard, fact, value));
    }
}
