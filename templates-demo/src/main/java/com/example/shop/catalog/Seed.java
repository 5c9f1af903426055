package com.example.shop.catalog;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Fills empty tables, always with the same goods and the same reviews. */
public final class Seed {

    private static final OffsetDateTime OPENING = OffsetDateTime.parse("2026-06-01T09:00:00Z");
    private static final int REVIEWS = 2000;

    private final Connection connection;
    private final Random random = new Random(1987);

    private Seed(Connection connection) {
        this.connection = connection;
    }

    public static void sow(Database database) {
        if (database.list("select count(*) from products", row -> row.getInt(1)).get(0) == 0) {
            database.transaction(connection -> {
                Seed seed = new Seed(connection);
                seed.categories();
                int products = seed.products();
                seed.reviews(products);
                return null;
            });
        }
    }

    private void categories() throws SQLException {
        List<Object[]> rows = new ArrayList<>();
        for (String[] part : lines("categories")) {
            rows.add(new Object[] {rows.size() + 1, part[1], part[2], part[3], part[4], part[0], 1});
        }
        insert("categories (id, name_de, name_en, intro_de, intro_en, picture, version)", rows);
    }

    private int products() throws SQLException {
        List<String[]> sentences = lines("descriptions");
        List<Object[]> rows = new ArrayList<>();
        for (String[] part : lines("products")) {
            List<String[]> fitting = shuffled(sentences, part[0]);
            rows.add(new Object[] {
                rows.size() + 1,
                Integer.valueOf(part[0]),
                part[3],
                part[4],
                fitting.get(0)[1] + " " + fitting.get(1)[1],
                fitting.get(0)[2] + " " + fitting.get(1)[2],
                part[1],
                new BigDecimal(part[2]).movePointRight(2).intValueExact(),
                random.nextInt(12) == 0 ? 0 : 1 + random.nextInt(60),
                OPENING,
                1
            });
        }
        insert(
                "products (id, category_id, name_de, name_en, description_de, description_en, picture, price_cents, stock, updated_at, version)",
                rows);
        return rows.size();
    }

    private void reviews(int products) throws SQLException {
        List<String[]> authors = lines("authors");
        List<String[]> sentences = lines("reviews");
        List<Object[]> rows = new ArrayList<>();
        while (rows.size() < REVIEWS) {
            int product = 1 + random.nextInt(products);
            int stars = 5 - (int) Math.min(4, Math.abs(random.nextGaussian() * 1.1));
            String language = random.nextBoolean() ? "de" : "en";
            String kind = language + (stars > 3 ? "+" : "-");
            List<String[]> fitting = shuffled(sentences, kind);
            String body = fitting.get(0)[1] + (random.nextInt(3) == 0 ? " " + fitting.get(1)[1] : "");
            OffsetDateTime written = OPENING.minusMinutes(random.nextInt(500 * 24 * 60));
            rows.add(new Object[] {
                rows.size() + 1,
                product,
                authors.get(random.nextInt(authors.size()))[0],
                stars,
                body,
                written,
                written,
                language
            });
        }
        insert("reviews (id, product_id, author, stars, body, created_at, updated_at, language)", rows);
    }

    /** The lines that begin with this word, in an order of chance. */
    private List<String[]> shuffled(List<String[]> lines, String word) {
        List<String[]> fitting = new ArrayList<>(
                lines.stream().filter(line -> line[0].equals(word)).toList());
        Collections.shuffle(fitting, random);
        return fitting;
    }

    private void insert(String into, List<Object[]> rows) throws SQLException {
        int columns = rows.get(0).length;
        String sql = "insert into " + into + " values (" + Database.marks(Collections.nCopies(columns, "?")) + ")";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (Object[] row : rows) {
                for (int i = 0; i < columns; i++) {
                    statement.setObject(i + 1, row[i]);
                }
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    private static List<String[]> lines(String name) {
        return Database.resource("/seed/" + name + ".txt")
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split(" \\| "))
                .toList();
    }
}
