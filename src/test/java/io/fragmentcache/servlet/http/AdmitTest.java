package io.fragmentcache.servlet.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.stage.Answer;
import io.fragmentcache.stage.ServerStage;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Crawlers read what is stored, and store nothing. */
class AdmitTest {
    private static final String CRAWLER = "User-Agent: Crawler/1.0";

    private final ServerStage pages = new ServerStage();

    @AfterEach
    void close() {
        pages.close();
    }

    private void start() {
        pages.filtering(filter ->
                        filter.admit(request -> !Objects.requireNonNullElse(request.getHeader("User-Agent"), "")
                                .startsWith("Crawler")))
                .page("page", "<p cache:fragment=\"a\" cache:key=\"1\">[[${n}]]</p>")
                .start();
        pages.model.put("n", 1);
    }

    @Test
    void whoIsNotAdmittedReadsWhatIsStoredAndStoresNothing() {
        start();
        assertThat(pages.browser().get("/page", CRAWLER).text()).isEqualTo("<p>1</p>");
        assertThat(pages.store.size()).isZero();
        pages.model.put("n", 2);
        assertThat(pages.browser().get("/page").text()).isEqualTo("<p>2</p>");
        pages.model.put("n", 3);
        Answer hit = pages.browser().get("/page", CRAWLER);
        assertThat(hit.text()).isEqualTo("<p>2</p>");
        assertThat(hit.header("Cache-Status")).contains("hit");
    }

    @Test
    void whatIsStaleIsShownToACrawlerAndRegeneratedForAVisitorOnly() {
        start();
        pages.browser().get("/page");
        pages.clock.move(Duration.ofMinutes(11));
        assertThat(pages.browser().get("/page", CRAWLER).text()).isEqualTo("<p>1</p>");
        assertThat(pages.behind).isEmpty();
        assertThat(pages.browser().get("/page").text()).isEqualTo("<p>1</p>");
        assertThat(pages.behind).hasSize(1);
    }
}
