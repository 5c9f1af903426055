package io.fragmentcache.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.ExtendWith;
import org.thymeleaf.ITemplateEngine;

/**
 * Gives the tests of a JUnit 5 class a {@link FragmentStage} as a parameter: a new one, with an empty cache, for each test.
 *
 * <pre>{@code
 * @FragmentTest(engine = ShopTemplates.class)
 * class ListTest {
 *     @Test
 *     void aTouchOutdatesTheCardAndTheList(FragmentStage shop) { … }
 * }
 * }</pre>
 */
@ExtendWith(FragmentTestExtension.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface FragmentTest {
    /**
     * Gives the application's own template engine. Called once for each test. The class needs a constructor without
     * parameters. Defaults to no engine: all templates are strings.
     */
    Class<? extends Supplier<? extends ITemplateEngine>> engine() default FragmentTestExtension.StringsOnly.class;

    /** Gives the settings of the application's cache. The class needs a constructor without parameters. Defaults to none. */
    Class<? extends CacheSettings> settings() default FragmentTestExtension.NoSettings.class;
}
