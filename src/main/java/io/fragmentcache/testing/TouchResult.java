package io.fragmentcache.testing;

/**
 * What a change outdated among the fragments that were fresh before it. Immutable.
 */
public final class TouchResult {
    static final String OUTDATED = "outdated";
    static final String KEPT = "still fresh";

    private final Outcomes outcomes;

    TouchResult(Outcomes outcomes) {
        this.outcomes = outcomes;
    }

    /**
     * Asserts that the change outdated exactly these fragments, and left each other one fresh. Names fragments as
     * {@link RenderedPage} does: {@code card} means every fragment named so, {@code card 42} the one whose key holds 42.
     * Without names, asserts that it outdated nothing.
     *
     * @throws AssertionError with each fragment that differs, or is not named; or if no fragment was fresh before the change, so
     *     that the assertion would prove nothing
     */
    public TouchResult outdated(String... fragments) {
        if (outcomes.isEmpty()) {
            throw new AssertionError(
                    "No fragment was fresh before this change, so nothing could be outdated by it. Render"
                            + " the pages that show the model first.");
        }
        outcomes.assertExactly(OUTDATED, fragments);
        return this;
    }

    @Override
    public String toString() {
        return outcomes.toString();
    }
}
