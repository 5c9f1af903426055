package io.fragmentcache.internal.definition;

import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.thymeleaf.model.IAttribute;
import org.thymeleaf.model.IProcessableElementTag;

/**
 * Utilities that tell the time. They cannot be watched (their classes are final), and are asked for to print other dates
 * too; so where one is asked for, the expressions of its tag are looked at.
 */
public final class ClockCalls {
    public static final Set<String> UTILITIES = Set.of("dates", "calendars", "temporals", "execInfo");

    private static final Pattern CALL =
            Pattern.compile("#(?:(?:dates|calendars|temporals)\\.create(?:Now|Today)\\w*|execInfo\\.(?:getNow|now))");

    private ClockCalls() {}

    /** The first call on this tag that gives the time: {@code #dates.createNow}. */
    public static Optional<String> calledOn(IProcessableElementTag tag) {
        return Stream.of(tag.getAllAttributes())
                .map(IAttribute::getValue)
                .filter(value -> value != null)
                .map(CALL::matcher)
                .flatMap(matcher -> matcher.results())
                .map(MatchResult::group)
                .findFirst();
    }
}
