package io.fragmentcache;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which package may know which, read from the bytecode: arrows never point back. */
@AnalyzeClasses(packages = "io.fragmentcache", importOptions = ImportOption.DoNotIncludeTests.class)
class ArrowsTest {
    private static final String HERE = "io.fragmentcache";
    private static final int MOST_FILES = 45;

    /** The rooms from the bottom up: each may stand on those above it in this list, and on no other. */
    private static final List<String> ROOMS = List.of(
            "internal",
            "problem",
            "key",
            "digest",
            "store",
            "ehcache",
            "redis",
            "freshness",
            "spi",
            "internal.background",
            "internal.memory",
            "internal.transaction",
            "internal.usage",
            "advice",
            "internal.engine",
            "",
            "internal.scan",
            "internal.digest",
            "internal.template",
            "internal.definition",
            "internal.guard",
            "internal.detached",
            "internal.page",
            "thymeleaf",
            "internal.spring",
            "spring",
            "jpa",
            "metrics",
            "servlet",
            "inspect",
            "edge",
            "spring.boot",
            "testing",
            "contract");

    /** What a room stands on of our own, where that is less than all below it. */
    private static final Map<String, Set<String>> STANDS_ON = Map.ofEntries(
            Map.entry("problem", Set.of("internal")),
            Map.entry("key", Set.of("internal", "problem")),
            Map.entry("digest", Set.of("internal", "problem", "key")),
            Map.entry("store", Set.of("internal", "problem", "key")),
            Map.entry("ehcache", Set.of("internal", "problem", "key", "store")),
            Map.entry("redis", Set.of("internal", "problem", "key", "store")),
            Map.entry("freshness", Set.of("internal", "problem", "key", "store")),
            Map.entry("spi", Set.of("internal", "problem", "key", "store", "freshness")),
            Map.entry("internal.background", Set.of("internal", "problem", "key", "store", "freshness", "spi")),
            Map.entry("internal.memory", Set.of("internal", "problem", "key", "store")),
            Map.entry("internal.usage", Set.of("internal", "problem", "key", "store", "freshness", "spi")),
            Map.entry("advice", Set.of("internal", "problem", "key", "store", "freshness", "spi", "internal.usage")),
            Map.entry(
                    "internal.engine",
                    Set.of(
                            "internal",
                            "problem",
                            "key",
                            "store",
                            "digest",
                            "freshness",
                            "spi",
                            "internal.background",
                            "internal.memory",
                            "internal.transaction",
                            "internal.usage")),
            Map.entry(
                    "",
                    Set.of(
                            "internal",
                            "problem",
                            "key",
                            "store",
                            "digest",
                            "freshness",
                            "spi",
                            "internal.background",
                            "internal.memory",
                            "internal.transaction",
                            "internal.usage",
                            "advice",
                            "internal.engine")),
            Map.entry("internal.transaction", Set.of("internal")),
            Map.entry("internal.scan", Set.of("internal", "problem", "key", "store", "digest", "freshness")),
            Map.entry(
                    "internal.digest",
                    Set.of("internal", "problem", "key", "store", "digest", "freshness", "internal.scan")),
            Map.entry("contract", Set.of("internal", "problem", "key", "store")));

    /** Knots that are one idea. */
    private static final Set<Set<String>> KNOTS = Set.of(
            Set.of("CaptureContext", "Guard", "Inside", "WebCaptureContext"),
            Set.of("RedisStore", "RedisGate", "RedisLeases", "TouchFollower"));

    @ArchTest
    static final ArchRule packagesFormNoCycle = slices().assignedFrom(new SliceAssignment() {
                @Override
                public SliceIdentifier getIdentifierOf(JavaClass type) {
                    return SliceIdentifier.of(type.getPackageName());
                }

                @Override
                public String getDescription() {
                    return "packages";
                }
            })
            .should()
            .beFreeOfCycles();

    @ArchTest
    static void eachRoomStandsOnlyOnRoomsBelowIt(JavaClasses all) {
        Set<String> wrong = new TreeSet<>();
        for (JavaClass type : all) {
            String room = room(type);
            assertThat(ROOMS).as("the rooms, with that of %s", type.getName()).contains(room);
            Set<String> allowed = STANDS_ON.getOrDefault(room, Set.copyOf(ROOMS.subList(0, ROOMS.indexOf(room))));
            targets(type)
                    .filter(target -> !room(target).equals(room) && !allowed.contains(room(target)))
                    .forEach(target -> wrong.add(type.getName() + " -> " + target.getName()));
        }
        assertThat(wrong).as("arrows that point back").isEmpty();
    }

    @ArchTest
    static void insideARoomNoKnotIsLargerThanTwo(JavaClasses all) {
        Map<String, Map<String, Set<String>>> rooms = new TreeMap<>();
        for (JavaClass type : all) {
            Map<String, Set<String>> room = rooms.computeIfAbsent(type.getPackageName(), first -> new HashMap<>());
            targets(type)
                    .filter(target -> target.getPackageName().equals(type.getPackageName()))
                    .forEach(target -> room.computeIfAbsent(file(type), first -> new HashSet<>())
                            .add(file(target)));
        }
        List<Set<String>> knots = new ArrayList<>();
        rooms.values()
                .forEach(room -> Knots.of(room).stream()
                        .filter(knot -> knot.size() > 2 && !KNOTS.contains(knot))
                        .forEach(knots::add));
        assertThat(knots).isEmpty();
    }

    @ArchTest
    static void aRoomHasAtMostFortyFiveFiles(JavaClasses all) {
        Map<String, Long> files = all.stream()
                .collect(Collectors.groupingBy(
                        JavaClass::getPackageName,
                        Collectors.mapping(ArrowsTest::file, Collectors.collectingAndThen(Collectors.toSet(), set ->
                                (long) set.size()))));
        assertThat(files)
                .isNotEmpty()
                .allSatisfy((room, number) -> assertThat(number).as(room).isLessThanOrEqualTo(MOST_FILES));
    }

    @ArchTest
    static void noPublicSignatureNamesAnInternalType(JavaClasses all) {
        Set<String> wrong = new TreeSet<>();
        for (JavaClass type : all) {
            if (Api.isOf(type.reflect())) {
                Api.members(type.reflect())
                        .filter(member -> Api.namesInternals(member))
                        .forEach(member -> wrong.add(Api.line(member)));
            }
        }
        // The one door between our own rooms.
        assertThat(wrong).containsExactly("public io.fragmentcache.internal.engine.Engine engine()");
    }

    @ArchTest
    static final ArchRule problemsKnowNobody = classes()
            .that()
            .resideInAPackage(HERE + ".problem..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "org.jspecify..", HERE + ".problem..", HERE + ".internal");

    @ArchTest
    static final ArchRule caffeineIsKnownByStoresTheEngineTheDialectAndTheInspectorOnly = only(
            "com.github.benmanes..",
            HERE + ".store..",
            HERE + ".internal..",
            HERE + ".thymeleaf..",
            HERE + ".inspect..");

    @ArchTest
    static final ArchRule thymeleafIsKnownAtItsBorder = only(
            "org.thymeleaf..",
            HERE + ".thymeleaf..",
            HERE + ".internal..",
            HERE + ".testing..",
            HERE + ".spring..",
            HERE + ".jpa..");

    @ArchTest
    static final ArchRule thymeleafIsUnknownToTheEngine = noClasses()
            .that()
            .resideInAnyPackage(HERE + ".internal.engine..", HERE + ".internal.background..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.thymeleaf..");

    @ArchTest
    static final ArchRule servletIsKnownAtItsBorder = only(
            "jakarta.servlet..",
            HERE + ".servlet..",
            HERE + ".inspect..",
            HERE + ".internal.spring..",
            // The answer that a template renders: its status, where the application runs in a container.
            HERE + ".internal.guard..",
            HERE + ".spring..",
            HERE + ".edge..");

    @ArchTest
    static final ArchRule ehcacheIsKnownByEhcacheOnly = only("org.ehcache..", HERE + ".ehcache..");

    @ArchTest
    static final ArchRule lettuceIsKnownByRedisOnly = only("io.lettuce..", HERE + ".redis..");

    @ArchTest
    static final ArchRule springIsKnownBySpringOnly =
            only("org.springframework..", HERE + ".spring..", HERE + ".internal.spring..");

    @ArchTest
    static final ArchRule micrometerIsKnownByMetricsOnly =
            only("io.micrometer..", HERE + ".metrics..", HERE + ".spring.boot..");

    @ArchTest
    static final ArchRule persistenceIsKnownByJpaOnly = noClasses()
            .that(resideInAPackage(HERE + "..").and(not(resideInAnyPackage(HERE + ".jpa..", HERE + ".spring.."))))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("jakarta.persistence..", "org.hibernate..");

    @ArchTest
    static final ArchRule junitIsKnownByTestingAndContractOnly =
            only("org.junit..", HERE + ".testing..", HERE + ".contract..", HERE + ".spring..");

    @ArchTest
    static final ArchRule jsoupIsKnownByTestingOnly = only("org.jsoup..", HERE + ".testing..");

    private static ArchRule only(String library, String... here) {
        return noClasses()
                .that(resideInAPackage(HERE + "..").and(not(resideInAnyPackage(here))))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .allowEmptyShould(true);
    }

    private static Stream<JavaClass> targets(JavaClass type) {
        return type.getDirectDependenciesFromSelf().stream()
                .map(Dependency::getTargetClass)
                .map(JavaClass::getBaseComponentType)
                .filter(target ->
                        isOurs(target.getPackage()) && !target.getModifiers().contains(JavaModifier.SYNTHETIC));
    }

    private static boolean isOurs(JavaPackage room) {
        return room.getName().equals(HERE) || room.getName().startsWith(HERE + ".");
    }

    private static String room(JavaClass type) {
        String name = type.getPackageName();
        return name.equals(HERE) ? "" : name.substring(HERE.length() + 1);
    }

    /** The top-level type that a nested one stands in. */
    private static String file(JavaClass type) {
        String name = type.getName().substring(type.getPackageName().length() + 1);
        int nested = name.indexOf('$');
        return nested < 0 ? name : name.substring(0, nested);
    }
}
