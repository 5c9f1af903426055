package io.fragmentcache.jpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fragmentcache.FragmentCache;
import io.fragmentcache.FragmentCacheBuilder;
import io.fragmentcache.key.Tag;
import io.fragmentcache.problem.Problem;
import io.fragmentcache.spi.Listener;
import io.fragmentcache.spi.Touched;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How entities are called in keys and tags, where their classes do not say it alone. */
class EntityNamesTest {
    /** One part of an application. */
    static final class Sales {
        @Entity(name = "SoldProduct")
        static class Product {
            @Id
            long id = 7;

            @Version
            long version;

            String name = "";
        }
    }

    /** Another one. */
    static final class Storage {
        @Entity(name = "StoredProduct")
        static class Product {
            @Id
            long id = 7;

            @Version
            long version;

            String name = "";
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
    void twoEntitiesWhoseClassesHaveOneNameAreAnErrorInStrictMode() {
        try (FragmentCache cache = strict().build();
                HibernateTouches touches = HibernateTouches.of(cache)) {
            assertThatThrownBy(() -> touches.listenTo(factory))
                    .isInstanceOf(Problem.class)
                    .hasMessageContaining("are both 'Product' in keys and tags, so a fragment that is given either may"
                            + " show the wrong one. Name one of them: model(\"OtherProduct\", EntityNamesTest.")
                    .hasMessageContaining("Sales$Product")
                    .hasMessageContaining("Storage$Product");
        }
    }

    @Test
    void otherwiseEachTouchReachesBoth() {
        try (FragmentCache cache = strict().strict(false).build();
                HibernateTouches touches = HibernateTouches.of(cache).listenTo(factory)) {
            assertThat(touches).isNotNull();
            insert(new Sales.Product());
            assertThat(touched).contains("Product:7", "Product[]").doesNotContain("StoredProduct:7");
        }
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
