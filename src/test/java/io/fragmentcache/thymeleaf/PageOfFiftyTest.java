package io.fragmentcache.thymeleaf;

import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.stage.Item;
import io.fragmentcache.stage.Page;
import io.fragmentcache.stage.Stage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a change of one of fifty costs: three renderings, and one look at the store for all fifty. */
class PageOfFiftyTest {
    private static final String PAGE = """
            <main cache:fragment="page" cache:key="'home'"><ul cache:fragment="list" cache:key="'all'"><li cache:each="i : ${items}" cache:fragment="card" cache:key="${i}" th:text="${i.name}">x</li></ul></main>""";

    @Test
    void oneTouchOfFiftyIsThreeRenderingsAndOneBulkRead() {
        CountingStore far = new CountingStore(true);
        Stage shop = Stage.over(far, "5m fresh").template("page", PAGE);
        Item[] cards = IntStream.range(0, 50)
                .mapToObj(i -> Item.of(String.valueOf(i), "n" + i))
                .toArray(Item[]::new);
        shop.render("page", cards);
        far.bulkReads();
        cards[7] = cards[7].renamed("new");
        shop.touch(cards[7]);

        Page page = shop.render("page", cards);

        page.rendered("card 7", "list all", "page home");
        assertThat(page.count("HIT")).isEqualTo(49);
        assertThat(far.bulkReads()).containsExactly(50);
        shop.render("page", cards).hit("page home");
    }
}
