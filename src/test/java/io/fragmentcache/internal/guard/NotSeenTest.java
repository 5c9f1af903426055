package io.fragmentcache.internal.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.stage.Guest;
import io.fragmentcache.stage.WebStage;
import java.security.Principal;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The end of docs/security.md: what the cache does not see, one by one, and that the remedies named there help. */
class NotSeenTest {
    private static final ThreadLocal<@Nullable String> TENANT = new ThreadLocal<>();

    private final Guest ann = Guest.withoutName().session("user", "Ann");
    private final Guest bob = Guest.withoutName().session("user", "Bob");

    /** A bean of an application. */
    public record Bean(Supplier<@Nullable String> supplier) {
        public @Nullable String name() {
            return supplier.get();
        }
    }

    private static WebStage pages(Supplier<@Nullable String> supplier) {
        return WebStage.open()
                .set("bean", new Bean(supplier))
                .template("page", "<p cache:fragment=\"f\" cache:key=\"'k'\">[[${bean.name()}]]</p>");
    }

    @Test
    void aThreadLocalThatABeanReads() {
        TENANT.set("red");
        WebStage pages = pages(TENANT::get);
        assertThat(pages.shows(ann)).isEqualTo("<p>red</p>");
        TENANT.set("blue");
        assertThat(pages.shows(bob)).as("not seen").isEqualTo("<p>red</p>");
        WebStage told = WebStage.with(builder -> builder.always("tenant", TENANT::get))
                .set("bean", new Bean(TENANT::get))
                .template("page", "<p cache:fragment=\"f\" cache:key=\"'k'\">[[${bean.name()}]]</p>");
        assertThat(told.shows(bob)).isEqualTo("<p>blue</p>");
        TENANT.set("red");
        assertThat(told.shows(ann)).as("always joins each key").isEqualTo("<p>red</p>");
        TENANT.remove();
    }

    @Test
    void aFieldOfABean() {
        String[] field = {"Ann"};
        WebStage pages = pages(() -> field[0]);
        assertThat(pages.shows(ann)).isEqualTo("<p>Ann</p>");
        field[0] = "Bob";
        assertThat(pages.shows(bob)).as("not seen").isEqualTo("<p>Ann</p>");
    }

    @Test
    void aRawRequestThatABeanKept() {
        Guest[] current = {ann};
        WebStage pages = pages(() -> String.valueOf(current[0].session.get("user")));
        assertThat(pages.shows(ann)).isEqualTo("<p>Ann</p>");
        current[0] = bob;
        assertThat(pages.shows(bob)).as("not seen").isEqualTo("<p>Ann</p>");
    }

    @Test
    void aThreadOfItsOwn() {
        Guest[] current = {ann};
        WebStage pages = pages(() -> CompletableFuture.supplyAsync(() -> String.valueOf(current[0].session.get("user")))
                .join());
        assertThat(pages.shows(ann)).isEqualTo("<p>Ann</p>");
        current[0] = bob;
        assertThat(pages.shows(bob)).as("not seen").isEqualTo("<p>Ann</p>");
    }

    @Test
    void aModelAttributeOfOneVisitorThatNothingTellsToBeOne() {
        String page = "<p cache:fragment=\"f\" cache:key=\"'k'\">[[${account.name}]]</p>";
        WebStage pages = WebStage.open().template("page", page);
        assertThat(pages.set("account", Map.of("name", "Ann")).shows(ann)).isEqualTo("<p>Ann</p>");
        assertThat(pages.set("account", Map.of("name", "Bob")).shows(bob))
                .as("not seen: the key names what of the model is shown")
                .isEqualTo("<p>Ann</p>");
        WebStage told = WebStage.with(builder -> builder.personal("account")).template("page", page);
        assertThat(told.set("account", Map.of("name", "Ann")).shows(ann)).isEqualTo("<p>Ann</p>");
        assertThat(told.set("account", Map.of("name", "Bob")).shows(bob)).isEqualTo("<p>Bob</p>");
    }

    /** A principal that tells more than its name. */
    public record Member(String getName, String getMail) implements Principal {
        @Override
        public String getName() {
            return getName;
        }
    }

    @Test
    void whatAPrincipalTellsBesideItsName() {
        WebStage pages = WebStage.open()
                .template(
                        "page",
                        "<p cache:fragment=\"f\" cache:key=\"'k'\">[[${#ctx.getExchange().getPrincipal().getMail()}]]</p>");
        Guest before = Guest.withoutName();
        before.principal = new Member("ann", "ann@old.example");
        Guest after = Guest.withoutName();
        after.principal = new Member("ann", "ann@new.example");
        Guest other = Guest.withoutName();
        other.principal = new Member("bob", "bob@example");
        assertThat(pages.shows(before)).isEqualTo("<p>ann@old.example</p>");
        assertThat(pages.shows(after)).as("not seen").isEqualTo("<p>ann@old.example</p>");
        assertThat(pages.shows(other)).isEqualTo("<p>bob@example</p>");
    }

    @Test
    void aHoleShowsEachVisitorItsOwn() {
        String[] field = {"Ann"};
        WebStage pages = WebStage.open()
                .set("bean", new Bean(() -> field[0]))
                .template(
                        "page",
                        "<p cache:fragment=\"f\" cache:key=\"'k'\"><b cache:hole=\"\">[[${bean.name()}]]</b></p>");
        assertThat(pages.shows(ann)).isEqualTo("<p><b>Ann</b></p>");
        field[0] = "Bob";
        assertThat(pages.shows(bob)).isEqualTo("<p><b>Bob</b></p>");
    }
}
