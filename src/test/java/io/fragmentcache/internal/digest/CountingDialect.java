package io.fragmentcache.internal.digest;

import java.util.Set;
import org.thymeleaf.context.IExpressionContext;
import org.thymeleaf.dialect.IExpressionObjectDialect;
import org.thymeleaf.expression.IExpressionObjectFactory;

/** Knows {@code ${#counter.next()}}, so that a test sees whether a template's expression was executed. */
public final class CountingDialect implements IExpressionObjectDialect {
    private int count;

    public int next() {
        return ++count;
    }

    public int count() {
        return count;
    }

    @Override
    public String getName() {
        return "counting";
    }

    @Override
    public IExpressionObjectFactory getExpressionObjectFactory() {
        return new IExpressionObjectFactory() {
            @Override
            public Set<String> getAllExpressionObjectNames() {
                return Set.of("counter");
            }

            @Override
            public Object buildObject(IExpressionContext context, String name) {
                return CountingDialect.this;
            }

            @Override
            public boolean isCacheable(String name) {
                return false;
            }
        };
    }
}
