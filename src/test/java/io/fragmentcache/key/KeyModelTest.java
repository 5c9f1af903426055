package io.fragmentcache.key;

import static io.fragmentcache.key.Keys.built;
import static io.fragmentcache.key.Keys.key;
import static io.fragmentcache.key.Keys.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fragmentcache.problem.Problem;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class KeyModelTest {
    private record Order(String number, Instant changed) {}

    private static class Item {
        final long id;
        final int revision;

        Item(long id, int revision) {
            this.id = id;
            this.revision = revision;
        }
    }

    private static final class Book extends Item {
        Book(long id, int revision) {
            super(id, revision);
        }
    }

    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    @Test
    void aModelIsItsIdentityAndItsVersionStandsBeside() {
        Product tea = new Product(1, "Tea", 7);
        assertThat(key(tea)).isEqualTo(key(new Product(1, "Chai", 8))).isNotEqualTo(key(new Product(2, "Tea", 7)));
        assertThat(key(tea)).isNotEqualTo(key(1)).isNotEqualTo(key("Product", 1));
        assertThat(version(tea)).isEqualTo(Version.of("7")).isNotEqualTo(version(new Product(1, "Tea", 8)));
        assertThat(version("a", tea, 5, new Product(2, "Oat", 3))).isEqualTo(Version.of("7", "3"));
    }

    @Test
    void aRecordWithoutVersionIsAnErrorThatNamesThreeRemedies() {
        assertThatThrownBy(() -> key(new Order("A1", NOON)))
                .isInstanceOf(Problem.class)
                .hasMessage("Cannot tell identity and version of io.fragmentcache.key.KeyModelTest$Order, a value of"
                        + " cache:key. Implement Versioned, register model(Order.class, ..) in the builder, or write"
                        + " plain values: cache:key=\"${x.id}\" cache:version=\"${x.updatedAt}\".");
    }

    @Test
    void aModelInsideAListIsHeldToTheSameRule() {
        assertThatThrownBy(() -> key(List.of(1, new Order("A1", NOON)))).isInstanceOf(Problem.class);
        assertThatThrownBy(() -> key(new Object())).isInstanceOf(Problem.class);
    }

    @Test
    void aRegisteredReaderTellsIdentityAndVersion() {
        Versions versions = Versions.none().with(Order.class, Order::number, Order::changed);
        KeyBuilder built = built(versions, new Order("A1", NOON));
        assertThat(built.version()).isEqualTo(Version.of("2026-11-22T12:00:00Z"));
        assertThat(built.tags()).containsExactly(Tag.of("Order:A1"), Tag.of("Order"));
        assertThat(versions.touchedBy(new Order("A1", NOON))).containsExactly(Tag.of("Order", "A1"));
    }

    @Test
    void aReaderOfATypeReadsItsSubtypesUnderTheRegisteredName() {
        Versions versions = Versions.none().with(Item.class, item -> item.id, item -> item.revision);
        assertThat(built(versions, new Book(1, 2)).tags()).containsExactly(Tag.of("Item:1"), Tag.of("Item"));
        assertThat(built(versions, new Book(1, 2)).key())
                .isEqualTo(built(versions, new Item(1, 3)).key());
    }

    @Test
    void theReaderThatWasAddedLastWins() {
        Versions versions = Versions.none()
                .with(Item.class, item -> item.id, item -> item.revision)
                .with(Book.class, book -> "b" + book.id, book -> book.revision);
        assertThat(versions.touchedBy(new Book(1, 2))).containsExactly(Tag.of("Book:b1"));
        assertThat(versions.touchedBy(new Item(1, 2))).containsExactly(Tag.of("Item:1"));
    }

    @Test
    void whatAModelSaysOfItselfWinsOverARegisteredReader() {
        Versions versions = Versions.none().with(Product.class, Product::name, Product::name);
        assertThat(versions.touchedBy(new Product(1, "Tea", 7))).containsExactly(Tag.of("Product:1"));
    }

    @Test
    void aModelWithoutIdentityIsAnError() {
        Versions versions = Versions.none().with(Order.class, Order::number, Order::changed);
        assertThatThrownBy(() -> built(versions, order(null, NOON)))
                .isInstanceOf(Problem.class)
                .hasMessage(
                        "A Order in cache:key has no identity yet: it was not saved. Cache it after it was saved, or"
                                + " leave it out of the cache with cache:if.");
    }

    @Test
    void aModelWithoutVersionIsAnError() {
        Versions versions = Versions.none().with(Order.class, Order::number, Order::changed);
        assertThatThrownBy(() -> built(versions, order("A1", null)))
                .isInstanceOf(Problem.class)
                .hasMessage("The version of Order:A1 is null. Give it one when it is saved, or write"
                        + " cache:version=\"${..}\" beside a plain cache:key.");
    }

    @SuppressWarnings("NullAway") // What an application hands over is not checked by anybody.
    private static Order order(@Nullable String number, @Nullable Instant changed) {
        return new Order(number, changed);
    }

    @Test
    void anIdentityThatIsNoPlainValueIsAnError() {
        Versions versions = Versions.none().with(Order.class, order -> new Object(), Order::changed);
        assertThatThrownBy(() -> built(versions, new Order("A1", NOON)))
                .isInstanceOf(Problem.class)
                .hasMessage(
                        "The identity of Order is a java.lang.Object, which is not a plain value. Give a string, number,"
                                + " UUID or enum: register model(Order.class, x -> x.id().toString(), ..) in the builder.");
    }

    @Test
    void aVersionThatIsNoPlainValueIsAnError() {
        Versions versions = Versions.none().with(Order.class, Order::number, order -> List.of());
        assertThatThrownBy(() -> built(versions, new Order("A1", NOON)))
                .isInstanceOf(Problem.class)
                .hasMessageStartingWith("The version of Order is a java.util.ImmutableCollections$ListN, which is no")
                .hasMessageEndingWith(" plain value. Give a number, an instant or a string: register"
                        + " model(Order.class, .., x -> x.updatedAt()) in the builder.");
    }

    @Test
    void touchingWhatHasNoIdentityIsAnErrorThatSaysHowToTouchByName() {
        assertThatThrownBy(() -> Versions.none().touchedBy(new Order("A1", NOON)))
                .isInstanceOf(Problem.class)
                .hasMessage("Cannot tell the identity of io.fragmentcache.key.KeyModelTest$Order. Implement Versioned,"
                        + " register model(Order.class, ..) in the builder, or touch it by name:"
                        + " touch(\"Order\", id).");
    }

    @Test
    void aSupplierIsNotReadBehindTheAuthorsBack() {
        Supplier<String> lazy = () -> "a";
        assertThatThrownBy(() -> key(lazy)).isInstanceOf(Problem.class);
    }

    @Test
    void aVersionBesideTheKeyIsAPlainValueAModelOrAList() {
        assertThat(beside(7)).isEqualTo(Version.of("7"));
        assertThat(beside("seven")).isEqualTo(Version.of("seven"));
        assertThat(beside(new Product(1, "Tea", 7)))
                .isNotEqualTo(beside(new Product(2, "Tea", 7)))
                .isNotEqualTo(beside(new Product(1, "Tea", 8)))
                .isEqualTo(beside(new Product(1, "Chai", 7)));
        assertThat(beside(List.of(1, 2))).isNotEqualTo(beside(List.of(2, 1)));
        assertThat(new KeyBuilder(Versions.none(), Keys.CARD)
                        .version(new Product(1, "Tea", 7))
                        .tags())
                .containsExactly(Tag.of("Product:1"), Tag.of("Product"));
        assertThat(new KeyBuilder(Versions.none(), Keys.CARD)
                        .version(new Product(1, "Tea", 7))
                        .key())
                .isEqualTo(key());
    }

    private static @Nullable Object nothing() {
        return null;
    }

    private static Version beside(@Nullable Object value) {
        return new KeyBuilder(Versions.none(), Keys.CARD).version(value).version();
    }

    @Test
    void aNullVersionIsAnError() {
        assertThatThrownBy(() -> beside(nothing()))
                .isInstanceOf(Problem.class)
                .hasMessage("cache:version is null. Write an expression that always has a value, for instance"
                        + " cache:version=\"${product.updatedAt}\".");
    }
}
