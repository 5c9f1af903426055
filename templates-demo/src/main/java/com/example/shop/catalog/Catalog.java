package com.example.shop.catalog;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** What the shop has, as the database knows it. */
public final class Catalog {

    private static final String PRODUCTS = """
            select p.id, p.category_id, p.name_de, p.name_en, p.description_de, p.description_en, p.picture,
              (select coalesce(avg(cast(r.stars as double precision)), 0) from reviews r where r.product_id = p.id) average,
              (select count(*) from reviews r where r.product_id = p.id) reviews,
              p.updated_at, p.version
            from products p
            """;

    private final Database database;
    private final Clock clock;

    public Catalog(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    public List<Category> categories() {
        return database.list("select * from categories order by id", Catalog::category);
    }

    public Optional<Category> category(int id) {
        return database.list("select * from categories where id = ?", Catalog::category, id).stream()
                .findFirst();
    }

    public List<Product> products(Category category) {
        return database.list(PRODUCTS + "where p.category_id = ? order by p.id", Catalog::product, category.id());
    }

    public List<Product> products(Collection<Integer> ids) {
        if (ids.isEmpty()) {
            return List.of();
        }
        String sql = PRODUCTS + "where p.id in (" + Database.marks(ids) + ") order by p.id";
        return database.list(sql, Catalog::product, ids.toArray());
    }

    public Optional<Product> product(int id) {
        return products(List.of(id)).stream().findFirst();
    }

    /** The eight that customers love most. */
    public List<Product> highlights() {
        return database.list(
                PRODUCTS + "order by average desc, reviews desc, p.id fetch first 8 rows only", Catalog::product);
    }

    public List<Review> reviews(Product product) {
        return database.list(
                "select * from reviews where product_id = ? order by created_at desc, id",
                Catalog::review,
                product.id());
    }

    /** Returns false, and changes nothing, when the product has another version by now. */
    public boolean change(Product product, Bilingual names, Offer offer) {
        int changed = database.change(
                """
                update products set name_de = ?, name_en = ?, price_cents = ?, stock = ?, updated_at = ?, version = version + 1
                where id = ? and version = ?
                """,
                names.de(),
                names.en(),
                offer.price().cents(),
                offer.stock(),
                clock.instant().atOffset(ZoneOffset.UTC),
                product.id(),
                product.version());
        return changed == 1;
    }

    private static Category category(ResultSet row) throws SQLException {
        return new Category(
                row.getInt("id"),
                new Bilingual(row.getString("name_de"), row.getString("name_en")),
                new Bilingual(row.getString("intro_de"), row.getString("intro_en")),
                row.getString("picture"),
                row.getInt("version"));
    }

    private static Product product(ResultSet row) throws SQLException {
        return new Product(
                row.getInt("id"),
                row.getInt("category_id"),
                new Bilingual(row.getString("name_de"), row.getString("name_en")),
                new Bilingual(row.getString("description_de"), row.getString("description_en")),
                row.getString("picture"),
                new Rating(row.getDouble("average"), row.getInt("reviews")),
                instant(row, "updated_at"),
                row.getInt("version"));
    }

    private static Review review(ResultSet row) throws SQLException {
        return new Review(
                row.getInt("id"),
                row.getInt("product_id"),
                row.getString("author"),
                row.getInt("stars"),
                row.getString("language"),
                row.getString("body"),
                instant(row, "created_at"),
                instant(row, "updated_at"));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
