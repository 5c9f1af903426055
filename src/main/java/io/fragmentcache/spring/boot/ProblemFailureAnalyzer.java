package io.fragmentcache.spring.boot;

import io.fragmentcache.problem.Problem;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Reports what the cache refuses when an application starts: the sentence, and where Boot has what it calls the builder. */
final class ProblemFailureAnalyzer extends AbstractFailureAnalyzer<Problem> {
    private static final String BUILDER = "What the sentence calls the builder is configured by a bean of "
            + FragmentCacheBuilderCustomizer.class.getSimpleName() + ", and by the properties "
            + FragmentCacheProperties.PREFIX + ".*.";

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, Problem cause) {
        UnusableProperty property = findCause(rootFailure, UnusableProperty.class);
        if (property != null) {
            return new FailureAnalysis(property.getMessage(), property.remedy(), property);
        }
        UnusableCustomizer customizer = findCause(rootFailure, UnusableCustomizer.class);
        if (customizer != null) {
            return new FailureAnalysis(customizer.getMessage(), customizer.remedy(), customizer);
        }
        return new FailureAnalysis(cause.withAnchor(), BUILDER, cause);
    }
}
