package io.fragmentcache.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RedisLinkTest {
    @Test
    void howeverOftenItTriedAConnectionIsTriedAgainWithinASecond() {
        for (int attempt = 1; attempt <= 1_000; attempt++) {
            assertThat(RedisLink.RECONNECTS.createDelay(attempt))
                    .as("attempt %d", attempt)
                    .isBetween(Duration.ofMillis(50), Duration.ofSeconds(1));
        }
    }

    @Test
    void afterALongCutTriesAreHalfASecondApartAtLeastAndNodesDoNotTryAtOnce() {
        Set<Duration> delays = new HashSet<>();
        for (int attempt = 20; attempt <= 1_000; attempt++) {
            delays.add(RedisLink.RECONNECTS.createDelay(attempt));
        }
        assertThat(delays).hasSizeGreaterThan(100).allMatch(delay -> delay.toMillis() >= 500);
    }
}
