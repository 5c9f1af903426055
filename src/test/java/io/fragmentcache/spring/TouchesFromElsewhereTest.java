package io.fragmentcache.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.FragmentCache;
import io.fragmentcache.stage.Item;
import io.fragmentcache.stage.Stage;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.event.TransactionalEventListener;

/** The recipes of docs/invalidation.md: what else may tell that data changed. */
class TouchesFromElsewhereTest {
    /** A product was saved. */
    public record ProductSaved(long id) {}

    /** Hears of saved products. */
    public record Saves(FragmentCache cache) {
        /** After the commit, or at once without a transaction. */
        @TransactionalEventListener(fallbackExecution = true)
        public void saved(ProductSaved event) {
            cache.touch("Product", event.id());
        }
    }

    /** An application. */
    @Configuration(proxyBeanMethods = false)
    @EnableTransactionManagement
    public static class Shop {
        /** The cache of the test. */
        @Bean
        Saves saves(FragmentCache cache) {
            return new Saves(cache);
        }
    }

    private final Stage shop = Stage.lifetime("1h fresh").template("page", """
            <p cache:fragment="card" cache:key="'x'" cache:tags="'Product:7'">[[${name}]]</p>""");

    private void isNewAfter(Runnable change) {
        shop.with("name", "old").render("page", Item.of("a", "a")).shows("<p>old</p>");
        shop.with("name", "new").render("page").shows("<p>old</p>");
        change.run();
        shop.cache().engine().requests().end();
        shop.render("page").shows("<p>new</p>");
    }

    @Test
    void anEventOfSpringOutdatesWhatShowsTheProduct() {
        try (AnnotationConfigApplicationContext beans = new AnnotationConfigApplicationContext()) {
            beans.registerBean(FragmentCache.class, shop::cache);
            beans.register(Shop.class);
            beans.refresh();
            isNewAfter(() -> beans.publishEvent(new ProductSaved(7)));
            assertThat(beans.getBean(Saves.class).cache()).isSameAs(shop.cache());
        }
    }

    @Test
    void aMessageOutdatesWhatShowsTheProduct() {
        Consumer<String> received = message -> {
            int colon = message.indexOf(':');
            shop.cache().touch(message.substring(0, colon), Long.valueOf(message.substring(colon + 1)));
        };
        isNewAfter(() -> received.accept("Product:7"));
    }
}
