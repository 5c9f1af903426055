package io.fragmentcache.key;

import static io.fragmentcache.key.Keys.built;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.hibernate.proxy.HibernateProxy;
import org.hibernate.proxy.LazyInitializer;
import org.junit.jupiter.api.Test;

/** Two classes of one simple name in different packages, as each larger application has: tags are shared, entries are not. */
@SuppressWarnings("unused") // The fields are read by reflection, as an entity manager would.
class TypesOfOneNameTest {
    private static final Versions NONE = Versions.none();

    /** One package of the application. */
    static final class Sales {
        @Entity(name = "Sold")
        static class Item {
            @Id
            long id = 1;

            @Version
            long version = 3;
        }

        record Row(long id, int version) {}

        record Cup(long id) implements Versioned {
            @Override
            public Object cacheId() {
                return id;
            }

            @Override
            public Object cacheVersion() {
                return 3;
            }
        }

        static class Named implements Versioned {
            @Override
            public Object cacheId() {
                return 1;
            }

            @Override
            public Object cacheVersion() {
                return 3;
            }

            @Override
            public String cacheType() {
                return "Thing";
            }
        }

        static final class Narrow extends Named {}

        record Plain(long id) {}

        interface View {
            long getId();

            long getVersion();
        }

        static final class Money extends BigDecimal {
            private static final long serialVersionUID = 1;

            Money(String value) {
                super(value);
            }
        }
    }

    /** Another one. */
    static final class Storage {
        @Entity(name = "Stored")
        static class Item {
            @Id
            long id = 1;

            @Version
            long version = 3;
        }

        record Row(long id, int version) {}

        record Cup(long id) implements Versioned {
            @Override
            public Object cacheId() {
                return id;
            }

            @Override
            public Object cacheVersion() {
                return 3;
            }
        }

        static final class Named implements Versioned {
            @Override
            public Object cacheId() {
                return 1;
            }

            @Override
            public Object cacheVersion() {
                return 3;
            }

            @Override
            public String cacheType() {
                return "Thing";
            }
        }

        record Plain(long id) {}

        interface View {
            long getId();

            long getVersion();
        }

        static final class Money extends BigDecimal {
            private static final long serialVersionUID = 1;

            Money(String value) {
                super(value);
            }
        }
    }

    /** As Hibernate makes them. */
    static final class ItemProxy extends Sales.Item implements HibernateProxy {
        @Override
        public LazyInitializer getHibernateLazyInitializer() {
            return Initializers.loaded(new Sales.Item());
        }

        @Override
        public Object writeReplace() {
            return this;
        }
    }

    /** As CGLIB calls its subclasses. */
    static class Tea$$EnhancerByTest extends Tea {}

    static class Tea implements Versioned {
        @Override
        public Object cacheId() {
            return 1;
        }

        @Override
        public Object cacheVersion() {
            return 3;
        }
    }

    interface Described extends Versioned {
        @Override
        default Object cacheId() {
            return 1;
        }

        @Override
        default Object cacheVersion() {
            return 3;
        }
    }

    private static Key key(Versions versions, Object model) {
        return built(versions, model).key();
    }

    private static void shareTagsAlone(Versions versions, Object one, Object other) {
        assertThat(key(versions, one))
                .isNotEqualTo(key(versions, other))
                .hasToString(key(versions, other).toString());
        assertThat(key(versions, one).id()).isNotEqualTo(key(versions, other).id());
        assertThat(key(versions, List.of(one, "x")).id())
                .isNotEqualTo(key(versions, List.of(other, "x")).id());
        assertThat(new KeyBuilder(versions, Keys.CARD).version(one).version())
                .isNotEqualTo(new KeyBuilder(versions, Keys.CARD).version(other).version());
        FactEncoder facts = new FactEncoder(versions, any -> null);
        assertThat(facts.encode(one).encoded()).isNotEqualTo(facts.encode(other).encoded());
        assertThat(built(versions, one).tags()).isEqualTo(built(versions, other).tags());
        assertThat(versions.touchedBy(one)).isEqualTo(versions.touchedBy(other)).isNotEmpty();
    }

    @Test
    void entitiesOfOneNameShareNoEntryAndATouchOfEitherOutdatesBoth() {
        shareTagsAlone(NONE, new Sales.Item(), new Storage.Item());
    }

    @Test
    void rowsOfOneNameShareNoEntry() {
        shareTagsAlone(NONE, new Sales.Row(1, 3), new Storage.Row(1, 3));
        shareTagsAlone(NONE, view(Sales.View.class), view(Storage.View.class));
    }

    @Test
    void modelsThatTellThemselvesShareNoEntry() {
        shareTagsAlone(NONE, new Sales.Cup(1), new Storage.Cup(1));
        shareTagsAlone(NONE, new Sales.Named(), new Storage.Named());
    }

    @Test
    void registeredModelsOfOneNameShareNoEntry() {
        shareTagsAlone(
                NONE.with(Sales.Plain.class, Sales.Plain::id, any -> 3)
                        .with(Storage.Plain.class, Storage.Plain::id, any -> 3),
                new Sales.Plain(1),
                new Storage.Plain(1));
        shareTagsAlone(
                NONE.with("Product", Sales.Plain.class, Sales.Plain::id, any -> 3)
                        .with("Product", Storage.Plain.class, Storage.Plain::id, any -> 3),
                new Sales.Plain(1),
                new Storage.Plain(1));
    }

    @Test
    void aNameThatTheApplicationGivesIsNotTheClassOfThatName() {
        Versions versions = NONE.with("Item", Storage.Plain.class, Storage.Plain::id, any -> 3);
        assertThat(key(versions, new Storage.Plain(1))).isNotEqualTo(key(versions, new Sales.Item()));
        assertThat(versions.touchedBy(new Storage.Plain(1))).isEqualTo(versions.touchedBy(new Sales.Item()));
    }

    @Test
    void numbersOfTheApplicationsOwnAreOfTheirClass() {
        assertThat(key(NONE, new Sales.Money("1.5"))).isNotEqualTo(key(NONE, new Storage.Money("1.5")));
        assertThat(key(NONE, new BigDecimal("1.5"))).isNotEqualTo(key(NONE, new Storage.Money("1.5")));
    }

    @Test
    void whatIsCalledByItsSuperclassIsOneTypeWithIt() {
        assertThat(key(NONE, new Sales.Narrow())).isEqualTo(key(NONE, new Sales.Named()));
        assertThat(key(NONE, new Sales.Item() {})).isEqualTo(key(NONE, new Sales.Item()));
    }

    @Test
    void aProxyIsWhatItStandsFor() {
        assertThat(key(NONE, new ItemProxy())).isEqualTo(key(NONE, new Sales.Item()));
        assertThat(key(NONE, new Tea$$EnhancerByTest()))
                .isEqualTo(key(NONE, new Tea()))
                .asString()
                .endsWith(" Tea:1");
        assertThat(NONE.touchedBy(new Tea$$EnhancerByTest())).containsExactly(Tag.of("Tea:1"));
    }

    @Test
    void aProxyThatAnswersForItselfIsNamedByItsInterfaceOnEachNode() {
        Object proxy = proxy(Described.class, (self, method, none) -> InvocationHandler.invokeDefault(self, method));
        assertThat(key(NONE, proxy)).asString().endsWith(" Described:1");
        assertThat(built(NONE, proxy).tags()).containsExactly(Tag.of("Described:1"), Tag.of("Described"));
        Object behind = proxy(Versioned.class, (self, method, none) -> method.invoke(new Tea()));
        assertThat(key(NONE, behind)).asString().endsWith(" Tea:1");
    }

    @Test
    void aRowThatIsNotLoadedIsTouchedByTheNameThatTheApplicationGaveItToo() {
        Versions versions = NONE.with("Stored", Storage.Item.class, item -> item.id, item -> item.version);
        assertThat(versions.touchedBy(Storage.Item.class, 1)).containsExactly(Tag.of("Stored:1"), Tag.of("Item:1"));
        assertThat(versions.touchedBy(Sales.Item.class, 1)).containsExactly(Tag.of("Item:1"));
        assertThat(versions.touchedBy(new Storage.Item())).containsExactly(Tag.of("Stored:1"));
    }

    private static <T> T view(Class<T> face) {
        Map<String, Object> values = Map.of("getId", 1L, "getVersion", 3L);
        return proxy(face, (proxy, method, none) -> values.get(method.getName()));
    }

    private static <T> T proxy(Class<T> face, InvocationHandler answers) {
        return face.cast(
                Proxy.newProxyInstance(TypesOfOneNameTest.class.getClassLoader(), new Class<?>[] {face}, answers));
    }
}
