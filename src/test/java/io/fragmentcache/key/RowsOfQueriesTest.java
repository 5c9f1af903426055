package io.fragmentcache.key;

import static io.fragmentcache.key.Keys.built;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fragmentcache.problem.Problem;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.PageImpl;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.Pageable;
import org.springframework.data.domain.Slice;
import org.springframework.data.domain.SliceImpl;
import org.springframework.data.domain.Sort;

/** Keys of what repositories of Spring Data give: pages, and rows that are not entities. */
class RowsOfQueriesTest {
    record Row(long id, String name, int version) {}

    record Unversioned(long id, String name) {}

    interface View {
        long getId();

        long getVersion();

        String getName();
    }

    interface Nameless {
        String getName();
    }

    private static final Pageable SECOND = PageRequest.of(1, 2, Sort.by("name"));

    private static Row row(long id, int version) {
        return new Row(id, "Tea " + id, version);
    }

    /** As Spring Data makes them. */
    private static <T> T projection(Class<T> face, Map<String, Object> values) {
        return face.cast(Proxy.newProxyInstance(
                face.getClassLoader(), new Class<?>[] {face}, (proxy, method, none) -> values.get(method.getName())));
    }

    private static View view(long id, long version) {
        return projection(View.class, Map.of("getId", id, "getVersion", version, "getName", "Tea"));
    }

    @Test
    void aPageIsItsRowsItsNumberItsSizeAndItsOrder() {
        Page<Row> page = new PageImpl<>(List.of(row(3, 1), row(4, 1)), SECOND, 9);
        assertThat(key(page)).isEqualTo(key(new PageImpl<>(List.of(row(3, 1), row(4, 1)), SECOND, 9)));
        assertThat(List.of(
                        key(new PageImpl<>(List.of(row(4, 1), row(3, 1)), SECOND, 9)),
                        key(new PageImpl<>(List.of(row(3, 1), row(4, 1)), PageRequest.of(2, 2, Sort.by("name")), 9)),
                        key(new PageImpl<>(List.of(row(3, 1), row(4, 1)), PageRequest.of(1, 3, Sort.by("name")), 9)),
                        key(new PageImpl<>(List.of(row(3, 1), row(4, 1)), PageRequest.of(1, 2, Sort.by("price")), 9)),
                        key(new PageImpl<>(List.of(row(3, 1), row(4, 1)), PageRequest.of(1, 2), 9))))
                .doesNotContain(key(page))
                .doesNotHaveDuplicates();
    }

    @Test
    void howManyThereAreIsNewsOfTheSamePage() {
        Page<Row> page = new PageImpl<>(List.of(row(3, 1), row(4, 1)), SECOND, 9);
        Page<Row> more = new PageImpl<>(List.of(row(3, 1), row(4, 1)), SECOND, 10);
        assertThat(key(more)).isEqualTo(key(page));
        assertThat(version(more)).isNotEqualTo(version(page));
        assertThat(version(new PageImpl<>(List.of(row(3, 2), row(4, 1)), SECOND, 9)))
                .isNotEqualTo(version(page));
        Slice<Row> last = new SliceImpl<>(List.of(row(3, 1), row(4, 1)), SECOND, false);
        assertThat(version(last)).isNotEqualTo(version(new SliceImpl<>(List.of(row(3, 1), row(4, 1)), SECOND, true)));
    }

    @Test
    void aPageGivesTheTagsOfItsRows() {
        assertThat(built(Versions.none(), new PageImpl<>(List.of(row(3, 1)), SECOND, 3))
                        .tags())
                .containsExactlyInAnyOrder(Tag.of("Row:3"), Tag.of("Row"));
    }

    @Test
    void aRequestForAPageIsPlain() {
        assertThat(key(SECOND)).isEqualTo(key(PageRequest.of(1, 2, Sort.by("name"))));
        assertThat(List.of(
                        key(PageRequest.of(2, 2, Sort.by("name"))),
                        key(PageRequest.of(1, 2, Sort.by("name").descending())),
                        key(Pageable.unpaged()),
                        key(Pageable.unpaged(Sort.by("name"))),
                        key(Sort.by("name"))))
                .doesNotContain(key(SECOND))
                .doesNotHaveDuplicates();
    }

    @Test
    void aRecordWithAnIdAndAVersionTellsItselfByThem() {
        assertThat(key(row(3, 1))).isEqualTo(key(row(3, 2))).isNotEqualTo(key(row(4, 1)));
        assertThat(version(row(3, 1))).isNotEqualTo(version(row(3, 2)));
        assertThatThrownBy(() -> key(new Unversioned(3, "x"))).isInstanceOf(Problem.class);
    }

    @Test
    void aProjectionByInterfaceTellsItselfByItsGetters() {
        assertThat(key(view(3, 1))).isEqualTo(key(view(3, 2))).isNotEqualTo(key(view(4, 1)));
        assertThat(built(Versions.none(), view(3, 1)).tags()).containsExactly(Tag.of("View:3"), Tag.of("View"));
        assertThat(Versions.none().touchedBy(view(3, 1))).containsExactly(Tag.of("View:3"));
    }

    @Test
    void anErrorNamesTheInterfaceAndNotItsProxy() {
        assertThatThrownBy(() -> key(projection(Nameless.class, Map.of())))
                .hasMessageContaining("Nameless")
                .hasMessageNotContaining("Proxy");
    }

    @Test
    void aReaderOfAnInterfaceIsNamedByTheInterface() {
        Versions versions = Versions.none().with(View.class, View::getName, View::getVersion);
        assertThat(built(versions, view(3, 1)).tags()).contains(Tag.of("View:Tea"));
    }

    @Test
    void rowsThatStandForEntitiesAreTouchedByTheNameOfThese() {
        Versions versions = Versions.none()
                .with("Product", View.class, View::getId, View::getVersion)
                .with("Product", Row.class, Row::id, Row::version);
        assertThat(built(versions, view(3, 1)).tags()).containsExactly(Tag.of("Product:3"), Tag.of("Product"));
        assertThat(built(versions, row(3, 1)).tags()).containsExactly(Tag.of("Product:3"), Tag.of("Product"));
        // Their versions need not be comparable, so each has its own entry; a touch outdates both.
        assertThat(built(versions, view(3, 1)).key())
                .isNotEqualTo(built(versions, row(3, 1)).key())
                .isEqualTo(built(versions, view(3, 2)).key());
    }

    private static Key key(Object value) {
        return built(Versions.none(), value).key();
    }

    private static Version version(Object value) {
        return built(Versions.none(), value).version();
    }
}
