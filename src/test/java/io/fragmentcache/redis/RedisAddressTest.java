package io.fragmentcache.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fragmentcache.problem.Problem;
import io.lettuce.core.RedisCredentials;
import io.lettuce.core.RedisURI;
import org.junit.jupiter.api.Test;

class RedisAddressTest {
    @Test
    void anAddressOfAServerHasOneUri() {
        RedisAddress address = RedisAddress.of("redis://cache:6380/2");
        assertThat(address.isCluster()).isFalse();
        assertThat(address.uris()).singleElement().satisfies(uri -> {
            assertThat(uri.getHost()).isEqualTo("cache");
            assertThat(uri.getPort()).isEqualTo(6380);
            assertThat(uri.getDatabase()).isEqualTo(2);
        });
    }

    @Test
    void anAddressOfAClusterNamesSomeOfItsNodes() {
        RedisAddress address = RedisAddress.of("redis-cluster://clerk:open@one:7000,two:7001,three");
        assertThat(address.isCluster()).isTrue();
        assertThat(address.uris())
                .extracting(uri -> uri.getHost() + ":" + uri.getPort())
                .containsExactly("one:7000", "two:7001", "three:6379");
        assertThat(address.uris()).noneMatch(RedisURI::isSsl).allSatisfy(uri -> {
            RedisCredentials user =
                    uri.getCredentialsProvider().resolveCredentials().block();
            assertThat(user.getUsername()).isEqualTo("clerk");
            assertThat(user.getPassword()).containsExactly('o', 'p', 'e', 'n');
        });
    }

    @Test
    void aClusterMayBeOneOfTls() {
        assertThat(RedisAddress.of("rediss-cluster://one,two").uris())
                .hasSize(2)
                .allMatch(RedisURI::isSsl);
    }

    @Test
    void sentinelsKnowWhereTheServerIs() {
        RedisAddress address = RedisAddress.of("redis-sentinel://one:26379,two:26380/0#shop");
        assertThat(address.isCluster()).isFalse();
        assertThat(address.uris()).singleElement().satisfies(uri -> {
            assertThat(uri.getSentinelMasterId()).isEqualTo("shop");
            assertThat(uri.getSentinels())
                    .extracting(sentinel -> sentinel.getHost() + ":" + sentinel.getPort())
                    .containsExactly("one:26379", "two:26380");
        });
    }

    @Test
    void aUriOfAClusterThatCannotBeReadIsNotRepeated() {
        assertThatThrownBy(() -> RedisAddress.of("redis-cluster://clerk:secret with a space@one"))
                .isInstanceOf(Problem.class)
                .hasNoCause()
                .hasMessageNotContaining("secret");
    }
}
