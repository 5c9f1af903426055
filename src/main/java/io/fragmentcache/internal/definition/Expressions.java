package io.fragmentcache.internal.definition;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.context.ITemplateContext;
import org.thymeleaf.standard.expression.ExpressionSequence;
import org.thymeleaf.standard.expression.ExpressionSequenceUtils;
import org.thymeleaf.standard.expression.IStandardExpression;

/** The expressions of one attribute, separated by commas. Parsed once, unless preprocessing may change them. */
public final class Expressions {
    private static final String PREPROCESSED = "__";
    private static final Pattern VARIABLE = Pattern.compile("\\s*\\$\\{\\s*([A-Za-z][A-Za-z0-9]*)\\s*}\\s*");

    /** What an expression language reads as a word of its own. */
    private static final Set<String> WORDS = Set.of(
            "true",
            "false",
            "null",
            "empty",
            "not",
            "and",
            "or",
            "eq",
            "neq",
            "ne",
            "lt",
            "gt",
            "lte",
            "le",
            "gte",
            "ge",
            "div",
            "mod",
            "in",
            "new",
            "instanceof",
            "matches",
            "between",
            "band",
            "bor",
            "xor",
            "shl",
            "shr",
            "ushr",
            "t");

    static final Expressions NONE = new Expressions("", null);

    private final String source;
    private final @Nullable ExpressionSequence parsed;

    /** The variable that is all of it, as in {@code ${product}}; null where there is more to evaluate. */
    private final @Nullable String variable;

    private Expressions(String source, @Nullable ExpressionSequence parsed) {
        this.source = source;
        this.parsed = parsed;
        Matcher plain = VARIABLE.matcher(source);
        this.variable =
                plain.matches() && !WORDS.contains(plain.group(1).toLowerCase(Locale.ROOT)) ? plain.group(1) : null;
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
        if (variable != null) {
            // Any expression language asks the context for it.
            value.accept(context.getVariable(variable));
            return;
        }
        ExpressionSequence sequence =
                parsed != null ? parsed : ExpressionSequenceUtils.parseExpressionSequence(context, source);
        for (IStandardExpression expression : sequence) {
            value.accept(expression.execute(context));
        }
    }
}
