package io.fragmentcache.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.thymeleaf.ITemplateEngine;

/**
 * A JUnit test that holds all digests against the lock, before its method is run; the method may be empty. Tagged
 * {@code template-digests}.
 *
 * <pre>{@code
 * @ApprovedDigests(engine = ShopTemplates.class)
 * void digests() {}
 * }</pre>
 */
@Test
@Tag("template-digests")
@ExtendWith(ApprovedDigestsExtension.class)
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface ApprovedDigests {
    /** Gives the application's own template engine. Has a constructor without parameters. */
    Class<? extends Supplier<? extends ITemplateEngine>> engine() default ApprovedDigestsExtension.OfDirectory.class;

    /** Names the directory of the templates, if no engine is given. */
    String templates() default "src/main/resources/templates";

    /** Names the ending of template files, if no engine is given. */
    String suffix() default ".html";

    /** Names the lock file, from the working directory. */
    String lock() default "digests.lock";

    /** Names the prefix of the cache dialect. */
    String prefix() default "cache";

    /** Lists the language tags whose translations are approved too. */
    String[] locales() default {};
}
