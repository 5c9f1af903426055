package io.fragmentcache.key;

import static io.fragmentcache.key.Keys.built;
import static io.fragmentcache.key.Keys.key;
import static io.fragmentcache.key.Keys.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fragmentcache.problem.Problem;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.MappedSuperclass;
import jakarta.persistence.Version;
import java.time.Instant;
import org.hibernate.proxy.HibernateProxy;
import org.hibernate.proxy.LazyInitializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@SuppressWarnings("unused") // The fields are read by reflection, as an entity manager would.
class KeyEntityTest {
    @MappedSuperclass
    static class Stored {
        @Id
        @Nullable Long id;

        @Version
        int revision;
    }

    @Entity
    static class Review extends Stored {
        Review() {}

        Review(@Nullable Long id, int revision) {
            this.id = id;
            this.revision = revision;
        }
    }

    @Entity
    static class ByGetter {
        @Id
        public String getCode() {
            return "x1";
        }

        @Version
        public Instant getChanged() {
            return Instant.EPOCH;
        }
    }

    @Entity
    static class PrimitiveId {
        @Id
        final long id;

        @Version
        int revision = 1;

        PrimitiveId(long id) {
            this.id = id;
        }
    }

    @Entity
    static class WithoutVersion {
        @Id
        long id = 1;
    }

    @Entity
    static class Seat {
        @Id
        int row = 1;

        @Id
        int place = 2;

        @Version
        int revision;
    }

    @Embeddable
    record Place(int row, int seat) {}

    @Entity
    static class Booking {
        @EmbeddedId
        Place place = new Place(1, 2);

        @Version
        int revision;
    }

    @Entity
    static class Nameless {
        @Version
        int revision;
    }

    /** As Hibernate makes them: a subclass whose own fields are empty. */
    static final class ReviewProxy extends Review implements HibernateProxy {
        private final Review target;

        ReviewProxy(Review target) {
            this.target = target;
        }

        @Override
        public LazyInitializer getHibernateLazyInitializer() {
            return Initializers.loaded(target);
        }

        @Override
        public Object writeReplace() {
            return this;
        }
    }

    @Test
    void anEntityTellsIdentityAndVersionByItsAnnotations() {
        Review review = new Review(5L, 2);
        assertThat(version(review)).isEqualTo(io.fragmentcache.key.Version.of(2L));
        assertThat(built(Versions.none(), review).tags()).containsExactly(Tag.of("Review:5"), Tag.of("Review"));
        assertThat(key(review)).isEqualTo(key(new Review(5L, 3))).isNotEqualTo(key(new Review(6L, 2)));
    }

    @Test
    void gettersMayCarryTheAnnotationsInsteadOfFields() {
        assertThat(Versions.none().touchedBy(new ByGetter())).containsExactly(Tag.of("ByGetter:x1"));
        assertThat(version(new ByGetter())).isEqualTo(io.fragmentcache.key.Version.of(0L));
    }

    @Test
    void aLazyProxyIsTheEntityBehindIt() {
        Review review = new Review(5L, 2);
        assertThat(key(new ReviewProxy(review))).isEqualTo(key(review));
        assertThat(version(new ReviewProxy(review))).isEqualTo(version(review));
        assertThat(Versions.none().touchedBy(new ReviewProxy(review))).containsExactly(Tag.of("Review:5"));
    }

    @Test
    void aSubclassWithoutAnAnnotationOfItsOwnIsTheEntityAboveIt() {
        assertThat(Versions.none().touchedBy(new Review(5L, 2) {})).containsExactly(Tag.of("Review:5"));
    }

    @Test
    void anEntityThatWasNotSavedIsAnError() {
        assertThatThrownBy(() -> key(new Review(null, 0)))
                .isInstanceOf(Problem.class)
                .hasMessage(
                        "A Review in cache:key has no identity yet: it was not saved. Cache it after it was saved, or"
                                + " leave it out of the cache with cache:if.");
        assertThatThrownBy(() -> key(new PrimitiveId(0)))
                .isInstanceOf(Problem.class)
                .hasMessageStartingWith("A PrimitiveId in cache:key has no identity yet");
        assertThat(Versions.none().touchedBy(new PrimitiveId(7))).containsExactly(Tag.of("PrimitiveId:7"));
    }

    @Test
    void anEntityWithoutVersionIsAnErrorThatNamesTheRemedies() {
        assertThatThrownBy(() -> key(new WithoutVersion()))
                .isInstanceOf(Problem.class)
                .hasMessage(
                        "The entity io.fragmentcache.key.KeyEntityTest$WithoutVersion has @Id but no @Version. Add a"
                                + " @Version, register model(WithoutVersion.class, ..) in the builder, or write plain"
                                + " values: cache:key=\"${x.id}\" cache:version=\"${x.updatedAt}\".");
    }

    @Test
    void severalIdsAndAnEmbeddedOneAreReadByTheirParts() {
        assertThat(Versions.none().touchedBy(new Seat())).containsExactly(Tag.of("Seat:[2, 1]"));
        assertThat(built(Versions.none(), new Booking()).tags()).contains(Tag.of("Booking:[1, 2]"));
        Versions versions =
                Versions.none().with(Booking.class, b -> b.place.row() + "/" + b.place.seat(), b -> b.revision);
        assertThat(versions.touchedBy(new Booking())).containsExactly(Tag.of("Booking:1/2"));
    }

    @Test
    void anEntityWithoutIdIsOfATypeThatNobodyKnows() {
        assertThatThrownBy(() -> key(new Nameless()))
                .isInstanceOf(Problem.class)
                .hasMessageStartingWith("Cannot tell identity and version of");
    }
}
