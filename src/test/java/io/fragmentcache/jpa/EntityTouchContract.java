package io.fragmentcache.jpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fragmentcache.FragmentCache;
import io.fragmentcache.FragmentCacheBuilder;
import io.fragmentcache.jpa.Catalog.Category;
import io.fragmentcache.jpa.Catalog.Product;
import io.fragmentcache.jpa.Catalog.Rate;
import io.fragmentcache.jpa.Catalog.RateId;
import io.fragmentcache.jpa.Catalog.Review;
import io.fragmentcache.jpa.Catalog.Shelf;
import io.fragmentcache.jpa.Catalog.Stock;
import io.fragmentcache.jpa.Catalog.StockId;
import io.fragmentcache.jpa.Catalog.Tea;
import io.fragmentcache.key.Tag;
import io.fragmentcache.spi.Listener;
import io.fragmentcache.spi.Touched;
import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.StatelessSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What each change of an entity touches, and when. The same for each kind of transaction, and for each database. */
abstract class EntityTouchContract {
    final List<List<String>> touches = new ArrayList<>();
    protected final SessionFactory factory = ShopDatabase.open();
    protected FragmentCache cache = open(builder -> builder);
    private HibernateTouches listening = HibernateTouches.of(cache).listenTo(factory);
    private long review;

    /** Runs this in one transaction, which commits. */
    abstract void transaction(Consumer<EntityManager> work);

    /** Says that the transaction around ends with a rollback. */
    abstract void rollback(EntityManager entities);

    abstract FragmentCacheBuilder configured(FragmentCacheBuilder builder);

    private FragmentCache open(java.util.function.UnaryOperator<FragmentCacheBuilder> configure) {
        return configure
                .apply(configured(FragmentCache.inMemory()))
                .listener(new Listener() {
                    @Override
                    public void touched(Touched touched) {
                        touches.add(
                                touched.tags().stream().map(Tag::name).sorted().toList());
                    }
                })
                .build();
    }

    /** With another cache than that of all tests. */
    private void configure(java.util.function.UnaryOperator<FragmentCacheBuilder> configure) {
        listening.close();
        cache.close();
        cache = open(configure);
        listening = HibernateTouches.of(cache).listenTo(factory);
    }

    @BeforeEach
    void fill() {
        transaction(entities -> {
            Category teas = new Category(1, "Teas");
            Category cups = new Category(2, "Cups");
            entities.persist(teas);
            entities.persist(cups);
            Product assam = new Product(1, "Assam", teas);
            entities.persist(assam);
            entities.persist(new Tea(2, "Darjeeling", teas));
            Product mug = new Product(60, "Mug", cups);
            entities.persist(mug);
            Review good = new Review(assam, "good");
            assam.reviews.add(good);
            entities.persist(good);
            entities.persist(new Review(mug, "blue"));
            Shelf shelf = new Shelf(1, "Top");
            shelf.categories.add(teas);
            entities.persist(shelf);
            entities.persist(new Stock("north", 1, 5));
            entities.persist(new Rate("EUR", 2026, 1.1));
            entities.flush();
            review = Objects.requireNonNull(good.id);
        });
        touches.clear();
    }

    @AfterEach
    void close() {
        listening.close();
        cache.close();
        factory.close();
    }

    /** What the only touch since was of. */
    private void touched(String... tags) {
        assertThat(touches).hasSize(1);
        assertThat(touches.get(0)).containsExactlyInAnyOrder(tags);
        touches.clear();
    }

    private void touchedNothing() {
        assertThat(touches).isEmpty();
    }

    @Test
    void anUpdateTouchesTheRowTheListsOfItsTypeAndItsParentWithoutLoadingThat() {
        transaction(entities -> {
            Product assam = entities.find(Product.class, 1L);
            assam.name = "Assam!";
            entities.flush();
            assertThat(org.hibernate.Hibernate.isInitialized(assam.category)).isFalse();
        });
        touched("Product:1", "Product[]", "Category:1");
    }

    @Test
    void aSaveWithoutAChangeTouchesNothing() {
        transaction(entities -> {
            Product assam = entities.find(Product.class, 1L);
            assam.name = "Assam";
        });
        touchedNothing();
    }

    @Test
    void aRollbackAfterAFlushTouchesNothing() {
        transaction(entities -> {
            entities.find(Product.class, 1L).name = "Never";
            entities.flush();
            rollback(entities);
        });
        touchedNothing();
    }

    @Test
    void anExceptionTouchesNothing() {
        assertThatThrownBy(() -> transaction(entities -> {
                    entities.find(Product.class, 1L).name = "Never";
                    entities.flush();
                    throw new IllegalStateException("no");
                }))
                .hasMessage("no");
        touchedNothing();
        transaction(entities -> entities.find(Product.class, 60L).name = "Cup");
        touched("Product:60", "Product[]", "Category:2");
    }

    @Test
    void aNewRowTouchesItsParentByReferenceAndTheChainEndsThere() {
        Review[] made = new Review[1];
        transaction(entities -> {
            Product reference = entities.getReference(Product.class, 1L);
            made[0] = new Review(reference, "new");
            entities.persist(made[0]);
            entities.flush();
            assertThat(org.hibernate.Hibernate.isInitialized(reference)).isFalse();
        });
        touched("Review:" + made[0].id, "Review[]", "Product:1");
    }

    @Test
    void aLoadedParentIsFollowed() {
        Review[] made = new Review[1];
        transaction(entities -> {
            made[0] = new Review(entities.find(Product.class, 1L), "new");
            entities.persist(made[0]);
        });
        touched("Review:" + made[0].id, "Review[]", "Product:1", "Category:1");
    }

    @Test
    void anOrphanTouchesItsFormerParent() {
        transaction(entities -> {
            Product assam = entities.find(Product.class, 1L);
            assam.remove(assam.reviews.get(0));
        });
        assertThat(touches.get(0))
                .contains("Product:1", "Review:" + review, "Review[]")
                .doesNotContain("Product:60");
        assertThat(touches).hasSize(1);
    }

    @Test
    void anElementCollectionTouchesItsOwner() {
        transaction(entities -> entities.find(Product.class, 1L).labels.add("organic"));
        touched("Product:1", "Product[]", "Category:1");
        transaction(entities -> entities.find(Product.class, 1L).labels.clear());
        touched("Product:1", "Product[]", "Category:1");
    }

    @Test
    void aNewRowTouchesTheListsOfItsTypeAndOfEachTypeThatItIsOneOf() {
        transaction(
                entities -> entities.persist(new Product(101, "Oolong", entities.getReference(Category.class, 1L))));
        touched("Product:101", "Product[]", "Category:1");
        transaction(entities -> entities.persist(new Tea(102, "Sencha", entities.getReference(Category.class, 1L))));
        touched("Tea:102", "Tea[]", "Product:102", "Product[]", "Category:1");
    }

    @Test
    void aDeletionThatCascadesTouchesAllThatIsGone() {
        transaction(entities -> entities.remove(entities.find(Product.class, 60L)));
        assertThat(touches).hasSize(1);
        assertThat(touches.get(0))
                .contains("Product:60", "Product[]", "Category:2", "Review[]")
                .anyMatch(tag -> tag.startsWith("Review:"));
    }

    @Test
    void aMoveTouchesTheOldParentAndTheNew() {
        transaction(entities -> entities.find(Product.class, 1L).category = entities.getReference(Category.class, 2L));
        touched("Product:1", "Product[]", "Category:1", "Category:2");
    }

    @Test
    void aMergeOfADetachedEntityTouchesTheOldParentToo() {
        Product[] detached = new Product[1];
        transaction(entities -> detached[0] = entities.find(Product.class, 1L));
        transaction(entities -> {
            detached[0].category = entities.getReference(Category.class, 2L);
            entities.merge(detached[0]);
        });
        touched("Product:1", "Product[]", "Category:1", "Category:2");
    }

    @Test
    void anEmbeddedIdentityIsSpelledByItsParts() {
        transaction(entities -> entities.find(Stock.class, new StockId("north", 1)).amount = 4);
        touched("Stock:[1, north]", "Stock[]");
        cache.touch("Stock", new StockId("north", 1));
        touched("Stock:[1, north]");
    }

    @Test
    void anIdentityOfSeveralColumnsIsSpelledByItsPartsInTheOrderOfTheirNames() {
        transaction(entities -> entities.find(Rate.class, new RateId("EUR", 2026)).rate = 1.2);
        touched("Rate:[EUR, 2026]", "Rate[]");
        cache.touch("Rate", new RateId("EUR", 2026));
        touched("Rate:[EUR, 2026]");
        transaction(entities -> cache.touch(entities.getReference(Rate.class, new RateId("EUR", 2026))));
        touched("Rate:[EUR, 2026]");
    }

    @Test
    void aCollectionOfParentsTouchesThoseThatCameAndThoseThatWent() {
        transaction(entities -> {
            Shelf shelf = entities.find(Shelf.class, 1L);
            shelf.categories.clear();
            shelf.categories.add(entities.getReference(Category.class, 2L));
        });
        touched("Shelf:1", "Shelf[]", "Category:1", "Category:2");
        transaction(entities -> {
            Shelf shelf = entities.find(Shelf.class, 1L);
            assertThat(shelf.categories).isNotEmpty();
            shelf.categories = new HashSet<>();
        });
        touched("Shelf:1", "Shelf[]", "Category:2");
    }

    @Test
    void aCollectionOfParentsThatIsNotLoadedTouchesAllOfTheirType() {
        transaction(entities -> {
            Shelf shelf = entities.find(Shelf.class, 1L);
            shelf.name = "Lower";
            entities.flush();
            assertThat(org.hibernate.Hibernate.isInitialized(shelf.categories)).isFalse();
        });
        touched("Shelf:1", "Shelf[]", "Category");
    }

    @Test
    void bulkStatementsTouchNothing() {
        transaction(entities -> {
            entities.createQuery("update Product p set p.name = 'x'").executeUpdate();
            entities.createNativeQuery("update Category set name = 'x'").executeUpdate();
        });
        touchedNothing();
        cache.touchLists(Product.class, Tea.class);
        touched("Product[]", "Tea[]");
    }

    @Test
    void aTransactionThatOnlyReadsTouchesNothing() {
        transaction(entities -> {
            assertThat(entities.createQuery("select p from Product p", Product.class)
                            .getResultList())
                    .hasSize(3);
        });
        touchedNothing();
    }

    @Test
    void severalFlushesTouchOnceAndNotBeforeTheCommit() {
        transaction(entities -> {
            entities.find(Product.class, 1L).name = "a";
            entities.flush();
            entities.find(Product.class, 60L).name = "b";
            entities.flush();
            touchedNothing();
        });
        touched("Product:1", "Product:60", "Product[]", "Category:1", "Category:2");
    }

    @Test
    void aTransactionInsideTouchesForItself() {
        transaction(outer -> {
            outer.find(Product.class, 1L).name = "a";
            outer.flush();
            apart(inner -> inner.find(Product.class, 60L).name = "b");
            touched("Product:60", "Product[]", "Category:2");
            rollback(outer);
        });
        touchedNothing();
        transaction(outer -> {
            outer.find(Product.class, 1L).name = "a";
            outer.flush();
            apart(inner -> {
                inner.find(Product.class, 60L).name = "c";
                inner.flush();
                rollback(inner);
            });
            touchedNothing();
        });
        touched("Product:1", "Product[]", "Category:1");
    }

    /** Runs this in a transaction of its own, inside another. */
    abstract void apart(Consumer<EntityManager> work);

    @Test
    void formerParentsAreToldByResolversToo() {
        configure(builder -> builder.touches(Product.class, product -> Tag.of("shelf-" + product.getCategory().id)));
        transaction(entities -> {
            entities.find(Category.class, 1L);
            Product assam = entities.find(Product.class, 1L);
            assam.category = entities.find(Category.class, 2L);
        });
        touched("Product:1", "Product[]", "Category:1", "Category:2", "shelf-1", "shelf-2");
    }

    @Test
    void whatARegisteredReaderSaysIsTheIdentity() {
        configure(builder -> builder.model(Product.class, product -> product.name, product -> product.version));
        transaction(entities -> entities.find(Product.class, 1L).name = "Pu-Erh");
        touched("Product:Pu-Erh", "Product:Assam", "Product[]", "Category:1");
    }

    @Test
    void aResolverThatFailsHarmsNoTransaction() {
        configure(builder -> builder.touches(Product.class, product -> {
            throw new IllegalStateException("no parents");
        }));
        transaction(entities -> entities.find(Product.class, 1L).name = "kept");
        transaction(
                entities -> assertThat(entities.find(Product.class, 1L).name).isEqualTo("kept"));
        touched("Product:1", "Product[]", "Category:1");
    }

    @Test
    void twoCachesHearOfOneFactoryAndAClosedOneDoesNot() {
        List<Collection<Tag>> heard = new ArrayList<>();
        try (FragmentCache other = FragmentCache.inMemory()
                        .listener(new Listener() {
                            @Override
                            public void touched(Touched touched) {
                                heard.add(touched.tags());
                            }
                        })
                        .build();
                HibernateTouches more =
                        HibernateTouches.of(other).listenTo(factory).listenTo(factory)) {
            transaction(entities -> entities.find(Product.class, 1L).name = "a");
            assertThat(heard).hasSize(1);
            touched("Product:1", "Product[]", "Category:1");
            more.close();
            transaction(entities -> entities.find(Product.class, 1L).name = "b");
            assertThat(heard).hasSize(1);
            assertThat(touches).hasSize(1);
        }
    }

    @Test
    void aTransactionOfHibernateAloneIsHeard() {
        try (Session session = factory.openSession()) {
            session.beginTransaction();
            session.find(Product.class, 1L).name = "alone";
            session.getTransaction().commit();
            touched("Product:1", "Product[]", "Category:1");
            session.beginTransaction();
            session.find(Product.class, 1L).name = "never";
            session.flush();
            session.getTransaction().rollback();
        }
        touchedNothing();
    }

    /** How often, and whether before the commit, depends on the version of Hibernate. */
    @Test
    void aSessionWithoutStateTouchesWhatItWrites() {
        try (StatelessSession session = factory.openStatelessSession()) {
            session.beginTransaction();
            Product assam = session.get(Product.class, 1L);
            assam.name = "changed";
            session.update(assam);
            session.insert(new Product(70, "Pot", assam.category));
            session.upsert(new Category(3, "Tins"));
            session.delete(session.get(Review.class, review));
            session.getTransaction().commit();
        }
        assertThat(touches.stream().flatMap(List::stream))
                .contains("Product:1", "Product:70", "Product[]", "Category:1", "Category:3", "Category[]")
                .contains("Review:" + review, "Review[]");
    }
}
