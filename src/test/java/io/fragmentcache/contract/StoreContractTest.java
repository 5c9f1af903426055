package io.fragmentcache.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.fragmentcache.key.Key;
import io.fragmentcache.store.Store;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** The contract itself: a store that keeps it passes, and each that breaks it is caught. */
class StoreContractTest {
    private static final String FAULT = "fault";

    /** The contract, run on a store with a fault. Not found by the build itself: it is no test of its own. */
    @ExtendWith(GivenFault.class)
    static final class OfAFaultyStore extends SharedStoreContract {
        private final Fault fault;
        private final MapNode.Shared shared = new MapNode.Shared();

        OfAFaultyStore(Fault fault) {
            this.fault = fault;
        }

        @Override
        protected Store open() {
            return fault.over(new MapNode(shared));
        }

        @Override
        protected Store another() {
            return fault.over(new MapNode(shared));
        }

        @Override
        protected byte[] bytesOf(Key key) {
            return Objects.requireNonNull(shared.bytes().get(key.id()));
        }

        @Override
        protected void replaceBytes(Key key, byte[] bytes) {
            shared.bytes().put(key.id(), bytes);
        }

        @Override
        protected Duration patience() {
            return Duration.ofMillis(200);
        }
    }

    static final class GivenFault implements ParameterResolver {
        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == Fault.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return Fault.valueOf(context.getConfigurationParameter(FAULT).orElseThrow());
        }
    }

    @Test
    void aStoreThatKeepsTheContractPassesAllOfIt() {
        assertThat(failed(Fault.NONE)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void aStoreThatBreaksItIsCaughtByTheTestOfWhatItBreaks(Fault fault) {
        assertThat(failed(fault)).containsAll(fault.noticedBy());
    }

    /** The names of the tests that failed. */
    private static Set<String> failed(Fault fault) {
        Set<String> failed = ConcurrentHashMap.newKeySet();
        AtomicInteger run = new AtomicInteger();
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selectClass(OfAFaultyStore.class))
                                .configurationParameter(FAULT, fault.name())
                                .build(),
                        new TestExecutionListener() {
                            @Override
                            public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                                run.addAndGet(test.isTest() ? 1 : 0);
                                if (result.getStatus() != TestExecutionResult.Status.SUCCESSFUL) {
                                    failed.add(test.getDisplayName().replace("()", ""));
                                }
                            }
                        });
        assertThat(run.get()).isGreaterThan(30);
        return failed;
    }
}
