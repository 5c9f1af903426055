package io.fragmentcache;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Which package may know which: arrows never point back. */
@AnalyzeClasses(packages = "io.fragmentcache", importOptions = ImportOption.DoNotIncludeTests.class)
class ArrowsTest {
    private static final String HERE = "io.fragmentcache";
    private static final String[] BORDERS = {
        HERE + ".thymeleaf..",
        HERE + ".servlet..",
        HERE + ".spring..",
        HERE + ".jpa..",
        HERE + ".inspect..",
        HERE + ".metrics..",
        HERE + ".testing..",
    };

    @ArchTest
    static final ArchRule arrowsPointInward = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .withOptionalLayers(true)
            .layer("borders")
            .definedBy(BORDERS)
            .layer("root")
            .definedBy(HERE)
            .layer("digest")
            .definedBy(HERE + ".digest..")
            .layer("redis")
            .definedBy(HERE + ".redis..")
            .layer("store")
            .definedBy(HERE + ".store..")
            .layer("key")
            .definedBy(HERE + ".key..")
            .layer("problem")
            .definedBy(HERE + ".problem..")
            .whereLayer("borders")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("root")
            .mayOnlyBeAccessedByLayers("borders")
            .whereLayer("digest")
            .mayOnlyBeAccessedByLayers("root", "borders")
            .whereLayer("redis")
            .mayOnlyBeAccessedByLayers("borders")
            .whereLayer("store")
            .mayOnlyBeAccessedByLayers("redis", "root", "borders")
            .whereLayer("key")
            .mayOnlyBeAccessedByLayers("digest", "store", "redis", "root", "borders");

    @ArchTest
    static final ArchRule problemsKnowNobody = classes()
            .that()
            .resideInAPackage(HERE + ".problem..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "org.jspecify..", HERE + ".problem..");

    @ArchTest
    static final ArchRule caffeineIsKnownByStoresTheEngineTheDialectAndTheInspectorOnly =
            only("com.github.benmanes..", HERE + ".store..", HERE + ".thymeleaf..", HERE + ".inspect..", HERE);

    @ArchTest
    static final ArchRule thymeleafIsKnownAtItsBorder =
            only("org.thymeleaf..", HERE + ".thymeleaf..", HERE + ".digest..", HERE + ".testing..", HERE + ".spring..");

    @ArchTest
    static final ArchRule servletIsKnownAtItsBorder =
            only("jakarta.servlet..", HERE + ".servlet..", HERE + ".inspect..", HERE + ".spring..");

    @ArchTest
    static final ArchRule ehcacheIsKnownByStoresOnly = only("org.ehcache..", HERE + ".store..");

    @ArchTest
    static final ArchRule lettuceIsKnownByRedisOnly = only("io.lettuce..", HERE + ".redis..");

    private static ArchRule only(String library, String... here) {
        return noClasses()
                .that(resideInAPackage(HERE + "..").and(not(resideInAnyPackage(here))))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .allowEmptyShould(true);
    }
}
