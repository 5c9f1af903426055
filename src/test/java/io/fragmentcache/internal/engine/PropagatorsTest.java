package io.fragmentcache.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.internal.background.MdcPropagator;
import io.fragmentcache.internal.background.Propagators;
import io.fragmentcache.internal.background.Work;
import io.fragmentcache.stage.EngineStage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.slf4j.helpers.BasicMDCAdapter;

/** What goes along from the request to the thread that regenerates behind it. */
class PropagatorsTest {
    private final BasicMDCAdapter mdc = new BasicMDCAdapter();

    @Test
    void theLogsContextGoesAlongAndTheThreadGetsItsOwnBack() {
        mdc.put("trace", "of the request");
        List<Object> seen = new ArrayList<>();
        Work work = new Propagators(List.of(new MdcPropagator(mdc))).propagate(() -> {
            seen.add(mdc.getCopyOfContextMap());
            mdc.put("trace", "changed by the job");
            return true;
        });
        mdc.put("trace", "of the worker");
        assertThat(work.run()).isTrue();
        assertThat(seen).containsExactly(Map.of("trace", "of the request"));
        assertThat(mdc.getCopyOfContextMap()).isEqualTo(Map.of("trace", "of the worker"));
    }

    @Test
    void aRequestWithoutContextLeavesTheJobWithoutOne() {
        List<Object> seen = new ArrayList<>();
        Work work = new Propagators(List.of(new MdcPropagator(mdc)))
                .propagate(() -> seen.add(String.valueOf(mdc.get("trace"))));
        mdc.put("trace", "of the worker");
        work.run();
        assertThat(seen).containsExactly("null");
        assertThat(mdc.get("trace")).isEqualTo("of the worker");
    }

    @Test
    void whatTheApplicationCapturesSurroundsTheJob() {
        AtomicReference<String> tenant = new AtomicReference<>("acme");
        EngineStage bench = new EngineStage(builder -> builder.propagate(() -> {
            String captured = tenant.get();
            return job -> () -> {
                String before = tenant.getAndSet(captured);
                job.run();
                tenant.set(before);
            };
        }));
        bench.text("k", tenant::get);
        bench.wait("11m");
        bench.text("k", () -> "for " + tenant.get());
        tenant.set("another");
        bench.runBackground();
        assertThat(bench.text("k", tenant::get)).isEqualTo("for acme");
        assertThat(tenant).hasValue("another");
    }

    @Test
    void aCarrierThatFailsLeavesTheRegenerationOutAndThePageAlone() {
        EngineStage bench = new EngineStage(builder -> builder.propagate(() -> {
            throw new IllegalStateException("no tenant");
        }));
        bench.text("k", () -> "old");
        bench.wait("11m");
        assertThat(bench.text("k", () -> "new")).isEqualTo("old");
        bench.runBackground();
        assertThat(bench.text("k", () -> "new")).isEqualTo("old");
    }
}
