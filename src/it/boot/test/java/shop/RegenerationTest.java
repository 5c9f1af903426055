package shop;

import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.spring.boot.FragmentCacheBuilderCustomizer;
import io.fragmentcache.thymeleaf.Lazy;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.stereotype.Controller;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/** What is regenerated in the background has the language of its page, a session of its own, and no visitor. */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@DirtiesContext
@ExtendWith(OutputCaptureExtension.class)
class RegenerationTest {
    /** The time, and what waits to be done. */
    static final class Hand {
        private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-22T12:00:00Z"));
        private final Queue<Runnable> jobs = new ConcurrentLinkedQueue<>();

        void pass(Duration time) {
            now.updateAndGet(before -> before.plus(time));
        }

        /** On a thread that never served a visitor. */
        int work() throws InterruptedException {
            int done = 0;
            for (Runnable job = jobs.poll(); job != null; job = jobs.poll()) {
                Thread worker = new Thread(job);
                worker.start();
                worker.join();
                done++;
            }
            return done;
        }
    }

    /** A product whose category is loaded when the template asks for it. */
    @Controller
    static class Pages {
        private final Products products;

        Pages(Products products) {
            this.products = products;
        }

        @GetMapping("/loaded-late/{id}")
        String product(@PathVariable long id, Model model) {
            model.addAttribute("id", id);
            model.addAttribute("product", Lazy.of(() -> products.findById(id).orElseThrow()));
            return "product :: article";
        }
    }

    @TestConfiguration(proxyBeanMethods = false)
    @Import(Pages.class)
    static class ByHand {
        @Bean
        Hand hand() {
            return new Hand();
        }

        @Bean
        FragmentCacheBuilderCustomizer byHand(Hand hand) {
            return builder -> builder.clock(hand.now::get).executor(hand.jobs::add);
        }
    }

    @Autowired
    private Hand hand;

    @LocalServerPort
    private int port;

    @Test
    void numbersAndDatesStayInTheLanguageOfTheirPage() throws Exception {
        Visitor german = Visitor.at(port).speaking("de");
        Visitor english = Visitor.at(port);
        german.get("/products/1");
        english.get("/products/1");
        hand.pass(Duration.ofMinutes(11));
        german.named("zoe").get("/products/1");
        english.named("zoe").get("/products/1");
        assertThat(hand.work()).isPositive();
        assertThat(hit(german.get("/products/1"))).contains("Geerntet", "1.001,50", "3. Mai 2026").doesNotContain("zoe");
        assertThat(hit(english.get("/products/1")))
                .contains("Harvested", "1,001.50", "3. May 2026")
                .doesNotContain("zoe");
    }

    @Test
    void whatIsLoadedLateIsLoadedInASessionOfTheWorker() throws Exception {
        Visitor visitor = Visitor.at(port);
        assertThat(visitor.get("/loaded-late/3").body()).contains("Assam", "Black");
        hand.pass(Duration.ofMinutes(11));
        visitor.get("/loaded-late/3");
        assertThat(hand.work()).isPositive();
        assertThat(hit(visitor.get("/loaded-late/3"))).contains("Assam", "Black");
    }

    /** The last bytes of the answer are those of a fragment. */
    @Test
    void aPageThatEndsWithARememberedTextIsSentWithoutAnError(CapturedOutput output) {
        Visitor visitor = Visitor.at(port);
        for (int i = 0; i < 2; i++) {
            assertThat(visitor.get("/loaded-late/2").body()).contains("Gyokuro");
        }
        assertThat(output.getOut()).doesNotContain("Servlet.service()");
    }

    private static String hit(HttpResponse<String> page) {
        assertThat(Visitor.status(page)).startsWith("fragments; hit").contains("stale=0 miss=0");
        return page.body();
    }
}
