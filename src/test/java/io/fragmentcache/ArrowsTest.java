package io.fragmentcache;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Which package may know which: arrows never point back. */
@AnalyzeClasses(packages = "io.fragmentcache", importOptions = ImportOption.DoNotIncludeTests.class)
class ArrowsTest {
    private static final String HERE = "io.fragmentcache";

    @ArchTest
    static final ArchRule problemsKnowNobody = classes()
            .that()
            .resideInAPackage(HERE + ".problem..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "org.jspecify..", HERE + ".problem..");

    @ArchTest
    static final ArchRule caffeineIsKnownByStoresTheEngineTheDialectAndTheInspectorOnly = only(
            "com.github.benmanes..",
            HERE + ".store..",
            HERE + ".internal..",
            HERE + ".thymeleaf..",
            HERE + ".inspect..");

    @ArchTest
    static final ArchRule thymeleafIsKnownAtItsBorder = only(
            "org.thymeleaf..", HERE + ".thymeleaf..", HERE + ".internal..", HERE + ".testing..", HERE + ".spring..");

    @ArchTest
    static final ArchRule servletIsKnownAtItsBorder = only(
            "jakarta.servlet..",
            HERE + ".servlet..",
            HERE + ".inspect..",
            HERE + ".internal.spring..",
            HERE + ".spring.boot..");

    @ArchTest
    static final ArchRule ehcacheIsKnownByEhcacheOnly = only("org.ehcache..", HERE + ".ehcache..");

    @ArchTest
    static final ArchRule lettuceIsKnownByRedisOnly = only("io.lettuce..", HERE + ".redis..");

    @ArchTest
    static final ArchRule springBootIsKnownByItsRoomOnly = only("org.springframework.boot..", HERE + ".spring.boot..");

    @ArchTest
    static final ArchRule micrometerIsKnownByItsRoomOnly =
            only("io.micrometer..", HERE + ".metrics..", HERE + ".spring.boot..");

    private static ArchRule only(String library, String... here) {
        return noClasses()
                .that(resideInAPackage(HERE + "..").and(not(resideInAnyPackage(here))))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .allowEmptyShould(true);
    }
}
