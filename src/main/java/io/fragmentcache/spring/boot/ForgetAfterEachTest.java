package io.fragmentcache.spring.boot;

import io.fragmentcache.FragmentCache;
import io.fragmentcache.key.Tag;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.support.AbstractTestExecutionListener;

/**
 * Empties the cache after each test, so that tests which share a context see neither each other's pages nor those of data
 * that was rolled back. Spring finds it by itself; {@link KeepFragments} keeps it off.
 */
public final class ForgetAfterEachTest extends AbstractTestExecutionListener {
    /** After the transaction of a test was rolled back: Spring's listener for that has 4000, and outer ones end later. */
    private static final int AROUND_TRANSACTIONS = 3_500;

    @Override
    public int getOrder() {
        return AROUND_TRANSACTIONS;
    }

    @Override
    public void afterTestMethod(TestContext test) {
        if (test.hasApplicationContext()
                && !AnnotatedElementUtils.hasAnnotation(test.getTestClass(), KeepFragments.class)
                && !AnnotatedElementUtils.hasAnnotation(test.getTestMethod(), KeepFragments.class)) {
            test.getApplicationContext().getBeanProvider(FragmentCache.class).stream()
                    .forEach(cache -> cache.expire(Tag.EVERYTHING));
        }
    }
}
