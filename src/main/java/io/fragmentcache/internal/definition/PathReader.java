package io.fragmentcache.internal.definition;

import io.fragmentcache.internal.Survivable;
import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.IEngineConfiguration;
import org.thymeleaf.context.Context;
import org.thymeleaf.context.IEngineContext;
import org.thymeleaf.context.ILazyContextVariable;
import org.thymeleaf.standard.expression.LiteralValue;
import org.thymeleaf.standard.expression.StandardExpressions;

/**
 * Reads what a path gives of the object that it begins with. A plain path, which is names of properties of beans, is read by
 * their getters, where both expression languages would call these. Any other is evaluated by the expression engine, in a
 * context that holds this object and nothing else. For one look-up, or one rendering, and its thread.
 */
final class PathReader {
    private static final Object UNTOLD = new Object();
    private static final String PARSER = "org.thymeleaf.standard.expression.StandardExpressionParser";
    private static final String OGNL = "org.thymeleaf.standard.expression.OGNLVariableExpressionEvaluator";
    private static final String SPEL = "org.thymeleaf.spring6.expression.SPELVariableExpressionEvaluator";

    private enum Language {
        OGNL,
        SPEL,
        /** One that an application brings, of which nothing is known. */
        OTHER
    }

    private final IEngineContext live;
    private @Nullable Language language;

    /** @param live the engine's own context */
    PathReader(IEngineContext live) {
        this.live = live;
    }

    /** Returns the value of a path, as its expression gives it; throws what that throws. */
    @Nullable Object read(Fact path, Object begins) {
        List<String> steps = path.steps();
        Object value = steps == null ? UNTOLD : byGetters(steps, begins);
        return value == UNTOLD ? byExpression(path, begins) : value;
    }

    private @Nullable Object byGetters(List<String> steps, Object begins) {
        if (language() == Language.OTHER || begins instanceof ILazyContextVariable) {
            return UNTOLD;
        }
        Object at = begins;
        for (int i = 0; i < steps.size(); i++) {
            at = at == null ? UNTOLD : step(at, steps.get(i));
            if (at == UNTOLD) {
                return UNTOLD;
            }
        }
        return LiteralValue.unwrap(at);
    }

    private @Nullable Object step(Object from, String property) {
        MethodHandle getter = getter(from.getClass(), property);
        if (getter == null) {
            return UNTOLD;
        }
        try {
            Object value = (Object) getter.invokeExact(from);
            return value == null && language == Language.OGNL && !OgnlReaders.leaveNull(from.getClass())
                    ? UNTOLD
                    : value;
        } catch (Throwable fails) {
            // What that means, the expression decides.
            Survivable.check(fails);
            return UNTOLD;
        }
    }

    private @Nullable MethodHandle getter(Class<?> type, String property) {
        MethodHandle getter = Getters.of(type, property);
        // Applications may register readers of their own for a type, at any time.
        return getter == null || language == Language.OGNL && !OgnlReaders.callGetters(type) ? null : getter;
    }

    private Language language() {
        Language known = language;
        if (known == null) {
            known = language(live.getConfiguration());
            language = known;
        }
        return known;
    }

    private static Language language(IEngineConfiguration configuration) {
        if (!isOf(PARSER, StandardExpressions.getExpressionParser(configuration))) {
            return Language.OTHER;
        }
        Object evaluator = StandardExpressions.getVariableExpressionEvaluator(configuration);
        return isOf(OGNL, evaluator) ? Language.OGNL : isOf(SPEL, evaluator) ? Language.SPEL : Language.OTHER;
    }

    /** A class that extends it may do anything. */
    private static boolean isOf(String type, Object object) {
        return object.getClass().getName().equals(type);
    }

    @Nullable Object byExpression(Fact path, Object begins) {
        Fact root = Objects.requireNonNull(path.root(), "a path has a root");
        Map<String, Object> variables = switch (root.kind()) {
            case VARIABLE -> Map.of(root.of(), begins);
            case SESSION -> Map.of(ReadListener.SESSION, Map.of(root.of(), begins));
            default -> Map.of(Fact.BEGINS, begins);
        };
        IEngineConfiguration configuration = live.getConfiguration();
        return StandardExpressions.getExpressionParser(configuration)
                .parseExpression(live, path.of())
                .execute(configuration
                        .getEngineContextFactory()
                        .createEngineContext(
                                configuration,
                                live.getTemplateData(),
                                Map.of(),
                                new Context(live.getLocale(), variables)));
    }
}
