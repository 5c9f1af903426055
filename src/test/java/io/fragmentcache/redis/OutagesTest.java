package io.fragmentcache.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.contract.SampleEntries;
import org.junit.jupiter.api.Test;

class OutagesTest {
    private final Outages outages = new Outages();

    private boolean touch(long stamp) {
        return outages.touch(SampleEntries.entry("a", stamp));
    }

    @Test
    void onlyStampsInsideASpanAreOfAnOutage() {
        assertThat(touch(15)).isFalse();
        outages.add(10, 20);
        outages.add(30, 40);
        assertThat(touch(10)).isFalse();
        assertThat(touch(11)).isTrue();
        assertThat(touch(19)).isTrue();
        assertThat(touch(20)).isFalse();
        assertThat(touch(25)).isFalse();
        assertThat(touch(35)).isTrue();
        assertThat(touch(50)).isFalse();
    }

    @Test
    void manyOutagesAreRememberedAsFewerAndLongerOnes() {
        for (int i = 0; i < 1_000; i++) {
            outages.add(i * 10L, i * 10L + 5);
        }
        for (int i = 0; i < 1_000; i++) {
            assertThat(touch(i * 10L + 3)).isTrue();
        }
        assertThat(touch(9_997)).isFalse();
    }
}
