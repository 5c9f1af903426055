package io.fragmentcache.jpa;

import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.jpa.Catalog.Category;
import io.fragmentcache.jpa.Catalog.Product;
import io.fragmentcache.spi.Listener;
import io.fragmentcache.spi.Warned;
import io.fragmentcache.spring.AfterCommit;
import io.fragmentcache.spring.PersistencePropagator;
import io.fragmentcache.testing.FragmentStage;
import io.fragmentcache.testing.RenderedPage;
import io.fragmentcache.thymeleaf.Lazy;
import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.orm.jpa.EntityManagerFactoryUtils;
import org.springframework.orm.jpa.EntityManagerHolder;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Pages that show entities: what they ask the database, behind the readers, and while a change is not committed. */
class PagesOfEntitiesTest {
    private static final String LIST = """
            <ul cache:fragment="list" cache:key="'all'" cache:fresh="10m" cache:stale="1h" cache:lists="Product">\
            <li th:each="p : ${products}" th:text="|${p.name} of ${p.category.name}|">x</li></ul>""";
    private static final String CARD = """
            <b cache:fragment="card" cache:key="${id}" cache:fresh="10m" cache:stale="1h"\
             cache:tags="|Product:${id}|" th:text="|${product.name} of ${product.category.name}|">x</b>""";

    private final SessionFactory factory = ShopDatabase.open();
    private final TransactionTemplate transaction = new TransactionTemplate(new JpaTransactionManager(factory));
    private final List<String> warnings = new ArrayList<>();
    private final FragmentStage shop = FragmentStage.ofTemplates(cache -> cache.propagate(
                            PersistencePropagator.of(factory))
                    .deferTouches(new AfterCommit())
                    .listener(new Listener() {
                        @Override
                        public void warned(Warned warning) {
                            warnings.add(warning.sentence());
                        }
                    }))
            .template("list", LIST)
            .template("card", CARD);
    private final HibernateTouches touches = HibernateTouches.of(shop.cache()).listenTo(factory);

    @BeforeEach
    void fill() {
        inTransaction(entities -> {
            Category teas = new Category(1, "Teas");
            entities.persist(teas);
            entities.persist(new Product(1, "Assam", teas));
        });
        shop.cache().engine().requests().end();
    }

    @AfterEach
    void close() {
        touches.close();
        factory.close();
    }

    /** Runs this in a transaction of Spring, as somebody else does. */
    private void inTransaction(Consumer<EntityManager> work) {
        transaction.executeWithoutResult(status -> work.accept(session()));
    }

    private EntityManager session() {
        EntityManager session = EntityManagerFactoryUtils.getTransactionalEntityManager(factory);
        assertThat(session).isNotNull();
        return session;
    }

    /** Runs this with a session that is open for the whole request, as {@code spring.jpa.open-in-view} has it. */
    private <T> T inRequest(Supplier<T> work) {
        EntityManager session = factory.createEntityManager();
        TransactionSynchronizationManager.bindResource(factory, new EntityManagerHolder(session));
        try {
            return work.get();
        } finally {
            TransactionSynchronizationManager.unbindResource(factory);
            session.close();
        }
    }

    private List<Product> products() {
        return session()
                .createQuery("select p from Product p join fetch p.category order by p.id", Product.class)
                .getResultList();
    }

    private Product product(long id) {
        return session().find(Product.class, id);
    }

    private RenderedPage lazyList() {
        return inRequest(() -> shop.render("list", Map.of("products", Lazy.of(this::products))));
    }

    private RenderedPage lazyCard() {
        return inRequest(() -> shop.render("card", Map.of("id", 1L, "product", Lazy.of(() -> product(1)))));
    }

    private long statements(Runnable page) {
        long before = factory.getStatistics().getPrepareStatementCount();
        page.run();
        return factory.getStatistics().getPrepareStatementCount() - before;
    }

    @Test
    void aHitOfALazyListAsksNothingAndAnEditIsShown() {
        assertThat(statements(() -> lazyList().shows("<ul><li>Assam of Teas</li></ul>")))
                .isEqualTo(1);
        assertThat(statements(() -> lazyList().hit("list"))).isZero();
        inTransaction(
                entities -> entities.persist(new Product(2, "Oolong", entities.getReference(Category.class, 1L))));
        assertThat(statements(() -> lazyList().shows("<ul><li>Assam of Teas</li><li>Oolong of Teas</li></ul>")))
                .isEqualTo(1);
        assertThat(statements(() -> lazyList().hit("list"))).isZero();
    }

    @Test
    void aHitOfALazyCardAsksNothingAndAnEditIsShown() {
        assertThat(statements(() -> lazyCard().shows("<b>Assam of Teas</b>"))).isEqualTo(2);
        assertThat(statements(() -> lazyCard().hit("card"))).isZero();
        inTransaction(entities -> entities.find(Product.class, 1L).name = "Sencha");
        assertThat(statements(() -> lazyCard().shows("<b>Sencha of Teas</b>"))).isEqualTo(2);
        assertThat(statements(() -> lazyCard().hit("card"))).isZero();
    }

    @Test
    void aStaleFragmentOfLazyVariablesIsRegeneratedWithASessionOfItsOwn() {
        lazyCard();
        shop.advance("11m");
        // The page loads it too, and its session is closed when the job runs.
        inRequest(() -> {
            Lazy<Product> late = Lazy.of(() -> product(1));
            assertThat(late.getValue().getName()).isEqualTo("Assam");
            return shop.render("card", Map.of("id", 1L, "product", late)).stale("card");
        });
        shop.runBackground().regenerated("card");
        lazyCard().hit("card");
        assertThat(warnings).isEmpty();
    }

    @Test
    void anEntityOfTheRequestIsNotHandedToAnotherThreadAndTheNextReaderRenders() {
        Supplier<RenderedPage> page =
                () -> inRequest(() -> shop.render("card", Map.of("id", 1L, "product", product(1))));
        page.get().shows("<b>Assam of Teas</b>");
        shop.advance("11m");
        page.get().stale("card");
        shop.runBackground();
        assertThat(warnings)
                .containsExactly("'card :: card' reads product, an entity of the request's persistence session, which"
                        + " another thread must not use: its readers wait when it is stale. Give the variable as"
                        + " Lazy.of(() -> ..), or add source(\"card :: card\", id -> Map.of(..)) to the builder.");
        page.get().missed("card");
        page.get().hit("card");
        shop.advance("11m");
        page.get().missed("card");
        shop.runBackground();
        assertThat(warnings).hasSize(1);
    }

    @Test
    void entitiesInCollectionsMapsAndRecordsAreFoundAndOthersAreNot() {
        record Shown(Product product) {}
        PersistencePropagator propagator = PersistencePropagator.of(factory);
        inRequest(() -> {
            Product assam = product(1);
            assertThat(List.of(assam, List.of(assam), Map.of("p", assam), new Shown(assam), new Object[] {assam}))
                    .allMatch(propagator::confines);
            assertThat(propagator.confines(assam.category)).isTrue();
            assertThat(propagator.confines(assam.labels)).isTrue();
            Product detached = new Product(9, "x", new Category(9, "y"));
            assertThat(List.of(detached, "text", List.of(1, 2), Map.of(), new Shown(detached)))
                    .noneMatch(propagator::confines);
            session().detach(assam);
            assertThat(propagator.confines(assam)).isFalse();
            return assam;
        });
        assertThat(propagator.confines(new Product())).isFalse();
    }

    @Test
    void whileAChangeIsNotCommittedItsOwnPagesAreNeitherShownFromTheCacheNorStored() {
        lazyCard().missed("card");
        transaction.executeWithoutResult(status -> {
            product(1).name = "Doomed";
            session().flush();
            Map<String, Object> variables = Map.of("id", 1L, "product", Lazy.of(() -> product(1)));
            shop.render("card", variables).shows("<b>Doomed of Teas</b>");
            shop.render("card", variables).shows("<b>Doomed of Teas</b>");
            status.setRollbackOnly();
        });
        lazyCard().shows("<b>Assam of Teas</b>").hit("card");
    }

    @Test
    void aChangeThatIsFlushedInTheMiddleOfAPageIsNotStoredEither() {
        transaction.executeWithoutResult(status -> {
            product(1).name = "Doomed";
            shop.render("list", Map.of("products", Lazy.of(this::products))).shows("<ul><li>Doomed of Teas</li></ul>");
            status.setRollbackOnly();
        });
        lazyList().shows("<ul><li>Assam of Teas</li></ul>").missed("list");
    }

    @Test
    void aTouchByHandInsideATransactionCountsFromItsCommit() {
        lazyCard();
        transaction.executeWithoutResult(status -> {
            shop.cache().touch("Product", 1);
            status.setRollbackOnly();
        });
        lazyCard().hit("card");
        inTransaction(entities -> {
            entities.createQuery("update Product p set p.name = 'Bulk'").executeUpdate();
            shop.cache().touch("Product", 1);
        });
        lazyCard().shows("<b>Bulk of Teas</b>").missed("card");
    }
}
