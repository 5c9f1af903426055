package io.fragmentcache.servlet.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fragmentcache.FragmentCache;
import io.fragmentcache.servlet.FragmentCacheFilter;
import io.fragmentcache.stage.Answer;
import io.fragmentcache.stage.ServerStage;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A fragment that is asked for alone: page :: list, as a part of an address that answers with the page too. */
class PartsTest {
    private final ServerStage pages = new ServerStage();

    @AfterEach
    void close() {
        pages.close();
    }

    @BeforeEach
    void start() {
        pages.filtering(filter -> filter.partsBy("HX-Request"))
                .page("shop", """
                        <h1>Shop</h1><ul th:fragment="list" cache:fragment="list" cache:key="'all'"><li>[[${n}]]</li></ul><p th:fragment="foot" cache:fragment="foot" cache:key="'f'">foot</p>""")
                .at("/both", (request, response) -> {
                    response.setContentType("text/html;charset=UTF-8");
                    if (request.getHeader("HX-Request") == null) {
                        pages.render("shop", request, response, response.getWriter());
                    } else {
                        pages.part("shop", Set.of("list"), request, response, response.getWriter());
                    }
                })
                .at("/two", (request, response) -> {
                    response.setContentType("text/html;charset=UTF-8");
                    pages.part("shop", Set.of("foot"), request, response, response.getWriter());
                    pages.part("shop", Set.of("list"), request, response, response.getWriter());
                })
                .at("/events", (request, response) -> {
                    response.setContentType("text/event-stream;charset=UTF-8");
                    response.getWriter().write("data: ");
                    pages.part("shop", Set.of("list"), request, response, response.getWriter());
                    response.getWriter().write("\n\n");
                    response.flushBuffer();
                })
                .start();
        pages.model.put("n", 1);
    }

    @Test
    void aPartIsTheEntryOfItsPageWithATagOfItsOwnAndBothVaryByWhatChoosesThem() {
        Answer page = pages.browser().get("/both");
        pages.model.put("n", 2);
        Answer part = pages.browser().get("/both", "HX-Request: true");
        assertThat(part.text()).isEqualTo("<ul><li>1</li></ul>");
        assertThat(part.header("Cache-Status")).contains("hit");
        assertThat(part.header("ETag")).isNotEmpty().isNotEqualTo(page.header("ETag"));
        assertThat(part.header("Vary")).contains("HX-Request");
        assertThat(page.header("Vary")).contains("HX-Request");
        assertThat(pages.store.size()).isEqualTo(2);
        assertThat(pages.browser()
                        .get("/both", "HX-Request: true", "If-None-Match: " + part.header("ETag"))
                        .status())
                .isEqualTo(304);
        assertThat(pages.browser()
                        .get("/both", "HX-Request: true", "If-None-Match: " + page.header("ETag"))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void aPartThatIsAskedForFirstIsTheEntryOfThePage() {
        pages.browser().get("/both", "HX-Request: true");
        pages.model.put("n", 2);
        assertThat(pages.browser().get("/both").text()).contains("<li>1</li>");
    }

    @Test
    void severalPartsInOneAnswerAndInAnEventAreTheSameEntries() {
        pages.browser().get("/both");
        pages.model.put("n", 2);
        assertThat(pages.browser().get("/two").text()).isEqualTo("<p>foot</p><ul><li>1</li></ul>");
        assertThat(pages.browser().get("/events").text()).isEqualTo("data: <ul><li>1</li></ul>\n\n");
        assertThat(pages.store.size()).isEqualTo(2);
    }

    @Test
    void whatIsNotAHeaderIsRefused() {
        try (FragmentCache cache = FragmentCache.inMemory().build()) {
            assertThatThrownBy(() -> FragmentCacheFilter.over(cache).partsBy("HX-Request, Turbo-Frame"))
                    .hasMessage(
                            "'HX-Request, Turbo-Frame' is not the name of a header. Write one name for each argument:"
                                    + " partsBy(\"HX-Request\").");
        }
    }
}
