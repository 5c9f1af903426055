package io.fragmentcache.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fragmentcache.FragmentCache;
import io.fragmentcache.freshness.Lifetime;
import io.fragmentcache.key.Key;
import io.fragmentcache.key.Tag;
import io.fragmentcache.spi.Evicted;
import io.fragmentcache.spi.Listener;
import io.fragmentcache.spi.LookedUp;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is counted, and under which names. */
class MetersTest {
    private final FragmentCache cache = FragmentCache.inMemory().build();
    private final MeterRegistry registry = new SimpleMeterRegistry();

    @AfterEach
    void close() {
        cache.close();
    }

    @Test
    void aMissAndAHitAreCountedByFragment() {
        bind();
        text("a");
        text("a");
        assertThat(registry.get("fragment.cache.lookups")
                        .tags("fragment", "text :: price", "outcome", "miss")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(registry.get("fragment.cache.lookups")
                        .tags("fragment", "text :: price", "outcome", "hit")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(registry.get("fragment.cache.renders")
                        .tags("fragment", "text :: price", "where", "request")
                        .timer()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void theMetersOfAllCachesHaveTheTagsOfSpringBoot() {
        bind();
        text("a");
        for (String name : List.of("cache.gets", "cache.puts", "cache.size")) {
            assertThat(registry.get(name).meters())
                    .allSatisfy(meter -> assertThat(keys(meter))
                            .containsOnlyOnce("cache", "cache.manager", "name")
                            .isSubsetOf("cache", "cache.manager", "name", "result"));
        }
        assertThat(registry.get("cache.gets").tag("result", "miss").counter().count())
                .isEqualTo(1);
        assertThat(registry.get("cache.puts").counter().count()).isEqualTo(1);
    }

    @Test
    void aTouchAndAnExpiryAreTold() {
        bind();
        cache.touch(Tag.of("Product:1"));
        cache.expire(Tag.of("Product:1"));
        assertThat(registry.get("fragment.cache.touches")
                        .tag("kind", "touch")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(registry.get("fragment.cache.touches")
                        .tag("kind", "expire")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void anEvictionIsCountedByFragment() {
        AllFragments counting = new AllFragments(registry, "fragments");
        List<Key> keys = new ArrayList<>();
        cache.listen(counting);
        cache.listen(new Listener() {
            @Override
            public void lookedUp(LookedUp event) {
                keys.add(event.key());
            }
        });
        text("a");
        counting.evicted(new Evicted(keys.get(0)));
        assertThat(registry.get("fragment.cache.evictions")
                        .tag("fragment", "text :: price")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void anEvictionOfAFragmentThatNobodyAskedForIsOneOfOthers() {
        AllFragments counting = new AllFragments(registry, "fragments");
        List<Key> keys = new ArrayList<>();
        cache.listen(new Listener() {
            @Override
            public void lookedUp(LookedUp event) {
                keys.add(event.key());
            }
        });
        text("a");
        counting.evicted(new Evicted(keys.get(0)));
        assertThat(registry.get("fragment.cache.evictions")
                        .tag("fragment", "others")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void eachRegistryHasItsOwnCounts() {
        bind();
        text("a");
        MeterRegistry late = new SimpleMeterRegistry();
        new FragmentCacheMeters(cache, "fragments").bindTo(late);
        text("a");
        assertThat(late.get("cache.gets").tag("result", "hit").counter().count())
                .isEqualTo(1);
        assertThat(late.get("cache.gets").tag("result", "miss").counter().count())
                .isZero();
    }

    @Test
    void variantsAreEstimatedCloselyUpToThousands() {
        for (int many : new int[] {1, 10, 100, 1_000, 4_000}) {
            Variants variants = new Variants();
            for (int i = 0; i < many; i++) {
                variants.add(Integer.toString(i).hashCode());
                variants.add(Integer.toString(i).hashCode());
            }
            assertThat(variants.estimate()).isCloseTo(many, within(Math.max(1, many * 0.15)));
        }
    }

    @Test
    void moreVariantsThanCanBeToldAreTheMost() {
        Variants variants = new Variants();
        for (int i = 0; i < 1_000_000; i++) {
            variants.add(i * 31);
        }
        assertThat(variants.estimate()).isEqualTo(Variants.MOST);
    }

    /** Names are those that Micrometer's registry for Prometheus gives: another test asks it. */
    @Test
    void theDashboardShowsMetersThatExist() throws IOException {
        bind();
        text("a");
        Set<String> known = registry.getMeters().stream()
                .flatMap(MetersTest::inPrometheus)
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> shown = Pattern.compile("\\b(?:fragment_)?cache_\\w+")
                .matcher(Files.readString(Path.of("../docs/grafana-dashboard.json")))
                .results()
                .map(found -> found.group())
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(shown).hasSizeGreaterThan(12).isSubsetOf(known);
    }

    private void bind() {
        new FragmentCacheMeters(cache, "fragments").bindTo(registry);
    }

    private void text(String key) {
        cache.text("price", key, Lifetime.DEFAULT, () -> "1.00");
    }

    private static List<String> keys(Meter meter) {
        return meter.getId().getTags().stream().map(tag -> tag.getKey()).toList();
    }

    private static Stream<String> inPrometheus(Meter meter) {
        String name = meter.getId().getName().replace('.', '_').toLowerCase(Locale.ROOT);
        return switch (meter.getId().getType()) {
            case COUNTER -> Stream.of(name + "_total");
            case TIMER -> Stream.of(name + "_seconds_count", name + "_seconds_sum", name + "_seconds_max");
            default -> Stream.of(name);
        };
    }
}
