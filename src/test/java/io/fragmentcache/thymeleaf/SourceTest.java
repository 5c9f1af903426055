package io.fragmentcache.thymeleaf;

import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.key.Tag;
import io.fragmentcache.stage.Happened;
import io.fragmentcache.stage.Item;
import io.fragmentcache.stage.Page;
import io.fragmentcache.stage.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Fragments whose variables come from a source when no request is there. */
class SourceTest {
    private static final String LIST = "<ul cache:fragment=\"list\" cache:key=\"'all'\">"
            + "<li th:each=\"i, st : ${items}\" th:if=\"${i.name != 'hidden'}\" th:with=\"shout=${i.name + '!'}\""
            + " cache:fragment=\"item\" cache:key=\"${i}\" th:text=\"${shout}\">x</li></ul>";

    private Item tea = Item.of("tea", "Tea");
    private Runnable meanwhile = () -> {};

    private Stage shop() {
        return Stage.configured("5m fresh, 1h stale", builder -> builder.source("list :: item", id -> Map.of("i", tea)))
                .template("list", LIST);
    }

    @Test
    void aTouchedFragmentIsRegeneratedFromItsSourceBeforeAnyoneAsks() {
        Stage shop = shop();
        shop.render("list", tea).shows("<ul><li>Tea!</li></ul>");

        tea = tea.renamed("Chai");
        shop.touch(tea);
        shop.runBackground().rendered("item tea");

        shop.render("list", tea)
                .shows("<ul><li>Chai!</li></ul>")
                .missed("list all")
                .hit("item tea");
    }

    @Test
    void aTouchInsideATransactionRegeneratesFromItsSourceAfterTheCommitAndNotBefore() {
        List<Runnable> commits = new ArrayList<>();
        List<Object> asked = new ArrayList<>();
        Stage shop = Stage.configured(
                        "5m fresh, 1h stale",
                        builder -> builder.deferTouches(commits::add).source("list :: item", id -> {
                            asked.add(id);
                            return Map.of("i", tea);
                        }))
                .template("list", LIST);
        Item old = tea;
        shop.render("list", old).shows("<ul><li>Tea!</li></ul>");

        shop.touch(old);
        shop.cache().expire(Tag.of("other"));
        shop.runBackground().rendered();
        assertThat(asked).as("before the commit").isEmpty();

        tea = old.renamed("Chai");
        commits.forEach(Runnable::run);
        shop.runBackground().rendered("item tea");
        shop.render("list", tea).shows("<ul><li>Chai!</li></ul>").hit("item tea");
    }

    @Test
    void aStaleFragmentIsRegeneratedWithFreshDataNotWithThatOfItsReader() {
        Stage cards = Stage.configured(
                        "5m fresh, 1h stale",
                        builder -> builder.source("card :: item", id -> Map.of("item", tea, "i", tea)))
                .template(
                        "card",
                        "<b th:with=\"i=${item}\" cache:fragment=\"item\" cache:key=\"${i}\">[[${i.name}]]</b>");
        Item old = tea;
        cards.render("card", old).shows("<b>Tea</b>");
        tea = old.renamed("Chai");

        cards.wait("6m").render("card", old).stale("item tea");
        cards.runBackground();

        cards.render("card", tea).shows("<b>Chai</b>").hit("item tea");
    }

    @Test
    void aFragmentAroundATouchedOneIsRegeneratedFromItsSourceTooAndTheInnerOneOnce() {
        Stage shop = Stage.configured(
                        "5m fresh, 1h stale",
                        builder -> builder.source("list :: item", id -> Map.of("i", tea))
                                .source("list :: list", id -> Map.of("items", List.of(tea))))
                .template("list", LIST);
        shop.render("list", tea).shows("<ul><li>Tea!</li></ul>");

        tea = tea.renamed("Chai");
        shop.touch(tea);
        Happened behind = shop.runBackground();
        assertThat(behind.count("RENDERED")).isEqualTo(2);

        shop.render("list", tea).shows("<ul><li>Chai!</li></ul>").hit("list all");
    }

    @Test
    void whatAFragmentShowsNoLongerDoesNotRegenerateIt() {
        Item oat = Item.of("oat", "Oat");
        Stage shop = Stage.configured(
                        "5m fresh, 1h stale",
                        builder -> builder.source("list :: list", id -> Map.of("items", List.of(tea))))
                .template("list", LIST);
        shop.render("list", tea, oat);
        shop.touch(oat).runBackground().rendered("list all");
        shop.touch(oat).runBackground().rendered();
        shop.touch(tea).runBackground().rendered("item tea", "list all");
    }

    @Test
    void whatTheApplicationCarriesSurroundsTheSourceToo() {
        List<String> tenants = new ArrayList<>();
        ThreadLocal<String> tenant = new ThreadLocal<>();
        Stage cards = Stage.configured(
                        "5m fresh, 1h stale",
                        builder -> builder.source("card :: item", id -> {
                                    tenants.add(tenant.get());
                                    return Map.of("item", tea);
                                })
                                .propagate(() -> {
                                    String captured = tenant.get();
                                    return job -> () -> {
                                        tenant.set(captured);
                                        job.run();
                                        tenant.remove();
                                    };
                                }))
                .template("card", "<b cache:fragment=\"item\" cache:key=\"${item}\">[[${item.name}]]</b>");
        cards.render("card", tea);
        tenant.set("of who touched");
        cards.touch(tea);
        tenant.remove();
        cards.runBackground().rendered("item tea");

        tenant.set("of the reader");
        cards.wait("6m").render("card", tea).stale("item tea");
        tenant.remove();
        cards.runBackground().rendered("item tea");
        assertThat(tenants).containsExactly("of who touched", "of the reader");
    }

    @Test
    void theSourceIsAskedByTheIdentityInTheKey() {
        List<Object> asked = new ArrayList<>();
        Stage shop = Stage.configured(
                        "5m fresh, 1h stale",
                        builder -> builder.source("list :: item", id -> {
                            asked.add(id);
                            return Map.of("i", tea);
                        }))
                .template("list", LIST);
        shop.render("list", tea);
        shop.touch(tea).runBackground();
        assertThat(asked).containsExactly("tea");
    }

    @Test
    void aSourceThatFailsKeepsTheOldTextAndSaysSo() {
        Stage shop = Stage.configured(
                        "5m fresh, 1h stale",
                        builder -> builder.source("list :: item", id -> {
                            throw new IllegalStateException("no database");
                        }))
                .template("list", LIST);
        shop.render("list", tea);
        shop.touch(tea).runBackground().failed("item tea");
    }

    @Test
    void aTouchDuringTheSourceOutdatesWhatItBrings() {
        Stage shop = Stage.configured(
                        "5m fresh, 1h stale",
                        builder -> builder.source("list :: item", id -> {
                            Item read = tea;
                            meanwhile.run();
                            return Map.of("i", read);
                        }))
                .template("list", LIST);
        shop.render("list", tea);
        meanwhile = () -> {
            meanwhile = () -> {};
            tea = tea.renamed("Chai");
            shop.touch(tea);
        };
        shop.touch(tea).runBackground();
        shop.runBackground();

        shop.render("list", tea).shows("<ul><li>Chai!</li></ul>");
    }

    @Test
    void bothWaysPrintTheSameBytes() {
        Stage shop = shop();
        String requested = shop.render("list", tea).text();
        shop.touch(tea).runBackground();
        Page sourced = shop.render("list", tea);
        sourced.shows(requested).hit("item tea");
    }

    @Test
    void holesAreRenderedNeitherByAWarmUpNorOnATouchButForTheVisitor() {
        Stage shop = Stage.configured("5m fresh", builder -> builder.source("card :: item", id -> Map.of("i", tea)))
                .template(
                        "card",
                        "<b th:each=\"i : ${items}\" cache:fragment=\"item\" cache:key=\"${i}\">[[${i.name}]]"
                                + "<i cache:hole=\"n=${i.id}\" th:text=\"${n + visitor.length()}\">x</i></b>");
        WarmUp warm = shop.cacheDialect().warmUp(shop.engine()).add("card :: item", Locale.ENGLISH, List.of("tea"));
        warm.run();
        assertThat(warm.failed()).isZero();
        shop.with("visitor", "Ada")
                .render("card", tea)
                .shows("<b>Tea<i>tea3</i></b>")
                .hit("item tea");

        tea = tea.renamed("Chai");
        shop.touch(tea);
        shop.with("visitor", null).runBackground().rendered("item tea");
        shop.with("visitor", "Zora")
                .render("card", tea)
                .shows("<b>Chai<i>tea4</i></b>")
                .hit("item tea");
    }
}
