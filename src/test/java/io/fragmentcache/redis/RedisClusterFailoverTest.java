package io.fragmentcache.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.key.Tag;
import io.fragmentcache.store.Entry;
import io.fragmentcache.store.Store.Written;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RedisClusterFailoverTest {
    private static final Tag TEA = Tag.of("Product", 1);
    private static final Duration PATIENT = Duration.ofSeconds(10);

    @Test
    void whereTheNodeOfTheTouchesDiesItsReplicaIsFollowed() throws IOException {
        try (Cluster cluster = new Cluster();
                Node here = new Node(cluster.uri(), PATIENT);
                Node there = new Node(cluster.uri(), PATIENT)) {
            assertThat(Server.eventually(() -> here.follows() && there.follows()))
                    .isTrue();
            Entry before = there.render("a", TEA);
            cluster.failOver(new RedisKeys("fragments").touches());
            here.touch(TEA);
            assertThat(here.takesForFresh(before)).isFalse();
            assertThat(Server.eventually(() -> !there.takesForFresh(before) && there.follows() && here.follows()))
                    .isTrue();
            assertThat(here.store.write(here.render("a", TEA))).isEqualTo(Written.STORED);
        }
    }
}
