package io.fragmentcache.servlet.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.spi.Listener;
import io.fragmentcache.spi.LookedUp;
import io.fragmentcache.stage.ServerStage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A fragment that varies by a header has one entry for each variant, found by its key. */
class VariantsTest {
    private static final String PAGE =
            "<p cache:fragment=\"a\" cache:key=\"1\" cache:vary=\"region\" th:text=\"${#ctx.getExchange().getRequest().getHeaderValue('X-Region')}\">a</p>";

    private final ServerStage pages = new ServerStage();

    @AfterEach
    void close() {
        pages.close();
    }

    @Test
    void eachVariantIsRenderedOnceAndFoundByItsOwnKey() {
        List<String> keys = new ArrayList<>();
        pages.page("page", PAGE)
                .caching(cache -> cache.vary("region", request -> request.header("X-Region"))
                        .listener(new Listener() {
                            @Override
                            public void lookedUp(LookedUp event) {
                                keys.add(event.outcome() + " " + event.key().id());
                            }
                        }))
                .start();
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 20; i++) {
                assertThat(pages.browser().get("/page", "X-Region: r" + i).text())
                        .isEqualTo("<p>r" + i + "</p>");
            }
        }
        assertThat(pages.store.size()).isEqualTo(20);
        assertThat(keys).hasSize(40).doesNotHaveDuplicates();
    }
}
