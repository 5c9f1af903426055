package io.fragmentcache.digest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ScanTimeTest {
    @Test
    void aThousandTemplatesWithFiveThousandFragmentsAreScannedInSeconds() {
        Site site = large();
        long start = System.nanoTime();

        Set<Digest> digests = new TreeSet<>(java.util.Comparator.comparing(Digest::toString));
        int fragments = 0;
        for (String template : site.digests().templates()) {
            for (var fragment : site.digests().fragmentsIn(template)) {
                digests.add(site.digests().of(fragment, null).digest());
                fragments++;
            }
        }

        Duration taken = Duration.ofNanos(System.nanoTime() - start);
        assertThat(fragments).isEqualTo(5000);
        assertThat(digests).hasSize(5000);
        assertThat(taken).isLessThan(Duration.ofSeconds(30));
    }

    private static Site large() {
        Site site = Site.under("/");
        for (int t = 0; t < 1000; t++) {
            List<String> lines = new ArrayList<>();
            for (int f = 0; f < 5; f++) {
                lines.add("<section cache:fragment='f" + f + "' cache:key='${p}'>");
                for (int row = 0; row < 10; row++) {
                    lines.add("<p class='c' th:if='${p.x}'><a th:href='@{/p/{id}(id=${p.id})}' th:text='${p.name}'>x"
                            + t + "</a> text</p>");
                }
                lines.add("<i th:replace='~{dir/t" + (t + 1) % 1000 / 10 + " :: part}'></i></section>");
            }
            lines.add("<b th:fragment='part' th:text='#{m" + t + "}'>x<u th:insert='~{dir/t0 :: part}'></u></b>");
            site.template("dir/t" + t, String.join("\n", lines));
        }
        return site;
    }
}
