package com.example.shop;

import com.example.shop.catalog.Catalog;
import com.example.shop.catalog.Category;
import com.example.shop.catalog.Product;
import io.fragmentcache.thymeleaf.WarmUp;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** Renders the cards of all shelves in both languages before anyone asks, behind the visitors who come meanwhile. */
final class Warming {

    private static final List<Locale> LANGUAGES = List.of(Locale.ENGLISH, Locale.GERMAN);

    private final Catalog catalog;
    private final Supplier<WarmUp> warmUp;
    private final Thread thread = new Thread(this::warm, "warm-up");
    private volatile boolean closed;

    private Warming(Catalog catalog, Supplier<WarmUp> warmUp) {
        this.catalog = catalog;
        this.warmUp = warmUp;
        thread.setDaemon(true);
    }

    static Warming start(Catalog catalog, Supplier<WarmUp> warmUp) {
        Warming warming = new Warming(catalog, warmUp);
        warming.thread.start();
        return warming;
    }

    private void warm() {
        int done = 0;
        int failed = 0;
        for (Category category : catalog.categories()) {
            for (Product product : catalog.products(category)) {
                if (closed) {
                    return;
                }
                WarmUp cards = warmUp.get();
                LANGUAGES.forEach(language -> cards.add("category :: card", language, List.of(product.id())));
                cards.run();
                done += cards.done();
                failed += cards.failed();
            }
        }
        System.out.println("Warm: " + done + " cards, " + failed + " of them failed.");
    }

    void await() {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends after the card at hand. */
    void close() {
        closed = true;
        await();
    }
}
