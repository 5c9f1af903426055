package io.fragmentcache.redis;

import static io.fragmentcache.contract.SampleEntries.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.cluster.SlotHash;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RedisKeysTest {
    private final RedisKeys keys = new RedisKeys("shop");

    @Test
    void whatOneScriptUsesIsInOneSlot() {
        assertThat(SlotHash.getSlot(keys.stamps())).isEqualTo(SlotHash.getSlot(keys.touches()));
        for (int i = 0; i < 100; i++) {
            assertThat(SlotHash.getSlot(keys.lease(key(i)))).isEqualTo(SlotHash.getSlot(keys.entry(key(i))));
        }
    }

    @Test
    void entriesAreSpreadOverManySlots() {
        assertThat(IntStream.range(0, 100)
                        .map(i -> SlotHash.getSlot(keys.entry(key(i))))
                        .distinct()
                        .count())
                .isGreaterThan(90);
    }
}
