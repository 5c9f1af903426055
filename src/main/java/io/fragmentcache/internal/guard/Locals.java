package io.fragmentcache.internal.guard;

import io.fragmentcache.internal.definition.Definition;
import io.fragmentcache.internal.definition.ExpressionReads;
import io.fragmentcache.internal.definition.ReadListener;
import io.fragmentcache.internal.guard.Outside.Found;
import io.fragmentcache.key.Versions;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.thymeleaf.context.Contexts;
import org.thymeleaf.context.IEngineContext;

/**
 * Whether a fragment's key holds a variable that a tag around it set. It does where the key reads that variable, one that
 * is made of it, or all that it is made of. That a part of the key has the same value now says nothing: in the next row it
 * may not. What the application put into the model counts as held, whoever it is of: nobody can tell.
 *
 * <p>Of what is made of a fact of the visitor more is asked: that the key gives the fact, or that the part of it which reads
 * the variable gives that as it is. For that the key is evaluated once more; expressions around the fragment never are.
 */
final class Locals {
    private static final Logger LOG = LoggerFactory.getLogger(Locals.class);

    /**
     * Why a variable is not held.
     *
     * @param by the attribute that set it
     * @param fact of the visitor that it is made of; null where it is not
     */
    record Unheld(String by, @Nullable String fact) {}

    private final Definition definition;
    private final IEngineContext live;
    private final IEngineContext bare;
    private final Outside outside;
    private final Supplier<Coverage> coverage;
    private final Set<Found> held = new HashSet<>();

    /** @param coverage the facts that the key holds, for whoever asks */
    Locals(Definition definition, IEngineContext live, Outside outside, Supplier<Coverage> coverage) {
        this.definition = definition;
        this.live = live;
        this.bare = CaptureContext.innermost(live);
        this.outside = outside;
        this.coverage = coverage;
        definition.key().reading().names().forEach(name -> hold(outside.find(name)));
    }

    /** Null where the key holds it, or where nobody can tell where it comes from. */
    @Nullable Unheld unheld(String name, @Nullable Object value) {
        Found found = outside.find(name);
        if (found == null) {
            outside.noteSafe(name);
            return null;
        }
        boolean hasFacts = Contexts.isWebContext(live) && hasFacts(found);
        String fact = hasFacts ? unheldFact(found, value) : null;
        if (fact != null || !holds(found)) {
            return new Unheld(found.local().by(), fact);
        }
        if (!hasFacts) {
            outside.noteSafe(name);
        }
        return null;
    }

    /** Whether it is made of what is one visitor's, so that its value decides. */
    private boolean hasFacts(Found found) {
        ExpressionReads made = made(found);
        return !made.facts().isEmpty()
                || made.names().stream()
                        .map(name -> outside.find(name, found))
                        .anyMatch(of -> of != null && hasFacts(of));
    }

    private void hold(@Nullable Found found) {
        if (found != null && held.add(found)) {
            made(found).names().forEach(name -> hold(outside.find(name, found)));
        }
    }

    private boolean holds(Found found) {
        if (held.contains(found)) {
            return true;
        }
        ExpressionReads made = found.local().made();
        if (made == null || made.isNothing() && isParameterOfOwnTemplate(found)) {
            return false;
        }
        return made.names().stream().map(name -> outside.find(name, found)).allMatch(of -> of == null || holds(of));
    }

    /** What is handed to the template of the fragment may be another constant elsewhere. */
    private boolean isParameterOfOwnTemplate(Found found) {
        return definition.locator().template().equals(found.signedIn());
    }

    /** The first fact of the visitor that a variable is made of and that the key does not hold. */
    private @Nullable String unheldFact(Found found, @Nullable Object value) {
        ExpressionReads made = made(found);
        String own = made.facts().stream()
                .sorted()
                .filter(fact -> !coverage.get().holds(fact))
                .findFirst()
                .orElse(null);
        String fact = own != null
                ? own
                : made.names().stream()
                        .map(name -> outside.find(name, found))
                        .filter(Objects::nonNull)
                        .map(of -> unheldFact(of, valueOf(of)))
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse(null);
        return fact != null && gives(found.local().name(), value) ? null : fact;
    }

    private static ExpressionReads made(Found found) {
        ExpressionReads made = found.local().made();
        return made == null ? ExpressionReads.NOTHING : made;
    }

    /** The value that the fragment sees; null of a variable that another one of its name hides. */
    private @Nullable Object valueOf(Found found) {
        String name = found.local().name();
        if (!found.equals(outside.find(name))) {
            return null;
        }
        return name.equals(ExpressionReads.SELECTION) ? bare.getSelectionTarget() : bare.getVariable(name);
    }

    /** Whether a part of the key that reads the variable tells its value apart from all others. */
    private boolean gives(String name, @Nullable Object value) {
        Listening listening = new Listening(live, name, value);
        Versions versions = definition.settings().versions();
        boolean[] gives = {false};
        try {
            definition.eachPartOfKey(listening, part -> {
                gives[0] |= listening.wasRead && Coverage.tells(part, listening.value, versions);
                listening.wasRead = false;
            });
        } catch (RuntimeException notForAText) {
            LOG.debug("The key of '{}' gives no '{}' as it is.", definition.locator(), name, notForAText);
        }
        return gives[0];
    }

    /** Notes whether one variable is read. Where it has no value, the reader is given some. */
    private static final class Listening extends WebCaptureContext {
        private final String name;
        private final Object value;
        private boolean wasRead;

        Listening(IEngineContext live, String name, @Nullable Object value) {
            super(live, null, null, ReadListener.NONE);
            this.name = name;
            this.value = value == null ? "another " + name : value;
        }

        @Override
        public @Nullable Object getVariable(String asked) {
            if (asked.equals(name)) {
                wasRead = true;
                return value;
            }
            return super.getVariable(asked);
        }

        @Override
        public Object getSelectionTarget() {
            if (name.equals(ExpressionReads.SELECTION)) {
                wasRead = true;
                return value;
            }
            return super.getSelectionTarget();
        }
    }
}
