package io.fragmentcache.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fragmentcache.problem.Problem;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.lang.reflect.Proxy;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TimeZone;
import org.hibernate.proxy.HibernateProxy;
import org.hibernate.proxy.LazyInitializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A touch needs an identity, and nothing else. */
@SuppressWarnings({"unused", "NotNullFieldNotInitialized"}) // The fields are read by reflection, as Hibernate would.
class TouchIdentityTest {
    @Entity
    static class Category {
        @Id
        int id;

        Category(int id) {
            this.id = id;
        }
    }

    @Entity
    static class Product {
        @Id
        int id;

        @Touches
        @Nullable Category category;

        Product(int id, @Nullable Category category) {
            this.id = id;
            this.category = category;
        }
    }

    @Entity
    static class Book extends Product {
        @jakarta.persistence.Version
        int revision = 3;

        Book(int id) {
            super(id, null);
        }
    }

    @Entity
    static class Review {
        @Id
        int id = 1;

        @Touches
        @Nullable Product product;

        @Touches
        List<Product> alsoBought = new ArrayList<>();

        Review(@Nullable Product product) {
            this.product = product;
        }
    }

    @Entity
    static class Seat {
        @Id
        int row = 1;

        @Id
        int place = 2;
    }

    @Entity
    static class Booking {
        @EmbeddedId
        Place place = new Place(1, 2);
    }

    record Place(int row, int seat) {}

    /** As Hibernate makes them of a row that is not loaded, when no session is there to load it. */
    static final class Closed extends Product implements HibernateProxy {
        private final LazyInitializer initializer;

        Closed(int row) {
            super(0, null);
            Map<String, Object> answers =
                    Map.of("isUninitialized", true, "getInternalIdentifier", row, "getPersistentClass", Product.class);
            initializer = (LazyInitializer) Proxy.newProxyInstance(
                    Closed.class.getClassLoader(),
                    new Class<?>[] {LazyInitializer.class},
                    (proxy, method, arguments) -> {
                        Object answer = answers.get(method.getName());
                        if (answer == null) {
                            throw new IllegalStateException("no Session");
                        }
                        return answer;
                    });
        }

        @Override
        public LazyInitializer getHibernateLazyInitializer() {
            return initializer;
        }

        @Override
        public Object writeReplace() {
            return this;
        }
    }

    /** As Hibernate's own collections when they were not loaded. */
    static final class ClosedList extends AbstractList<Product> {
        @Override
        public Product get(int index) {
            throw new IllegalStateException("no Session");
        }

        @Override
        public int size() {
            throw new IllegalStateException("no Session");
        }
    }

    static class Item implements Versioned {
        @Override
        public Object cacheId() {
            return "tea";
        }

        @Override
        public Object cacheVersion() {
            throw new IllegalStateException("not asked by a touch");
        }
    }

    static class Special extends Item {}

    abstract static class Base implements Versioned {
        @Override
        public Object cacheVersion() {
            return 1;
        }
    }

    static final class Left extends Base {
        @Override
        public Object cacheId() {
            return 1;
        }
    }

    @Test
    void anEntityWithoutVersionIsTouched() {
        assertThat(touched(new Category(4))).containsExactly(Tag.of("Category:4"));
        assertThat(touched(new Seat())).containsExactly(Tag.of("Seat:[2, 1]"));
        assertThat(touched(new Booking())).containsExactly(Tag.of("Booking:[1, 2]"));
    }

    @Test
    void aReferenceOfAClosedSessionIsTouchedByTheIdentityThatItWasMadeOf() {
        assertThat(touched(new Closed(42))).containsExactly(Tag.of("Product:42"), Tag.of("Category"));
    }

    @SuppressWarnings("UnnecessaryStringBuilder") // Any object of the JDK whose text is known.
    @Test
    void theVersionIsNotAskedFor() {
        assertThat(touched(new Item())).containsExactly(Tag.of("Item:tea"));
        Versions failing = Versions.none().with(Object.class, Object::toString, any -> {
            throw new IllegalStateException("not asked by a touch");
        });
        assertThat(failing.touchedBy(new StringBuilder("x"))).containsExactly(Tag.of("Object:x"));
    }

    @Test
    void aModelIsTouchedUnderTheNamesOfItsSuperclassesToo() {
        assertThat(touched(new Book(7))).containsExactly(Tag.of("Book:7"), Tag.of("Product:7"));
        assertThat(touched(new Special())).containsExactly(Tag.of("Special:tea"), Tag.of("Item:tea"));
        assertThat(touched(new Item() {})).contains(Tag.of("Item:tea"));
    }

    @Test
    void anEntryThatShowsASubclassIsReachedByAReferenceThatKnowsOnlyItsParent() {
        Set<Tag> shown = Keys.built(Versions.none(), new Book(7)).tags();
        assertThat(shown).containsAll(touched(new Book(7)));
        assertThat(touched(new Closed(7))).anyMatch(shown::contains);
        assertThat(shown).contains(Tag.of("Product:7"), Tag.of("Product"), Tag.of("Book"));
    }

    @Test
    void anAbstractBaseIsCarriedSoThatItCanBeNamedButIsNotTouchedSinceItsIdentitiesAreNotUnique() {
        assertThat(touched(new Left())).containsExactly(Tag.of("Left:1"));
        assertThat(Keys.built(Versions.none(), new Left()).tags()).contains(Tag.of("Base:1"));
    }

    @Test
    void modelsReadThroughAnInterfaceAreNamedByTheirOwnClass() {
        interface HasId {
            int id();
        }
        record Tea(int id) implements HasId {}
        record Cup(int id) implements HasId {}
        Versions versions = Versions.none().with(HasId.class, HasId::id, any -> 0);
        assertThat(versions.touchedBy(new Tea(1))).containsExactly(Tag.of("Tea:1"));
        assertThat(Keys.built(versions, new Tea(1)).key())
                .isNotEqualTo(Keys.built(versions, new Cup(1)).key());
    }

    @Test
    void aParentThatIsNotLoadedIsTouchedByItsIdentity() {
        assertThat(touched(new Review(new Closed(42)))).contains(Tag.of("Review:1"), Tag.of("Product:42"));
    }

    @Test
    void whatIsAboveAParentThatCannotBeLoadedIsTouchedByItsType() {
        assertThat(touched(new Review(new Closed(42))))
                .contains(Tag.of("Category"))
                .doesNotContain(Tag.of("Product"));
    }

    @Test
    void aListOfParentsThatCannotBeLoadedTouchesAllOfTheirType() {
        Review review = new Review(null);
        review.alsoBought = new ClosedList();
        assertThat(touched(review))
                .containsExactlyInAnyOrder(Tag.of("Review:1"), Tag.of("Product"), Tag.of("Category"));
    }

    @Test
    void anUnsavedModelStillIsAnError() {
        assertThatThrownBy(() -> touched(new Category(0))).isInstanceOf(Problem.class);
        assertThatThrownBy(() -> touched(new Object())).isInstanceOf(Problem.class);
    }

    @Test
    void aDateAsIdentityHasOneNameInEveryTimeZone() {
        TimeZone zone = TimeZone.getDefault();
        try {
            Set<Tag> names = new HashSet<>();
            for (String each : List.of("UTC", "Asia/Tokyo")) {
                TimeZone.setDefault(TimeZone.getTimeZone(each));
                names.add(Tag.of("Day", new Date(5)));
                names.add(Tag.of("Day", new java.sql.Timestamp(5)));
            }
            assertThat(names).hasSize(1);
        } finally {
            TimeZone.setDefault(zone);
        }
    }

    @Test
    void halfASurrogatePairIsANameThatEveryEncodingKeeps() {
        Tag half = Tag.of("Product", "a\ud83d");
        assertThat(half.name())
                .isEqualTo("Product:a\\ud83d")
                .isNotEqualTo(Tag.of("Product", "a\ud83e").name());
        assertThat(Tag.of("Product", "a\ud83d\ude00").name()).isEqualTo("Product:a\ud83d\ude00");
        assertThat(Tag.of("\ude00\ud83d").name()).isEqualTo("\\ude00\\ud83d");
    }

    private static Set<Tag> touched(Object model) {
        Parents.Reached reached = Parents.none().of(List.of(model), Versions.none());
        assertThat(reached.unread()).isEmpty();
        return reached.tags();
    }
}
