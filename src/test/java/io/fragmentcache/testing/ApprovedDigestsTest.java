package io.fragmentcache.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.TagFilter;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.thymeleaf.ITemplateEngine;

/** The annotation, as JUnit runs it. */
class ApprovedDigestsTest {
    // A class that JUnit makes by itself can be told of a temporary directory in no other way.
    private static final ThreadLocal<Path> TEMPLATES = new ThreadLocal<>();

    /** A user's own test; run by the tests below only. */
    static class OfAShop {
        @ApprovedDigests(engine = Engine.class, lock = "no/such/digests.lock", locales = "de")
        void digests() {}
    }

    static class OfADirectory {
        @ApprovedDigests(templates = "no/such/directory", suffix = ".htm")
        void digests() {}
    }

    static final class Engine implements Supplier<ITemplateEngine> {
        @Override
        public ITemplateEngine get() {
            return DigestApproval.engine(TEMPLATES.get(), ".html");
        }
    }

    private static List<String> failures(Class<?> tests) {
        SummaryGeneratingListener summary = new SummaryGeneratingListener();
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(DiscoverySelectors.selectClass(tests))
                                .filters(TagFilter.includeTags("template-digests"))
                                .build(),
                        summary);
        assertThat(summary.getSummary().getTestsStartedCount()).isEqualTo(1);
        return summary.getSummary().getFailures().stream()
                .map(failure -> String.valueOf(failure.getException().getMessage()))
                .toList();
    }

    @Test
    void itFailsWithTheReportOfTheApplicationsOwnEngine(@TempDir Path root) {
        TEMPLATES.set(new Shop(root).directory);

        assertThat(failures(OfAShop.class)).containsExactly("""
                Digests of cached fragments cannot be vouched for:
                  There is no digests.lock to compare the digests with. Write it with mvn test \
                -Dfragment-cache.digests.approve and commit it.""");
    }

    @Test
    void itFailsWhereTheDirectoryHoldsNoTemplates() {
        assertThat(failures(OfADirectory.class))
                .singleElement()
                .asString()
                .contains("No template was found, so that no digest was checked.");
    }
}
