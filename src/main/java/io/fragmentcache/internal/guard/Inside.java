package io.fragmentcache.internal.guard;

import io.fragmentcache.internal.definition.FactNames;
import io.fragmentcache.internal.template.FrozenStatus;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keeps in mind which variables a fragment sets itself while it is rendered, and tells of reads of all others. For one thread. */
final class Inside {
    private record Own(String name, int level) {}

    private final Guard guard;
    private final List<Own> own = new ArrayList<>();
    private @Nullable String settledName;
    private @Nullable Object settled;
    /** Whether the fragments around, and what frameworks make of it, are settled about that variable too. */
    private boolean tellsNothing;

    Inside(Guard guard) {
        this.guard = guard;
    }

    void set(String name, int level) {
        if (name.equals(settledName)) {
            settle(null, null);
        }
        // The rows of a loop may set theirs over and over in the same level.
        for (int last = own.size() - 1; last >= 0 && own.get(last).level == level; last--) {
            if (own.get(last).name.equals(name)) {
                return;
            }
        }
        own.add(new Own(name, level));
    }

    /** The variables of a level are gone with it. */
    void leave(int level) {
        for (int last = own.size() - 1; last >= 0 && own.get(last).level >= level; last--) {
            own.remove(last);
        }
    }

    /** Whether a rendering without its request was not given a variable that is about to be read. */
    boolean withholds(String name) {
        return !isOwn(name) && guard.withholds(name);
    }

    /** @param by evaluates the expression that reads it; null where another does */
    void read(String name, @Nullable Object value, @Nullable Evaluation by) {
        if (!isOwn(name) && guard.variable(name, value, by) && !FrozenStatus.isStatus(value)) {
            settle(name, value);
        }
    }

    private void settle(@Nullable String name, @Nullable Object value) {
        settledName = name;
        settled = value;
        tellsNothing = false;
    }

    /** Says that a read of the settled variable tells nothing to anyone; a read of the fragment's own is not of it. */
    void tellsNothing(String name) {
        tellsNothing = name.equals(settledName) && !isOwn(name);
    }

    /** Whether a read of this variable tells nothing if it still has the settled value. */
    boolean mayTellNothing(String name) {
        return tellsNothing && name.equals(settledName);
    }

    boolean isSettledValue(@Nullable Object value) {
        return value == settled;
    }

    /** Whether a read of this variable may be known already. */
    boolean mayBeSettled(String name) {
        return name.equals(settledName) || isOwn(name);
    }

    /** Whether a read of this variable, with this value, is known already. */
    boolean isSettled(String name, @Nullable Object value) {
        return value == settled && name.equals(settledName) || isOwn(name);
    }

    void selection(boolean has, @Nullable Object target, @Nullable Evaluation by) {
        if (!isOwn(FactNames.SELECTION)) {
            guard.selection(has, target, by);
        }
    }

    boolean isOwn(String name) {
        for (int i = own.size() - 1; i >= 0; i--) {
            if (own.get(i).name.equals(name)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a fact that an inner fragment read was set by this one. */
    boolean ownsFact(String fact) {
        if (fact.startsWith(FactNames.CURRENT)) {
            return isOwn(fact.substring(FactNames.CURRENT.length()));
        }
        String root = FactNames.rootOf(fact);
        return isOwn(FactNames.isVariable(root) ? FactNames.nameOf(root) : root);
    }
}
