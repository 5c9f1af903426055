package io.fragmentcache.testing;

import io.fragmentcache.FragmentCache;
import io.fragmentcache.freshness.Freshness;
import io.fragmentcache.internal.engine.Inspection;
import io.fragmentcache.key.Key;
import io.fragmentcache.spi.LookedUp;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.TemplateEngine;
import org.thymeleaf.context.IContext;
import org.thymeleaf.context.WebContext;

/** One cache, one engine over it, and the time and jobs of both. Used by one thread. */
record World(
        TemplateEngine engine, FragmentCache cache, HandClock clock, HandExecutor executor, RecordedEvents events) {
    /** Longer than any test waits: what is fresh that long is fresh forever. */
    private static final Duration FOREVER = Duration.ofDays(10_000);

    static IContext context(Visitor visitor, Map<String, ? extends @Nullable Object> variables) {
        Map<String, Object> all = new HashMap<>(variables);
        all.putAll(visitor.all(Visitor.Fact.VARIABLE));
        return new WebContext(new VisitorExchange(visitor), visitor.locale(), all);
    }

    RenderedPage render(String template, IContext context) {
        int mark = events.mark();
        String text = engine.process(template, context);
        return new RenderedPage(text, events.since(mark));
    }

    BackgroundRun runBackground() {
        int mark = events.mark();
        executor.runAll();
        return new BackgroundRun(events.since(mark));
    }

    /** Runs a change as another visitor does: who touches something is not shown what that outdates. */
    TouchResult change(Runnable change) {
        Map<Key, LookedUp> fresh = new LinkedHashMap<>(events.asked());
        fresh.entrySet().removeIf(each -> !isFresh(freshness(each.getKey(), each.getValue())));
        change.run();
        cache.engine().requests().end();
        Outcomes outcomes = new Outcomes("This change");
        fresh.forEach((key, asked) -> {
            Freshness after = freshness(key, asked);
            FragmentName name = FragmentName.of(asked.locator(), key);
            if (isFresh(after)) {
                outcomes.add(name, TouchResult.KEPT, "");
            } else {
                outcomes.add(name, TouchResult.OUTDATED, after.reason());
            }
        });
        return new TouchResult(outcomes);
    }

    /** Moves the clock until every fragment with an end is past its freshness. */
    void passFreshness() {
        events.asked().values().stream()
                .map(asked -> asked.lifetime().fresh())
                .filter(fresh -> fresh.compareTo(FOREVER) < 0)
                .max(Duration::compareTo)
                .ifPresent(longest -> clock.move(longest.plusMillis(1)));
    }

    private Freshness freshness(Key key, LookedUp asked) {
        Inspection inspection = cache.engine().inspection();
        return inspection
                .explain(key, inspection.stored(key), asked.version(), asked.lifetime())
                .freshness();
    }

    private static boolean isFresh(Freshness freshness) {
        return freshness.verdict() == Freshness.Verdict.FRESH;
    }
}
