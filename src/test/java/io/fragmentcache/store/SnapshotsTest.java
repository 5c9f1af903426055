package io.fragmentcache.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.key.Tag;
import io.fragmentcache.stage.HandClock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SnapshotsTest {
    private static final Tag TEA = Tag.of("Product", 1);
    private static final Tag OAT = Tag.of("Product", 2);

    private final MemoryStamps stamps = new MemoryStamps(new HandClock());

    @Test
    void theTagThatWasTouchedFirstIsTheOneThatIsNamed() {
        Map<Tag, Long> before = new LinkedHashMap<>();
        before.put(OAT, stamps.next());
        before.put(TEA, stamps.next());
        long first = stamps.touch(List.of(TEA));
        stamps.touch(List.of(OAT));
        assertThat(Snapshots.of(before).touched(stamps)).contains(new Snapshots.Touched(TEA, first));
    }

    @Test
    void aTouchOfAnotherTagOutdatesNothing() {
        Snapshots tea = Snapshots.of(Map.of(TEA, stamps.next()));
        stamps.touch(List.of(OAT));
        assertThat(tea.touched(stamps)).isEmpty();
    }

    @Test
    void aSnapshotOfTheTouchItselfIsUpToDate() {
        long stamp = stamps.touch(List.of(TEA));
        assertThat(Snapshots.of(Map.of(TEA, stamp)).touched(stamps)).isEmpty();
        assertThat(Snapshots.of(Map.of(TEA, stamp - 1)).touched(stamps)).isPresent();
    }

    @Test
    void nothingOutdatesAnEntryWithoutTags() {
        stamps.touch(List.of(TEA));
        assertThat(Snapshots.of(Map.of()).touched(stamps)).isEmpty();
    }

    @Test
    void snapshotsAreReadByPeople() {
        assertThat(Snapshots.of(Map.of(TEA, 5L))).hasToString("Product:1@5").isEqualTo(Snapshots.of(Map.of(TEA, 5L)));
    }
}
