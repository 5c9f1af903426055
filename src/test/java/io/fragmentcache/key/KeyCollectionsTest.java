package io.fragmentcache.key;

import static io.fragmentcache.key.Keys.built;
import static io.fragmentcache.key.Keys.key;
import static io.fragmentcache.key.Keys.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
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

    /** Two processes iterate over the same set in two orders; two ways of filling it stand for that. */
    @Test
    void whatHasNoOrderIsOneKeyHoweverItIsFilled() {
        // All four have the same place in a small table, so that the first to come is the first to go.
        List<String> colliding = List.of("AaAa", "BBBB", "AaBB", "BBAa");
        List<String> turned = new ArrayList<>(colliding);
        Collections.reverse(turned);
        assertThat(List.copyOf(new HashSet<>(colliding))).isNotEqualTo(List.copyOf(new HashSet<>(turned)));
        assertThat(key(new HashSet<>(colliding)))
                .isEqualTo(key(new HashSet<>(turned)))
                .isEqualTo(key(Set.of("AaAa", "BBBB", "AaBB", "BBAa")));
        assertThat(key(new HashMap<>(map("AaAa", 1, "BBBB", 2))))
                .isEqualTo(key(new HashMap<>(map("BBBB", 2, "AaAa", 1))))
                .isEqualTo(key(Map.of("AaAa", 1, "BBBB", 2)))
                .isNotEqualTo(key(Map.of("AaAa", 2, "BBBB", 1)));
    }

    @Test
    void aSetHasTheVersionsAndTagsOfItsMembersInTheOrderOfItsKey() {
        Product chai = new Product(1, "Chai", 8);
        assertThat(key(Set.of(TEA, OAT))).isEqualTo(key(Set.of(OAT, TEA)));
        assertThat(version(Set.of(TEA, OAT)))
                .isEqualTo(version(Set.of(OAT, TEA)))
                .isNotEqualTo(version(Set.of(chai, OAT)));
        assertThat(version(Set.of(new Product(1, "", 7), new Product(2, "", 3))))
                .isNotEqualTo(version(Set.of(new Product(1, "", 3), new Product(2, "", 7))));
        assertThat(built(Versions.none(), Set.of(TEA, OAT)).tags())
                .containsExactlyInAnyOrder(Tag.of("Product:1"), Tag.of("Product"), Tag.of("Product:2"));
    }

    @Test
    void whatHasAnOrderKeepsItInTheKey() {
        assertThat(key(new LinkedHashSet<>(List.of(TEA, OAT))))
                .isNotEqualTo(key(new LinkedHashSet<>(List.of(OAT, TEA))));
        assertThat(key(new TreeSet<>(List.of("b", "a")))).isEqualTo(key(List.of("a", "b")));
        assertThat(key(Collections.unmodifiableSet(new LinkedHashSet<>(List.of("b", "a")))))
                .isEqualTo(key(List.of("b", "a")));
    }

    @Test
    void aWindowOfALongerListIsAnotherKeyWhenItMoves() {
        List<Product> all = List.of(TEA, OAT, NUT);
        assertThat(key(all.subList(0, 2))).isNotEqualTo(key(all.subList(1, 3))).isNotEqualTo(key(all));
        // As with LIMIT 2, when something new comes first.
        assertThat(key(List.of(NUT, TEA))).isNotEqualTo(key(List.of(TEA, OAT)));
    }

    @Test
    void optionalsEnumsAndRecordsAreToldApartInAList() {
        assertThat(key(List.of(Optional.of(TEA)))).isEqualTo(key(List.of(TEA)));
        assertThat(key(List.of(Optional.empty()))).isNotEqualTo(key(List.of()));
        assertThat(key(List.of(TimeUnit.DAYS)))
                .isNotEqualTo(key(List.of(TimeUnit.HOURS)))
                .isNotEqualTo(key(List.of("DAYS")));
        assertThat(key(Collections.singletonMap(TimeUnit.DAYS, TEA)))
                .isNotEqualTo(key(Collections.singletonMap(TimeUnit.DAYS, OAT)));
    }

    @Test
    void aMemberThatIsNullOrOfAnUnknownTypeIsAnError() {
        assertThatThrownBy(() -> key(Collections.singletonList(null)))
                .hasMessage(
                        "A value of cache:key is null. Show the fragment only if it exists (th:if), or give a value for its"
                                + " absence: cache:key=\"${x} ?: 'none'\".");
        assertThatThrownBy(() -> key(Set.of(new Bare("x"))))
                .hasMessage(
                        "Cannot tell identity and version of io.fragmentcache.key.KeyCollectionsTest$Bare, a value of"
                                + " cache:key. Implement Versioned, register model(Bare.class, ..) in the builder, or write"
                                + " plain values: cache:key=\"${x.id}\" cache:version=\"${x.updatedAt}\".");
    }

    private record Bare(String name) {}

    @Test
    void eachModelGivesItsTagAndItsTypeOnce() {
        assertThat(built(Versions.none(), List.of(TEA, OAT, TEA), OAT).tags())
                .containsExactly(Tag.of("Product:1"), Tag.of("Product"), Tag.of("Product:2"));
        assertThat(built(Versions.none(), "a", 1, List.of("b")).tags()).isEmpty();
    }
}
