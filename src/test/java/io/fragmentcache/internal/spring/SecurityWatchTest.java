package io.fragmentcache.internal.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.internal.definition.FactNames;
import io.fragmentcache.internal.definition.ReadListener;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextHolderStrategy;
import org.springframework.security.core.context.SecurityContextImpl;
import org.thymeleaf.context.IEngineContext;

/** The watch leaves the thread as it found it, however often it begins: workers have no filter that clears them. */
class SecurityWatchTest {
    private static final int MANY = 20_000;
    private static final IEngineContext LIVE = (IEngineContext) Proxy.newProxyInstance(
            SecurityWatchTest.class.getClassLoader(), new Class<?>[] {IEngineContext.class}, (proxy, method, args) -> {
                throw new AssertionError("not asked");
            });

    private final SecurityContextHolderStrategy strategy = SecurityContextHolder.getContextHolderStrategy();
    private final SecurityWatch watch = new SecurityWatch();
    private final SecurityContext ann = new SecurityContextImpl(new TestingAuthenticationToken("Ann", ""));
    private final List<String> reads = new ArrayList<>();
    private final ReadListener listener = new ReadListener() {
        @Override
        public void read(String fact, @Nullable Object value) {
            reads.add(fact);
        }
    };

    @BeforeEach
    @AfterEach
    void clear() {
        SecurityContextHolder.setContextHolderStrategy(strategy);
        SecurityContextHolder.clearContext();
    }

    @Test
    void aThreadThatRendersForEverDoesNotGatherWrappers() {
        AtomicInteger depth = new AtomicInteger();
        SecurityContextHolder.setDeferredContext(() -> {
            depth.set(StackWalker.getInstance().walk(Stream::count).intValue());
            return ann;
        });
        SecurityContextHolder.getContext();
        int first = depth.get();
        for (int i = 0; i < MANY; i++) {
            // Two caches in one application take turns, and one fragment is inside another.
            Runnable outer = watch.begin(listener, LIVE, null);
            Runnable inner = new SecurityWatch().begin(listener, LIVE, null);
            inner.run();
            outer.run();
        }
        SecurityContextHolder.setContext(SecurityContextHolder.getContext());
        assertThat(SecurityContextHolder.getContext()).isSameAs(ann);
        assertThat(depth.get()).isLessThanOrEqualTo(first + 10);
    }

    @Test
    void aThreadWithoutAContextDoesNotGatherThemEither() {
        for (int i = 0; i < MANY; i++) {
            watch.begin(listener, LIVE, null).run();
        }
        assertThat(SecurityContextHolder.getContext().getAuthentication()).isNull();
        assertThat(reads).isEmpty();
    }

    @Test
    void whatIsSetWhileNothingIsWatchedIsFoundByTheNextWatch() {
        watch.begin(listener, LIVE, null).run();
        SecurityContextHolder.setContext(ann);
        Runnable end = watch.begin(listener, LIVE, null);
        assertThat(SecurityContextHolder.getContext().getAuthentication()).isSameAs(ann.getAuthentication());
        end.run();
        assertThat(reads).containsExactly(FactNames.AUTHENTICATION);
        assertThat(SecurityContextHolder.getContext().getAuthentication()).isSameAs(ann.getAuthentication());
        assertThat(reads).as("nobody listens any more").hasSize(1);
    }

    /** An inner fragment ends, and the outer one is still watched. */
    @Test
    void theOuterWatchGoesOnWhenTheInnerOneEnds() {
        SecurityContextHolder.setContext(ann);
        List<String> ofTheInner = new ArrayList<>();
        Runnable outer = watch.begin(listener, LIVE, null);
        watch.begin((fact, value) -> ofTheInner.add(fact), LIVE, null).run();
        SecurityContextHolder.getContext().getAuthentication();
        outer.run();
        assertThat(reads).hasSize(1);
        assertThat(ofTheInner).isEmpty();
    }

    /** The methods of the interface that defer do not defer by default. */
    @Test
    void aStrategyThatDefersNothingIsLeftAsItWas() {
        SecurityContextHolder.setContextHolderStrategy(new Plain());
        SecurityContextHolder.setContext(ann);
        for (int i = 0; i < MANY; i++) {
            watch.begin(listener, LIVE, null).run();
        }
        assertThat(SecurityContextHolder.getContext()).isSameAs(ann);
        Runnable end = watch.begin(listener, LIVE, null);
        SecurityContextHolder.getContext().getAuthentication();
        end.run();
        SecurityContextHolder.getContext().getAuthentication();
        assertThat(reads).hasSize(1);
    }

    private static final class Plain implements SecurityContextHolderStrategy {
        private SecurityContext context = new SecurityContextImpl();

        @Override
        public void clearContext() {
            context = new SecurityContextImpl();
        }

        @Override
        public SecurityContext getContext() {
            return context;
        }

        @Override
        public void setContext(SecurityContext context) {
            this.context = context;
        }

        @Override
        public SecurityContext createEmptyContext() {
            return new SecurityContextImpl();
        }
    }
}
