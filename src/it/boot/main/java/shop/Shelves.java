package shop;

import java.math.BigDecimal;
import java.time.LocalDate;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Fills the shop when it starts. */
@Component
public class Shelves implements ApplicationRunner {
    private final Products products;
    private final Categories categories;

    public Shelves(Products products, Categories categories) {
        this.products = products;
        this.categories = categories;
    }

    @Override
    @Transactional
    public void run(ApplicationArguments arguments) {
        Category green = categories.save(new Category(1L, "Green"));
        Category black = categories.save(new Category(2L, "Black"));
        products.save(new Product(1L, "Sencha", new BigDecimal("1001.50"), LocalDate.of(2026, 5, 3), green));
        products.save(new Product(2L, "Gyokuro", new BigDecimal("89.00"), LocalDate.of(2026, 6, 1), green));
        products.save(new Product(3L, "Assam", new BigDecimal("7.20"), LocalDate.of(2026, 3, 9), black));
    }
}
