package io.fragmentcache.jpa;

import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.FragmentCache;
import io.fragmentcache.FragmentCacheBuilder;
import io.fragmentcache.key.Tag;
import io.fragmentcache.spi.Listener;
import io.fragmentcache.spi.Touched;
import io.fragmentcache.thymeleaf.CacheDialect;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.thymeleaf.TemplateEngine;
import org.thymeleaf.context.Context;
import org.thymeleaf.templateresolver.StringTemplateResolver;

/** How entities are called in keys and tags, where their classes do not say it alone. */
public class EntityNamesTest {
    /** One part of an application. */
    public static final class Sales {
        @Entity(name = "SoldProduct")
        public static class Product {
            @Id
            long id = 7;

            @Version
            long version;

            String name = "";

            public String getName() {
                return name;
            }
        }
    }

    /** Another one. */
    public static final class Storage {
        @Entity(name = "StoredProduct")
        public static class Product {
            @Id
            long id = 7;

            @Version
            long version;

            String name = "";

            public String getName() {
                return name;
            }
        }

        @Entity(name = "Crate")
        static class Box extends Product {}
    }

    private final List<String> touched = new ArrayList<>();
    private SessionFactory factory = open(Sales.Product.class, Storage.Product.class, Storage.Box.class);

    private static SessionFactory open(Class<?>... entities) {
        Configuration configuration = new Configuration()
                .setProperty("hibernate.connection.url", "jdbc:h2:mem:" + UUID.randomUUID())
                .setProperty("hibernate.connection.username", "sa")
                .setProperty("hibernate.hbm2ddl.auto", "create-drop");
        for (Class<?> entity : entities) {
            configuration.addAnnotatedClass(entity);
        }
        return configuration.buildSessionFactory();
    }

    private FragmentCacheBuilder strict() {
        return FragmentCache.inMemory().strict(true).listener(new Listener() {
            @Override
            public void touched(Touched event) {
                event.tags().stream().map(Tag::name).forEach(touched::add);
            }
        });
    }

    private void insert(Object entity) {
        touched.clear();
        factory.inTransaction(session -> session.persist(entity));
    }

    @AfterEach
    void close() {
        factory.close();
    }

    @Test
    void twoEntitiesWhoseClassesHaveOneNameShareTheirTags() {
        try (FragmentCache cache = strict().build();
                HibernateTouches touches = HibernateTouches.of(cache).listenTo(factory)) {
            assertThat(touches).isNotNull();
            insert(new Sales.Product());
            assertThat(touched).containsExactlyInAnyOrder("Product:7", "Product[]", "SoldProduct:7", "SoldProduct[]");
            insert(new Storage.Product());
            assertThat(touched)
                    .containsExactlyInAnyOrder("Product:7", "Product[]", "StoredProduct:7", "StoredProduct[]");
        }
    }

    @Test
    void ofTwoEntitiesOfOneNameAndOneIdentityEachIsShownItsOwnText() {
        try (FragmentCache cache = strict().build()) {
            TemplateEngine engine = new TemplateEngine();
            engine.setTemplateResolver(new StringTemplateResolver());
            engine.addDialect(new CacheDialect(cache));
            Sales.Product sold = new Sales.Product();
            sold.name = "Tea";
            Storage.Product stored = new Storage.Product();
            stored.name = "Box of tea";
            for (int visit = 0; visit < 2; visit++) {
                assertThat(page(engine, sold)).isEqualTo("<p>Tea</p>");
                assertThat(page(engine, stored)).isEqualTo("<p>Box of tea</p>");
            }
            cache.touch("Product", 7);
            sold.name = "Chai";
            stored.name = "Box of chai";
            assertThat(page(engine, sold)).isEqualTo("<p>Chai</p>");
            assertThat(page(engine, stored)).isEqualTo("<p>Box of chai</p>");
        }
    }

    private static String page(TemplateEngine engine, Object product) {
        String template = "<p cache:fragment=\"card\" cache:key=\"${p}\" th:text=\"${p.name}\">x</p>";
        return engine.process(template, new Context(Locale.ENGLISH, Map.of("p", product)));
    }

    @Test
    void aNameThatTheBuilderGivesTellsThemApart() {
        try (FragmentCache cache = strict().model("Stored", Storage.Product.class, p -> p.id, p -> p.version)
                        .build();
                HibernateTouches touches = HibernateTouches.of(cache).listenTo(factory)) {
            assertThat(touches).isNotNull();
            insert(new Storage.Product());
            assertThat(touched).containsExactlyInAnyOrder("Stored:7", "Stored[]");
            insert(new Sales.Product());
            assertThat(touched).containsExactlyInAnyOrder("Product:7", "Product[]", "SoldProduct:7", "SoldProduct[]");
        }
    }

    @Test
    void namesOfQueriesAreTouchedTooThoseOfSuperclassesAsWell() {
        factory.close();
        factory = open(Storage.Product.class, Storage.Box.class);
        try (FragmentCache cache = strict().build();
                HibernateTouches touches = HibernateTouches.of(cache).listenTo(factory)) {
            assertThat(touches).isNotNull();
            insert(new Storage.Box());
            assertThat(touched)
                    .containsExactlyInAnyOrder(
                            "Box:7",
                            "Box[]",
                            "Product:7",
                            "Product[]",
                            "Crate:7",
                            "Crate[]",
                            "StoredProduct:7",
                            "StoredProduct[]");
        }
    }
}
