package io.fragmentcache.testing;

import io.fragmentcache.spi.LookedUp;
import io.fragmentcache.spi.Outcome;
import io.fragmentcache.spi.RenderFailed;
import io.fragmentcache.spi.Rendered;
import java.util.List;

/**
 * The result of the regenerations of {@link FragmentStage#runBackground()}. Name fragments as for {@link RenderedPage}.
 * Immutable.
 */
public final class BackgroundRun {
    private static final String REGENERATED = "regenerated";
    private static final String REUSED = "reused";
    private static final String FAILED = "a failure";

    private final Outcomes outcomes = new Outcomes("This background run");

    BackgroundRun(List<Record> events) {
        for (Record event : events) {
            if (event instanceof Rendered done) {
                outcomes.add(FragmentName.of(done.locator(), done.entry().key()), REGENERATED, "");
            } else if (event instanceof RenderFailed failed) {
                outcomes.add(FragmentName.of(failed.locator(), failed.key()), FAILED, sentence(failed.cause()));
            } else if (event instanceof LookedUp lookup && lookup.outcome() == Outcome.HIT) {
                outcomes.add(FragmentName.of(lookup.locator(), lookup.key()), REUSED, "");
            }
        }
    }

    /**
     * Asserts that exactly these fragments were rendered again, inner ones included.
     *
     * @throws AssertionError with each fragment that differs, or is not named
     */
    public BackgroundRun regenerated(String... fragments) {
        outcomes.assertExactly(REGENERATED, fragments);
        return this;
    }

    /**
     * Asserts that exactly these fragments were taken from the cache while a fragment around them was rendered again.
     *
     * @throws AssertionError with each fragment that differs, or is not named
     */
    public BackgroundRun reused(String... fragments) {
        outcomes.assertExactly(REUSED, fragments);
        return this;
    }

    /**
     * Asserts that rendering exactly these fragments failed, so that their old HTML is kept.
     *
     * @throws AssertionError with each fragment that differs, or is not named
     */
    public BackgroundRun failed(String... fragments) {
        outcomes.assertExactly(FAILED, fragments);
        return this;
    }

    @Override
    public String toString() {
        return outcomes.toString();
    }

    private static String sentence(Throwable cause) {
        Throwable innermost = cause;
        while (innermost.getCause() != null && innermost.getCause() != innermost) {
            innermost = innermost.getCause();
        }
        return String.valueOf(innermost.getMessage());
    }
}
