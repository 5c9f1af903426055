package com.example.shop;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.shop.catalog.Catalog;
import com.example.shop.catalog.Database;
import com.example.shop.catalog.Seed;
import com.example.shop.catalog.Supplier;
import com.example.shop.web.Server;
import com.example.shop.web.Site;
import com.example.shop.web.TwoWays;
import io.fragmentcache.FragmentCache;
import io.fragmentcache.freshness.Lifetime;
import io.fragmentcache.servlet.FragmentCacheFilter;
import io.fragmentcache.store.CaffeineStore;
import io.fragmentcache.testing.HtmlDifference;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.SessionTrackingMode;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Three visitors click through the shop at random, one of them without cookies, while products are saved and time passes.
 * Whatever the cache shows, it is what plain Thymeleaf prints for that visitor at that moment.
 */
class ClickTest {

    private static final int CLICKS = 1_000;
    private static final Pattern TOKEN = Pattern.compile("name=\"token\" value=\"([^\"]+)\"");
    private static final Pattern SESSION = Pattern.compile(";jsessionid=([0-9A-F]+)");

    private final long seed = Long.getLong("clicks.seed", System.nanoTime());
    private final Random chance = new Random(seed);
    private final Queue<Runnable> background = new ConcurrentLinkedQueue<>();
    /** Which visitor a token, or a session, was given to. */
    private final Map<String, Wanderer> owners = new HashMap<>();

    private volatile Instant now = Instant.parse("2026-11-22T09:00:00Z");
    private int saved;
    private int regenerated;

    /** Well under a minute, unless others use the machine too. */
    @Test
    @Timeout(value = 3, unit = TimeUnit.MINUTES)
    void eachVisitorSeesWhatPlainThymeleafPrintsAndNothingOfTheOthers() throws IOException {
        try (FragmentCache cache = cache();
                Database database = Database.open(Street.freshDatabase())) {
            Seed.sow(database);
            try (Server server = new Server(shop(cache, database), 0);
                    Wanderer zoe = new Wanderer("Zoë Abendroth", "de", true, home(server));
                    Wanderer jose = new Wanderer("José Beltrán", "en", true, home(server));
                    Wanderer ned = new Wanderer("Ned without cookies", "en", false, home(server))) {
                List<Wanderer> all = List.of(zoe, jose, ned);
                for (int click = 1; click <= CLICKS; click++) {
                    Wanderer visitor = all.get(chance.nextInt(3));
                    String deed = act(visitor);
                    String where = String.format(
                            "clicks.seed=%d, click %d: %s %s and is at %s",
                            seed, click, visitor, deed, visitor.address());
                    nothingOfTheOthers(visitor, all, where);
                    samePlain(visitor, where);
                    letTimePass();
                }
            }
        }
        assertThat(saved).as("products saved, clicks.seed=%d", seed).isGreaterThan(20);
        assertThat(regenerated).as("fragments regenerated, clicks.seed=%d", seed).isGreaterThan(20);
    }

    private String act(Wanderer visitor) throws IOException {
        int dice = chance.nextInt(100);
        if (dice < 30) {
            visitor.open(anyPage());
            return "opened a page";
        } else if (dice < 60) {
            visitor.followALink(chance);
            return "followed a link";
        } else if (dice < 80) {
            if (visitor.press(chance, "Add to cart", "In den Warenkorb")) {
                return "added to the cart";
            }
            visitor.open("/");
            return "went home";
        } else if (dice < 83) {
            visitor.open("/cart");
            return visitor.press(chance, "Remove", "Entfernen") ? "removed from the cart" : "has an empty cart";
        } else if (dice < 93) {
            return save(visitor);
        } else if (visitor.cookies) {
            return enterOrLeave(visitor);
        }
        visitor.open("/products/" + product());
        return "opened a product";
    }

    private String save(Wanderer visitor) throws IOException {
        visitor.open("/admin/products/" + product());
        visitor.type("nameEn", "Tea no. " + chance.nextInt(1_000) + " <i>&amp; [[${7*7}]]</i>");
        visitor.type("stock", "" + chance.nextInt(12));
        visitor.press(chance, "Save", "Sichern");
        saved++;
        return "saved a product";
    }

    private String enterOrLeave(Wanderer visitor) throws IOException {
        visitor.open("/login");
        if (visitor.press(chance, "Log out", "Abmelden")) {
            return "logged out";
        }
        visitor.type("name", visitor.name);
        visitor.press(chance, "Log in", "Anmelden");
        return "logged in";
    }

    private String anyPage() {
        return switch (chance.nextInt(8)) {
            case 0 -> "/";
            case 1, 2, 3 -> "/categories/" + (1 + chance.nextInt(8));
            case 4, 5 -> "/products/" + product();
            case 6 -> chance.nextBoolean() ? "/cart" : "/login";
            default -> chance.nextBoolean() ? "/nowhere" : "/?lang=" + (chance.nextBoolean() ? "de" : "en");
        };
    }

    /** Most look at the same few. */
    private int product() {
        return 1 + (chance.nextInt(4) == 0 ? chance.nextInt(200) : 25 * chance.nextInt(8));
    }

    private void nothingOfTheOthers(Wanderer visitor, List<Wanderer> all, String where) {
        assertThat(visitor.status()).as(where).isLessThan(500);
        String page = visitor.sees();
        TOKEN.matcher(page).results().forEach(token -> belongs(token.group(1), visitor, where));
        visitor.session().ifPresent(id -> belongs(id, visitor, where));
        SESSION.matcher(page).results().forEach(id -> belongs(id.group(1), visitor, where));
        owners.forEach((secret, owner) -> {
            if (owner != visitor) {
                assertThat(page).as(where).doesNotContain(secret);
            }
        });
        for (Wanderer other : all) {
            if (other != visitor) {
                assertThat(page).as(where).doesNotContain(other.name);
            }
        }
    }

    private void belongs(String secret, Wanderer visitor, String where) {
        assertThat(owners.computeIfAbsent(secret, first -> visitor))
                .as("%s: the owner of %s", where, secret)
                .isSameAs(visitor);
    }

    /** Addresses in remembered texts hold no session on purpose, so the visitor's own does not count. */
    private void samePlain(Wanderer visitor, String where) throws IOException {
        if (visitor.isLoaded()) {
            String shown = SESSION.matcher(visitor.sees()).replaceAll("");
            String plain = SESSION.matcher(visitor.plain()).replaceAll("");
            assertThat(HtmlDifference.between(shown, plain)).as(where).isEmpty();
        }
    }

    private void letTimePass() {
        now = now.plus(Duration.ofSeconds(chance.nextInt(90)));
        while (chance.nextInt(3) > 0 && !background.isEmpty()) {
            background.remove().run();
            regenerated++;
        }
    }

    private FragmentCache cache() {
        return FragmentCache.over(CaffeineStore.ofMegabytes(64))
                .lifetime(Lifetime.of("10m").stale("1h").jitter(0.2))
                .strict(true)
                .clock(() -> now)
                .executor(background::add)
                .random(new Random(seed))
                .build();
    }

    private static ServletContainerInitializer shop(FragmentCache cache, Database database) {
        Catalog catalog = new Catalog(database, Clock.systemUTC());
        Supplier supplier = new Supplier(database, () -> {});
        Site site = new Site(
                catalog,
                supplier,
                new FragmentCacheFilter(cache),
                cache::touch,
                context -> {},
                context -> new TwoWays(context, cache));
        return (classes, context) -> {
            site.onStartup(classes, context);
            // The shop's own sessions need cookies. Here they need none, so that links are rewritten.
            context.setSessionTrackingModes(EnumSet.of(SessionTrackingMode.COOKIE, SessionTrackingMode.URL));
        };
    }

    private static String home(Server server) {
        return "http://127.0.0.1:" + server.port() + "/";
    }
}
