package io.fragmentcache.key;

import static io.fragmentcache.key.Keys.built;
import static io.fragmentcache.key.Keys.key;
import static io.fragmentcache.key.Keys.version;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KeyCollectionsTest {
    private static final Product TEA = new Product(1, "Tea", 7);
    private static final Product OAT = new Product(2, "Oat", 3);
    private static final Product NUT = new Product(3, "Nut", 3);

    @Test
    void aSwapAReplacementADuplicateAndAMissingMemberAreOtherKeys() {
        Key both = key(List.of(TEA, OAT));
        assertThat(both)
                .isNotEqualTo(key(List.of(OAT, TEA)))
                .isNotEqualTo(key(List.of(TEA, NUT)))
                .isNotEqualTo(key(List.of(TEA)))
                .isNotEqualTo(key(List.of(TEA, OAT, OAT)))
                .isNotEqualTo(key(TEA, OAT));
        assertThat(key(List.of(TEA, TEA))).isNotEqualTo(key(List.of(TEA)));
    }

    @Test
    void aChangedMemberLeavesTheKeyAndChangesTheVersion() {
        Product chai = new Product(1, "Chai", 8);
        assertThat(key(List.of(TEA, OAT))).isEqualTo(key(List.of(chai, OAT)));
        assertThat(version(List.of(TEA, OAT))).isNotEqualTo(version(List.of(chai, OAT)));
    }

    @Test
    void versionsThatMoveFromOneMemberToAnotherAreSeen() {
        assertThat(version(List.of(new Product(1, "", 7), new Product(2, "", 3))))
                .isNotEqualTo(version(List.of(new Product(1, "", 3), new Product(2, "", 7))));
    }

    @Test
    void nestedListsKeepTheirShape() {
        assertThat(key(List.of(List.of("a"), List.of("b"))))
                .isNotEqualTo(key(List.of(List.of("a", "b"))))
                .isNotEqualTo(key(List.of("a", "b")));
        assertThat(version(List.of(List.of(TEA), List.of(OAT)))).isNotEqualTo(version(List.of(List.of(TEA, OAT))));
    }

    @Test
    void theVersionOfAListDoesNotGrowWithIt() {
        List<Object> many = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            many.add(new Product(i, "", i));
        }
        assertThat(version(many).parts()).hasSize(1).first().asString().hasSize(32);
    }

    @Test
    void listsOfPlainValuesHaveNoVersion() {
        assertThat(version(List.of(1, 2))).isEqualTo(Version.NONE);
        assertThat(version(List.of())).isEqualTo(Version.NONE);
    }

    @Test
    void arraysAreLists() {
        assertThat(key((Object) new int[] {1, 2})).isEqualTo(key(List.of(1, 2)));
        assertThat(key((Object) new Product[] {TEA, OAT})).isEqualTo(key(List.of(TEA, OAT)));
        assertThat(key((Object) new char[] {'a'})).isEqualTo(key(List.of('a')));
    }

    @Test
    void mapsKeepNamesValuesAndOrder() {
        assertThat(key(map("a", 1, "b", 2)))
                .isNotEqualTo(key(map("b", 2, "a", 1)))
                .isNotEqualTo(key(map("a", 2, "b", 1)))
                .isNotEqualTo(key(List.of("a", 1, "b", 2)))
                .isEqualTo(key(map("a", 1, "b", 2)));
        assertThat(version(map("a", TEA, "b", OAT))).isNotEqualTo(version(map("a", OAT, "b", TEA)));
    }

    private static Map<String, Object> map(String a, Object first, String b, Object second) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put(a, first);
        map.put(b, second);
        return map;
    }

    @Test
    void eachModelGivesItsTagAndItsTypeOnce() {
        assertThat(built(Versions.none(), List.of(TEA, OAT, TEA), OAT).tags())
                .containsExactly(Tag.of("Product:1"), Tag.of("Product"), Tag.of("Product:2"));
        assertThat(built(Versions.none(), "a", 1, List.of("b")).tags()).isEmpty();
    }
}
