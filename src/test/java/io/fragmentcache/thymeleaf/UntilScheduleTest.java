package io.fragmentcache.thymeleaf;

import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.key.Tag;
import io.fragmentcache.stage.Stage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A sale whose end is moved while its page is read, fails, is slow, and is regenerated: whatever the order, no text that
 * was rendered by an earlier request is shown after the end that it was rendered with.
 */
class UntilScheduleTest {
    private static final int STEPS = 400;
    private static final Pattern SHOWN = Pattern.compile("\\[(\\d+) until (\\d+)]");

    /** One of two sales on the page. */
    public final class Sale {
        private final int id;
        private Instant ends = Instant.EPOCH;

        Sale(int id) {
            this.id = id;
        }

        public int getId() {
            return id;
        }

        public Instant getEnds() {
            return ends;
        }

        @Override
        public String toString() {
            if (fails) {
                throw new IllegalStateException("the database is away");
            }
            shop.wait(Duration.ofMillis(slow));
            return "[" + requests + " until " + ends.toEpochMilli() + "]";
        }
    }

    private final Stage shop = Stage.lifetime("2m fresh, 3m stale, 24h onError, 0.2 jitter")
            .template("sale", """
                    <i cache:fragment="sale" cache:key="${sale.id}" cache:tags="|sale ${sale.id}|"\
                     cache:until="${sale.ends}" th:text="${sale}">x</i>""")
            .template("page", """
                    <div cache:fragment="page" cache:key="'p'" cache:stale-after-touch="0s"><th:block th:each="sale : ${sales}">\
                    <b th:replace="~{sale}">x</b></th:block></div>""");
    private final List<Sale> sales = List.of(new Sale(0), new Sale(1));
    private long requests;
    private boolean fails;
    private int slow;
    private int shown;
    private int reused;
    private int failed;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 5, 8, 13})
    void noTextIsShownAfterTheEndThatItWasRenderedWith(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < STEPS; i++) {
            Sale sale = sales.get(random.nextInt(2));
            switch (random.nextInt(9)) {
                case 0 -> move(sale, Duration.ofSeconds(random.nextInt(600)));
                case 1 -> shop.wait(Duration.ofSeconds(random.nextInt(400)));
                case 2 -> fails = random.nextInt(3) == 0;
                case 3 -> slow = random.nextInt(4) == 0 ? random.nextInt(90_000) : 0;
                case 4 -> shop.runBackground();
                case 5, 6 -> view("page", sale);
                default -> view("sale", sale);
            }
            shop.wait(Duration.ofMillis(random.nextInt(20_000)));
        }
        assertThat(List.of(shown, reused, failed))
                .as("views, hits and errors")
                .allSatisfy(n -> assertThat(n).isGreaterThan(2));
    }

    private void move(Sale sale, Duration life) {
        sale.ends = shop.clock().instant().plus(life);
        shop.touch(Tag.of("sale " + sale.id));
    }

    private void view(String template, Sale sale) {
        requests++;
        long now = shop.clock().instant().toEpochMilli();
        List<MatchResult> texts = new ArrayList<>();
        try {
            String page = shop.with("sale", sale)
                    .with("sales", sales)
                    .render(template)
                    .text();
            SHOWN.matcher(page).results().forEach(texts::add);
        } catch (RuntimeException e) {
            assertThat(e).hasStackTraceContaining("the database is away");
            failed++;
            return;
        }
        assertThat(texts).hasSize(template.equals("page") ? 2 : 1);
        for (MatchResult text : texts) {
            shown++;
            if (Long.parseLong(text.group(1)) < requests) {
                reused++;
                assertThat(Long.parseLong(text.group(2)))
                        .as("the end of " + text.group())
                        .isGreaterThan(now);
            }
        }
    }
}
