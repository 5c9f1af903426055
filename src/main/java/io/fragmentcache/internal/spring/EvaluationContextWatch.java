package io.fragmentcache.internal.spring;

import io.fragmentcache.internal.guard.Watch;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.core.convert.ConversionService;
import org.thymeleaf.spring6.expression.ThymeleafEvaluationContext;

/**
 * Hands the beans and the conversions of Spring to what is rendered in the background: {@code ${@shop.open}},
 * {@code ${{price}}}. The evaluation context of a request is not shared: it holds what is being evaluated.
 */
public final class EvaluationContextWatch implements Watch {
    /** Fails where Spring or Thymeleaf's part for it is absent. */
    public EvaluationContextWatch() {
        Objects.requireNonNull(ConversionService.class);
        Objects.requireNonNull(ThymeleafEvaluationContext.class);
    }

    @Override
    public @Nullable Object detached(String name, Object value) {
        if (!(value instanceof ThymeleafEvaluationContext live)) {
            return null;
        }
        ThymeleafEvaluationContext own = new ThymeleafEvaluationContext(
                live.getApplicationContext(), null, live.getAllowedClassOverridesForViews());
        own.setTypeConverter(live.getTypeConverter());
        return own;
    }
}
