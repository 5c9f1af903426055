package io.fragmentcache.internal.engine;

import io.fragmentcache.stage.EngineStage;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** One flight for each key at a time, whoever starts or gives up; checked by Lincheck. */
class FlightsLinearizabilityTest {
    private static final int ITERATIONS = Integer.getInteger("fragmentcache.lincheck", 3);
    private static final int INVOCATIONS = Integer.getInteger("fragmentcache.lincheck.invocations", 20);

    /** Made before: the model checker follows what each operation does, and cannot look into expressions of the JDK. */
    private static final List<Fragment> FRAGMENTS = IntStream.rangeClosed(0, 2)
            .mapToObj(key -> EngineStage.fragment(key, EngineStage.LIFETIME))
            .toList();

    /** Flights that are overdue only for the one who says so. */
    @Param(name = "key", gen = IntGen.class, conf = "1:2")
    public static class Air {
        private final Flights flights = new Flights(Long.MAX_VALUE / 2);

        @Operation
        public boolean start(@Param(name = "key") int key) {
            Flight mine = new Flight(FRAGMENTS.get(key), new ReadPoint(1, 1, 1, 1), 0);
            return flights.startOr(mine, other -> true, lost -> {}) == null;
        }

        @Operation
        public boolean giveUp(@Param(name = "key") int key) {
            return flights.takeOverdue(FRAGMENTS.get(key).key(), Long.MAX_VALUE) != null;
        }
    }

    /** What flights are. */
    public static class AirModel {
        private final Set<Integer> flying = new HashSet<>();

        public boolean start(int key) {
            return flying.add(key);
        }

        public boolean giveUp(int key) {
            return flying.remove(key);
        }
    }

    @Test
    void flightsAreLinearizable() {
        new StressOptions()
                .iterations(ITERATIONS)
                .invocationsPerIteration(100)
                .threads(2)
                .actorsPerThread(3)
                .sequentialSpecification(AirModel.class)
                .check(Air.class);
    }

    /** Each order of the steps of two threads that the model checker tries. Takes a minute on a busy machine. */
    @Test
    @EnabledIfSystemProperty(named = "fragmentcache.lincheck", matches = "\\d+")
    void flightsAreLinearizableInEachInterleavingThatTheModelCheckerTries() {
        new ModelCheckingOptions()
                .iterations(Integer.getInteger("fragmentcache.lincheck", 1))
                .invocationsPerIteration(INVOCATIONS)
                .threads(2)
                .actorsPerThread(2)
                .sequentialSpecification(AirModel.class)
                .check(Air.class);
    }
}
