package io.fragmentcache.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.FragmentCache;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.web.servlet.FilterRegistrationBean;

/** What beans of the application ask for and cannot have is told with the name of the bean. */
class WrongBeansTest {
    private final WebApplicationContextRunner runner = new WebApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    FragmentCacheTransactionAutoConfiguration.class,
                    FragmentCacheAutoConfiguration.class,
                    FragmentCacheServletAutoConfiguration.class));

    private static FailureAnalysis analysis(WebApplicationContextRunner runner) {
        FailureAnalysis[] found = new FailureAnalysis[1];
        runner.run(context -> {
            assertThat(context).hasFailed();
            found[0] = Failures.analyze(Objects.requireNonNull(context.getStartupFailure()));
        });
        return found[0];
    }

    @Test
    void aCustomizerThatRepeatsAPropertyIsNamed() {
        FailureAnalysis analysis = analysis(runner.withPropertyValues("fragment-cache.secret=0123456789abcdef")
                .withBean(
                        "ownSecret",
                        FragmentCacheBuilderCustomizer.class,
                        () -> builder -> builder.secret(new byte[16])));
        assertThat(analysis.getDescription())
                .isEqualTo("The FragmentCacheBuilderCustomizer 'ownSecret' cannot be applied.");
        assertThat(analysis.getAction())
                .isEqualTo("'secret' is set twice in the builder, and one of the two would be lost. Call secret(..)"
                        + " once. (docs/errors.md#set-twice) Applied before it: the properties fragment-cache.*,"
                        + " then fragmentTouchesAfterCommit.");
    }

    @Test
    void theSecondOfTwoCustomizersIsNamedAndTheFirstIsToo() {
        FailureAnalysis analysis = analysis(runner.withBean(
                        "one",
                        FragmentCacheBuilderCustomizer.class,
                        () -> builder -> builder.vary("currency", request -> request.cookie("currency")))
                .withBean(
                        "two",
                        FragmentCacheBuilderCustomizer.class,
                        () -> builder -> builder.vary("currency", request -> request.cookie("currency"))));
        assertThat(analysis.getDescription()).isEqualTo("The FragmentCacheBuilderCustomizer 'two' cannot be applied.");
        assertThat(analysis.getAction())
                .startsWith("The vary 'currency' is given twice.")
                .contains("fragment-cache.*, then")
                .contains("one");
    }

    @Test
    void aCustomizerOfTheFilterIsNamed() {
        FailureAnalysis analysis = analysis(runner.withBean(
                "ages", FragmentCacheFilterCustomizer.class, () -> filter -> filter.maxAge(Duration.ZERO)));
        assertThat(analysis.getDescription()).isEqualTo("The FragmentCacheFilterCustomizer 'ages' cannot be applied.");
        assertThat(analysis.getAction()).contains("Write a duration above zero.");
    }

    @Test
    void aCacheOfTheApplicationThatCannotBeBuiltIsExplained() {
        FailureAnalysis analysis = analysis(runner.withBean(
                FragmentCache.class, () -> FragmentCache.inMemory().workers(0).build()));
        assertThat(analysis.getDescription()).contains("Write 1 or more.");
        assertThat(analysis.getAction())
                .isEqualTo("What the sentence calls the builder is configured by a bean of"
                        + " FragmentCacheBuilderCustomizer, and by the properties fragment-cache.*.");
    }

    @Test
    void aDeferralOfTheApplicationReplacesThatOfSpringByItsName() {
        FragmentCacheBuilderCustomizer own = builder -> builder.deferTouches(Runnable::run);
        assertThat(analysis(runner.withBean("own", FragmentCacheBuilderCustomizer.class, () -> own))
                        .getAction())
                .startsWith("'deferTouches' is set twice")
                .endsWith("fragment-cache.*, then fragmentTouchesAfterCommit.");
        runner.withBean("fragmentTouchesAfterCommit", FragmentCacheBuilderCustomizer.class, () -> own)
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(FilterRegistrationBean.class));
    }
}
