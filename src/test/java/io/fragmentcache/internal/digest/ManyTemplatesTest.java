package io.fragmentcache.internal.digest;

import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.digest.Digest;
import io.fragmentcache.key.Locator;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** How long it takes is measured by ScanBenchmark. */
class ManyTemplatesTest {
    @Test
    void aThousandTemplatesHaveADigestForEachOfTheirFiveThousandFragments() {
        Digests digests = ManyTemplates.site().digests();
        Set<Locator> fragments = new HashSet<>();
        Set<Digest> different = new HashSet<>();
        for (String template : digests.templates()) {
            for (Locator fragment : digests.fragmentsIn(template)) {
                fragments.add(fragment);
                different.add(digests.of(fragment, null).digest());
            }
        }
        assertThat(fragments).hasSize(5_000);
        assertThat(different).hasSize(5_000);
    }
}
