package io.fragmentcache.key;

import static io.fragmentcache.key.Keys.built;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fragmentcache.problem.Problem;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.ManyToOne;
import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Identities of several parts are spelled in one way, whoever tells them. */
@SuppressWarnings({"unused", "UnusedVariable"}) // The fields are read by reflection, as Hibernate would.
class CompositeIdTest {
    record Place(int row, String seat) {}

    record Deep(Place place, int hall) {}

    static class SeatId implements Serializable {
        private static final long serialVersionUID = 1;

        String seat;
        int row;

        SeatId(int row, String seat) {
            this.row = row;
            this.seat = seat;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof SeatId id && id.row == row && id.seat.equals(seat);
        }

        @Override
        public int hashCode() {
            return Objects.hash(row, seat);
        }
    }

    @Embeddable
    static class Bare {
        @Nullable String first = "a";

        int second = 2;
    }

    @Entity
    @IdClass(SeatId.class)
    static class Seat {
        @Id
        int row;

        @Id
        String seat;

        @jakarta.persistence.Version
        int revision;

        Seat(int row, String seat) {
            this.row = row;
            this.seat = seat;
        }
    }

    @Entity
    static class Booking {
        @EmbeddedId
        Object id;

        @jakarta.persistence.Version
        int revision;

        Booking(Object id) {
            this.id = id;
        }
    }

    /** Its identity is in part that of another entity. */
    @Entity
    static class Ticket {
        @Id
        @ManyToOne
        Seat seat = new Seat(7, "b");

        @Id
        int number = 3;

        @jakarta.persistence.Version
        int revision;
    }

    @Test
    void theEntityAndTheClassOfItsIdentityTellOneSpelling() {
        assertThat(built(Versions.none(), new Seat(7, "b")).tags()).contains(Tag.of("Seat:[7, b]"), Tag.of("Seat"));
        assertThat(Tag.of("Seat", new SeatId(7, "b"))).isEqualTo(Tag.of("Seat:[7, b]"));
        assertThat(Tag.of("Seat", List.of(7, "b"))).isEqualTo(Tag.of("Seat:[7, b]"));
        assertThat(Versions.none().touchedBy(Seat.class, new SeatId(7, "b"))).containsExactly(Tag.of("Seat:[7, b]"));
        assertThat(Versions.none().touchedBy(new Seat(7, "b"))).containsExactly(Tag.of("Seat:[7, b]"));
    }

    @Test
    void recordsAndEmbeddablesAreReadByTheirParts() {
        assertThat(Versions.none().touchedBy(new Booking(new Place(1, "x")))).containsExactly(Tag.of("Booking:[1, x]"));
        assertThat(Versions.none().touchedBy(new Booking(new Deep(new Place(1, "x"), 4))))
                .containsExactly(Tag.of("Booking:[4, [1, x]]"));
        assertThat(Versions.none().touchedBy(new Booking(new Bare()))).containsExactly(Tag.of("Booking:[a, 2]"));
    }

    @Test
    void aPartThatIsAnEntityIsToldByItsIdentity() {
        assertThat(Versions.none().touchedBy(new Ticket())).containsExactly(Tag.of("Ticket:[3, [7, b]]"));
    }

    @Test
    void keysTellPartsApartThatTheirSpellingDoesNot() {
        Key one = built(Versions.none(), new Booking(new Two("a, b", "c"))).key();
        Key other = built(Versions.none(), new Booking(new Two("a", "b, c"))).key();
        assertThat(one).isNotEqualTo(other);
        assertThat(one)
                .isEqualTo(built(Versions.none(), new Booking(new Two("a, b", "c")))
                        .key());
        assertThat(built(Versions.none(), new Seat(1, "1")).key())
                .isNotEqualTo(built(Versions.none(), new Seat(11, "")).key());
    }

    record Two(String x, String y) {}

    @Test
    void aPartThatIsNullOrNeitherPlainNorCompositeIsNoIdentity() {
        Bare half = new Bare();
        half.first = null;
        assertThatThrownBy(() -> built(Versions.none(), new Booking(half))).isInstanceOf(Problem.class);
        assertThatThrownBy(() -> built(Versions.none(), new Booking(new Object())))
                .isInstanceOf(Problem.class)
                .hasMessageStartingWith("The identity of Booking is a java.lang.Object, which is not a plain value.");
    }
}
