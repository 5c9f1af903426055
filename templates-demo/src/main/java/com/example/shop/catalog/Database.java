package com.example.shop.catalog;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;

/** The shop's tables, and three ways to speak to them. */
public final class Database implements AutoCloseable {

    private final HikariDataSource connections;

    private Database(HikariDataSource connections) {
        this.connections = connections;
    }

    public static Database open(String url) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setPoolName("shop");
        Database database = new Database(connect(config));
        database.transaction(connection -> {
            try (Statement statement = connection.createStatement()) {
                for (String command : resource("/schema.sql").split(";")) {
                    if (!command.isBlank()) {
                        statement.execute(command);
                    }
                }
            }
            return null;
        });
        return database;
    }

    private static HikariDataSource connect(HikariConfig config) {
        try {
            return new HikariDataSource(config);
        } catch (RuntimeException e) {
            throw new IllegalStateException("SHOP_DB cannot be opened: " + e.getMessage(), e);
        }
    }

    public <T> List<T> list(String sql, Row<T> row, Object... values) {
        List<T> rows = new ArrayList<>();
        each(sql, result -> rows.add(row.read(result)), values);
        return rows;
    }

    public void each(String sql, Row<?> row, Object... values) {
        transaction(connection -> {
            try (PreparedStatement statement = prepare(connection, sql, values);
                    ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    row.read(result);
                }
            }
            return null;
        });
    }

    /** Returns how many rows it changed. The change is committed on return. */
    public int change(String sql, Object... values) {
        return transaction(connection -> {
            try (PreparedStatement statement = prepare(connection, sql, values)) {
                return statement.executeUpdate();
            }
        });
    }

    public <T> T transaction(Work<T> work) {
        try (Connection connection = connections.getConnection()) {
            connection.setAutoCommit(false);
            try {
                T result = work.with(connection);
                connection.commit();
                return result;
            } finally {
                connection.rollback();
            }
        } catch (SQLException e) {
            throw new IllegalStateException("The database refused: " + e.getMessage(), e);
        }
    }

    /** As many question marks as there are values, for {@code in (..)}. */
    static String marks(Collection<?> values) {
        return String.join(", ", Collections.nCopies(values.size(), "?"));
    }

    static String resource(String name) {
        try (InputStream file = Database.class.getResourceAsStream(name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static PreparedStatement prepare(Connection connection, String sql, Object... values) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        return statement;
    }

    @Override
    public void close() {
        connections.close();
    }

    /** Makes one value of one row. */
    @FunctionalInterface
    public interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** What is done in one transaction. */
    @FunctionalInterface
    public interface Work<T> {
        T with(Connection connection) throws SQLException;
    }
}
