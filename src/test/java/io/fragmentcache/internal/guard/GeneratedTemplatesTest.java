package io.fragmentcache.internal.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.key.Versioned;
import io.fragmentcache.stage.Account;
import io.fragmentcache.stage.Guest;
import io.fragmentcache.stage.WebStage;
import io.fragmentcache.store.CaffeineStore;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import nz.net.ultraq.thymeleaf.layoutdialect.LayoutDialect;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Templates × places × visitors by chance: what each visitor is shown equals what plain Thymeleaf prints for them, in any
 * order, missed, hit, stale and regenerated. The oracle knows nothing of the guard. Properties make the run longer or
 * another one: {@code generated.templates} and {@code generated.seed}; {@code generated.from} repeats one of its templates.
 */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class GeneratedTemplatesTest {
    private static final int TEMPLATES =
            Integer.getInteger("generated.templates", Runtime.version().feature() > 17 ? 300 : 10_000);
    private static final long SEED = Long.getLong("generated.seed", 20261129);
    private static final int FROM = Integer.getInteger("generated.from", 0);
    private static final int SITES_OF_AN_ENGINE = 100;
    private static final int MOST_REPORTED = Integer.getInteger("generated.reports", 3);

    private final List<String> differences = new CopyOnWriteArrayList<>();

    /** A model of an application that a session holds. */
    public record Who(int id, String name) implements Versioned {
        @Override
        public Object cacheId() {
            return id;
        }

        @Override
        public Object cacheVersion() {
            return 1;
        }
    }

    @Test
    void eachVisitorIsShownWhatPlainThymeleafPrints() {
        engines(TEMPLATES, (pages, number) -> {
            Random random = new Random(SEED * 41 + number);
            GeneratedSite site = site(SEED * 31 + number, number);
            site.templates().forEach(pages::template);
            compare(pages, site, visitor(random), visitor(random), visitor(random));
        });
        assertThat(differences).isEmpty();
    }

    /** Some engines at a time, each with some sites. */
    private void engines(int sites, BiConsumer<WebStage, Integer> each) {
        IntStream.range(0, (sites + SITES_OF_AN_ENGINE - 1) / SITES_OF_AN_ENGINE)
                .parallel()
                .forEach(engine -> {
                    WebStage pages = pages(engine);
                    for (int i = Math.max(FROM, engine * SITES_OF_AN_ENGINE);
                            i < Math.min(sites, (engine + 1) * SITES_OF_AN_ENGINE)
                                    && differences.size() < MOST_REPORTED;
                            i++) {
                        each.accept(pages, i);
                    }
                });
    }

    private static GeneratedSite site(long seed, int number) {
        return new GeneratedSite(seed, "s" + number + "-", number / SITES_OF_AN_ENGINE % 4 > 1);
    }

    private static WebStage pages(int number) {
        WebStage pages = WebStage.of(number % 2 == 1, CaffeineStore.ofMegabytes(8))
                .set("title", "T")
                .set("list", List.of("x", "y"))
                .set("empty", List.of())
                .set("accounts", List.of(new Account("Kim", "gold", "Bern"), new Account("Lou", "gold", "Oslo")));
        return number % 4 > 1 ? pages.dialect(new LayoutDialect()) : pages;
    }

    private void compare(WebStage pages, GeneratedSite site, Guest... visits) {
        Map<Guest, String> plain = new LinkedHashMap<>();
        for (Guest visit : visits) {
            plain.put(visit, pages.plainOutcome(site.page(), visit));
        }
        for (String round : new String[] {"miss", "hit", "stale", "regenerated"}) {
            if (round.equals("stale")) {
                pages.passTime();
            } else if (round.equals("regenerated")) {
                pages.runBackground();
            }
            for (Guest visit : visits) {
                String shown = pages.outcome(site.page(), visit);
                if (shown.equals("fails: no-identity") || shown.equals("fails: no-version")) {
                    // Its key names an object without identity, which is an error wherever it stands.
                    return;
                }
                String expected = Objects.requireNonNull(plain.get(visit));
                if (!shown.equals(expected) && !text(shown).equals(text(expected))) {
                    differences.add(round + " of " + site.page() + " for " + visit + "\nplain:\n" + expected
                            + "\nshown:\n" + shown + "\n" + site.sources());
                    return;
                }
            }
        }
    }

    /** Some values print their address, and markup of a template is printed as it is written. */
    private static String text(String page) {
        return page.replaceAll("@[0-9a-f]+", "@")
                .replace("cache:each", "th:each")
                .replaceAll("cache:hole=&quot;(?!&quot;)", "th:with=&quot;")
                .replaceAll(" cache:\\w+=(?:\"[^\"]*\"|&quot;.*?&quot;)", "");
    }

    private static Guest visitor(Random random) {
        Guest visit = Guest.withoutName();
        if (random.nextBoolean()) {
            visit.session("user", one(random, "Ann", "Bob", "nobody"));
        }
        if (random.nextBoolean()) {
            visit.session("plan", one(random, "gold", "paid"));
        }
        if (random.nextBoolean()) {
            visit.session("list", random.nextBoolean() ? List.of("x") : List.of("y", "x"));
        }
        if (random.nextBoolean()) {
            visit.session("pairs", random.nextBoolean() ? Map.of("x", "1") : Map.of("x", "2"));
        }
        if (random.nextBoolean()) {
            visit.session("who", new Who(random.nextInt(3), "same"));
        }
        if (random.nextInt(3) > 0) {
            visit.session(
                    "account",
                    new Account(one(random, "Ann", "Bob"), one(random, "gold", "paid"), one(random, "Bern", "Oslo")));
        }
        if (random.nextBoolean()) {
            visit.parameter("q", random.nextBoolean() ? new String[] {"tea"} : new String[] {"tea", "EVIL"});
        }
        if (random.nextBoolean()) {
            visit.cookie("c", one(random, "1", "2"));
        }
        if (random.nextBoolean()) {
            visit.header("H", one(random, "1", "2"));
        }
        if (random.nextBoolean()) {
            visit.principal(one(random, "ann", "bob"));
        }
        if (random.nextInt(4) == 0) {
            visit.host = "evil.example";
            visit.uri = "/app/other";
        }
        if (random.nextInt(6) == 0) {
            visit.contextPath = "/forwarded";
        }
        if (random.nextInt(4) == 0) {
            visit.locale = Locale.GERMAN;
        }
        return visit;
    }

    private static String one(Random random, String... of) {
        return of[random.nextInt(of.length)];
    }

    /** A login, a logout and a change of the language between any two steps of a rendering. */
    @Test
    void whoLogsInOrOutBetweenTwoStepsLeavesNothingForOthers() {
        engines(TEMPLATES / 10, (pages, number) -> {
            Random random = new Random(SEED * 43 + number);
            GeneratedSite site = site(SEED * 37 + number, number);
            site.templates().forEach(pages::template);
            Guest racing = visitor(random);
            Guest other = visitor(random);
            racing.changesAt = random.nextInt(25);
            racing.change = () -> {
                racing.session.clear();
                racing.session.putAll(other.session);
                racing.principal = other.principal;
                racing.locale = Locale.GERMAN;
            };
            String first = pages.outcome(site.page(), racing);
            assertThat(first).isNotNull();
            racing.changesAt = -1;
            compare(pages, site, visitor(random), racing, other);
        });
        assertThat(differences).isEmpty();
    }
}
