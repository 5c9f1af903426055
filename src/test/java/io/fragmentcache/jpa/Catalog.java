package io.fragmentcache.jpa;

import io.fragmentcache.key.Touches;
import jakarta.persistence.CascadeType;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.ManyToMany;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.OneToMany;
import jakarta.persistence.Version;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the tests keep in a database. */
public final class Catalog {
    static final List<Class<?>> ENTITIES =
            List.of(Category.class, Product.class, Tea.class, Review.class, Stock.class, Rate.class, Shelf.class);

    private Catalog() {}

    @Entity(name = "Category")
    public static class Category {
        @Id
        long id;

        @Version
        long version;

        String name = "";

        protected Category() {}

        Category(long id, String name) {
            this.id = id;
            this.name = name;
        }

        public String getName() {
            return name;
        }
    }

    @Entity(name = "Product")
    public static class Product {
        @Id
        long id;

        @Version
        long version;

        String name = "";

        @Touches
        @ManyToOne(fetch = FetchType.LAZY)
        Category category;

        @ElementCollection
        Set<String> labels = new HashSet<>();

        @OneToMany(mappedBy = "product", cascade = CascadeType.ALL, orphanRemoval = true)
        List<Review> reviews = new ArrayList<>();

        protected Product() {}

        Product(long id, String name, Category category) {
            this.id = id;
            this.name = name;
            this.category = category;
        }

        public long getId() {
            return id;
        }

        public String getName() {
            return name;
        }

        public Category getCategory() {
            return category;
        }

        /** As most helpers do: the other side is set to nothing. */
        void remove(Review review) {
            reviews.remove(review);
            review.product = null;
        }
    }

    @Entity(name = "Tea")
    public static class Tea extends Product {
        protected Tea() {}

        Tea(long id, String name, Category category) {
            super(id, name, category);
        }
    }

    @Entity(name = "Review")
    public static class Review {
        @Id
        @GeneratedValue(strategy = GenerationType.IDENTITY)
        @Nullable Long id;

        String text = "";

        @Touches
        @ManyToOne(fetch = FetchType.LAZY)
        @Nullable Product product;

        protected Review() {}

        Review(Product product, String text) {
            this.product = product;
            this.text = text;
        }
    }

    @Embeddable
    public static class StockId implements Serializable {
        private static final long serialVersionUID = 1;

        String warehouse = "";
        long product;

        protected StockId() {}

        StockId(String warehouse, long product) {
            this.warehouse = warehouse;
            this.product = product;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof StockId id && id.warehouse.equals(warehouse) && id.product == product;
        }

        @Override
        public int hashCode() {
            return warehouse.hashCode() + Long.hashCode(product);
        }
    }

    @Entity(name = "Stock")
    public static class Stock {
        @EmbeddedId
        StockId id;

        @Version
        long version;

        int amount;

        protected Stock() {}

        Stock(String warehouse, long product, int amount) {
            this.id = new StockId(warehouse, product);
            this.amount = amount;
        }
    }

    public record RateId(String currency, int year) implements Serializable {}

    /** Its parts stand in another order than those of its identity. */
    @Entity(name = "Rate")
    @IdClass(RateId.class)
    public static class Rate {
        @Id
        @jakarta.persistence.Column(name = "of_year")
        int year;

        @Id
        String currency = "";

        @Version
        long version;

        double rate;

        protected Rate() {}

        Rate(String currency, int year, double rate) {
            this.currency = currency;
            this.year = year;
            this.rate = rate;
        }
    }

    /** Belongs to several categories. */
    @Entity(name = "Shelf")
    public static class Shelf {
        @Id
        long id;

        String name = "";

        @Touches
        @ManyToMany
        Set<Category> categories = new HashSet<>();

        protected Shelf() {}

        Shelf(long id, String name) {
            this.id = id;
            this.name = name;
        }
    }
}
