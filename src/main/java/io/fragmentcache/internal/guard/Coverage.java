package io.fragmentcache.internal.guard;

import io.fragmentcache.internal.definition.Definition;
import io.fragmentcache.internal.definition.ReadListener;
import io.fragmentcache.internal.engine.Doll;
import io.fragmentcache.key.Versions;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.thymeleaf.context.Contexts;
import org.thymeleaf.context.IEngineContext;

/**
 * The facts of a request that a fragment's key holds, with their values: found by evaluating the parts of the key once
 * more, and listening.
 *
 * <p>A part that reads a fact and gives something else, such as {@code ${session.user != null}}, does not hold it: all who
 * are logged in would share a text that may show the name of one. What the request does not have is held by a part that
 * would give it if it had: {@code ${session.user} ?: 'nobody'} does, {@code ${session.user == 'Zoë'}} does not, since
 * visitors of other names share that key with those who have none.
 *
 * @param values some may be null
 */
public record Coverage(Map<String, @Nullable Object> values) {
    private static final Logger LOG = LoggerFactory.getLogger(Coverage.class);

    public static final Coverage NOTHING = new Coverage(Map.of());

    public static Coverage of(Definition definition, IEngineContext live, @Nullable Doll doll) {
        if (!Contexts.isWebContext(live)) {
            return NOTHING;
        }
        Versions versions = definition.settings().versions();
        Map<String, @Nullable Object> read = new HashMap<>();
        Map<String, @Nullable Object> held = new HashMap<>();
        boolean[] absent = {false};
        listen(definition, live, doll, read::put, part -> {
            read.forEach((fact, value) -> {
                absent[0] |= value == null;
                if (tells(part, value, versions)) {
                    held.put(fact, value);
                }
            });
            read.clear();
        });
        if (absent[0]) {
            tryOthers(definition, live, doll, held);
        }
        return new Coverage(held);
    }

    /** Evaluates the key as if the request had a value for whatever it has none of. */
    private static void tryOthers(
            Definition definition, IEngineContext live, @Nullable Doll doll, Map<String, @Nullable Object> held) {
        Others others = new Others();
        try {
            listen(definition, live, doll, others, part -> {
                others.given.forEach((fact, other) -> {
                    if (tells(part, other, definition.settings().versions())) {
                        held.put(fact, null);
                    }
                });
                others.given.clear();
            });
        } catch (RuntimeException notForAText) {
            LOG.debug("The key of '{}' holds nothing of what its visitor lacks.", definition.locator(), notForAText);
        }
    }

    private static void listen(
            Definition definition,
            IEngineContext live,
            @Nullable Doll doll,
            ReadListener reads,
            Consumer<@Nullable Object> part) {
        IEngineContext listening = new WebCaptureContext(live, doll, null, reads);
        Watches.during(reads, live, () -> definition.eachPartOfKey(listening, part));
    }

    /** Gives a text of its own for each fact that is not there. */
    private static final class Others implements ReadListener {
        private final Map<String, Object> given = new HashMap<>();

        @Override
        public void read(String fact, @Nullable Object value) {}

        @Override
        public @Nullable Object answer(String fact, @Nullable Object value) {
            return value != null ? value : given.computeIfAbsent(fact, absent -> "another " + absent);
        }
    }

    /** Whether a part of the key tells this value apart from all others: it is the value, holds it, or names it. */
    static boolean tells(@Nullable Object part, @Nullable Object fact, Versions versions) {
        if (fact == null || fact == ReadListener.UNKNOWN || part == null) {
            return false;
        }
        Object value = fact instanceof List<?> list && list.size() == 1 ? list.get(0) : fact;
        return part.equals(fact)
                || part.equals(value)
                || (part instanceof Collection<?> members && members.contains(value))
                || versions.identityOf(fact).filter(part::equals).isPresent();
    }

    public boolean holds(String fact) {
        return values.containsKey(fact);
    }

    public @Nullable Object value(String fact) {
        return values.get(fact);
    }
}
