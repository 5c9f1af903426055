package io.fragmentcache.jpa;

import java.util.UUID;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;

/**
 * A database of its own for each test class: H2 in memory, or the one that the system property {@code fragmentcache.jdbc}
 * names, whose tables are made anew.
 */
final class ShopDatabase {
    private ShopDatabase() {}

    static SessionFactory open() {
        String url = System.getProperty("fragmentcache.jdbc", "");
        Configuration configuration = new Configuration()
                .setProperty("hibernate.connection.url", url.isEmpty() ? "jdbc:h2:mem:" + UUID.randomUUID() : url)
                .setProperty("hibernate.connection.username", url.isEmpty() ? "sa" : "shop")
                .setProperty("hibernate.connection.password", "")
                .setProperty("hibernate.hbm2ddl.auto", "create-drop")
                .setProperty("hibernate.generate_statistics", "true");
        Catalog.ENTITIES.forEach(configuration::addAnnotatedClass);
        return configuration.buildSessionFactory();
    }
}
