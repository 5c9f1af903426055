package io.fragmentcache.internal.definition;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.context.ITemplateContext;
import org.thymeleaf.standard.expression.ExpressionSequence;
import org.thymeleaf.standard.expression.ExpressionSequenceUtils;
import org.thymeleaf.standard.expression.IStandardExpression;

/** The expressions of one attribute, separated by commas. Parsed once, unless preprocessing may change them. */
public final class Expressions {
    static final Expressions NONE = new Expressions("", null);

    private static final String PREPROCESSED = "__";

    private final String source;
    private final @Nullable ExpressionSequence parsed;

    private Expressions(String source, @Nullable ExpressionSequence parsed) {
        this.source = source;
        this.parsed = parsed;
    }

    static Expressions parse(ITemplateContext context, @Nullable String source) {
        if (source == null || source.isBlank()) {
            return NONE;
        }
        boolean changes = source.contains(PREPROCESSED);
        return new Expressions(
                source, changes ? null : ExpressionSequenceUtils.parseExpressionSequence(context, source));
    }

    public boolean isEmpty() {
        return source.isEmpty();
    }

    /** The facts that they name as they are. */
    Declared declared() {
        return Declared.in(parsed);
    }

    /** The values, in order; some may be null. */
    List<@Nullable Object> values(ITemplateContext context) {
        if (isEmpty()) {
            return List.of();
        }
        List<@Nullable Object> values = new ArrayList<>();
        each(context, values::add);
        return values;
    }

    /** Hands each value over before the next is evaluated. */
    void each(ITemplateContext context, Consumer<@Nullable Object> value) {
        if (isEmpty()) {
            return;
        }
        ExpressionSequence sequence =
                parsed != null ? parsed : ExpressionSequenceUtils.parseExpressionSequence(context, source);
        for (IStandardExpression expression : sequence) {
            value.accept(expression.execute(context));
        }
    }
}
