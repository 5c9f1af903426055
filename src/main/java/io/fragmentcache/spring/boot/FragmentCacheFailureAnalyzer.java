package io.fragmentcache.spring.boot;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Reports a property that the cache cannot be built with: its name, its value, and what is allowed. */
final class FragmentCacheFailureAnalyzer extends AbstractFailureAnalyzer<UnusableProperty> {
    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, UnusableProperty cause) {
        return new FailureAnalysis(cause.getMessage(), cause.remedy(), cause);
    }
}
