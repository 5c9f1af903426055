package io.fragmentcache.internal.guard;

import io.fragmentcache.internal.definition.FactNames;
import io.fragmentcache.internal.template.FrozenStatus;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keeps in mind which variables a fragment sets itself while it is rendered, and tells of reads of all others. For one thread. */
final class Inside {
    private static final int NOT_OWN = -1;
    private static final int MOST_SETTLED = 8;

    private record Own(String name, int level) {}

    /**
     * A variable of which another read tells the fragment nothing while it has this value.
     *
     * @param level where the fragment set it; negative if it did not
     * @param everywhere whether that tells nothing to the fragments around either
     */
    private record Settled(String name, @Nullable Object value, int level, boolean everywhere) {}

    private final Guard guard;
    private final List<Own> own = new ArrayList<>();
    private final List<Settled> settled = new ArrayList<>(2);

    Inside(Guard guard) {
        this.guard = guard;
    }

    void set(String name, int level) {
        unsettle(name);
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
            // What stood behind it has the name now.
            unsettle(level);
        }
    }

    private void unsettle(String name) {
        for (int i = settled.size() - 1; i >= 0; i--) {
            if (settled.get(i).name.equals(name)) {
                settled.remove(i);
            }
        }
    }

    private void unsettle(int level) {
        for (int i = settled.size() - 1; i >= 0; i--) {
            if (settled.get(i).level >= level) {
                settled.remove(i);
            }
        }
    }

    /** Whether a rendering without its request was not given a variable that is about to be read. */
    boolean withholds(String name) {
        return !isOwn(name) && guard.withholds(name);
    }

    /** @param by evaluates the expression that reads it; null where another does */
    void read(String name, @Nullable Object value, @Nullable Evaluation by) {
        if (!isOwn(name) && guard.variable(name, value, by) && !FrozenStatus.isStatus(value)) {
            settle(new Settled(name, value, NOT_OWN, false));
        }
    }

    private void settle(Settled now) {
        unsettle(now.name);
        if (settled.size() == MOST_SETTLED) {
            settled.remove(0);
        }
        settled.add(now);
    }

    /** Says that a read of this variable, whose read is known here, tells nothing to the fragments around. */
    void settleEverywhere(String name, @Nullable Object value) {
        settle(new Settled(name, value, levelOf(name), true));
    }

    /** Whether a read of this variable tells nothing at all if its value is the one that is settled. */
    boolean mayTellNothing(String name) {
        Settled known = settled(name);
        return known != null && known.everywhere;
    }

    boolean isSettledValue(String name, @Nullable Object value) {
        Settled known = settled(name);
        return known != null && known.value == value;
    }

    /** Whether a read of this variable may be known already. */
    boolean mayBeSettled(String name) {
        return settled(name) != null || isOwn(name);
    }

    /** Whether a read of this variable, with this value, is known already. */
    boolean isSettled(String name, @Nullable Object value) {
        return isSettledValue(name, value) || isOwn(name);
    }

    private @Nullable Settled settled(String name) {
        for (int i = settled.size() - 1; i >= 0; i--) {
            if (settled.get(i).name.equals(name)) {
                return settled.get(i);
            }
        }
        return null;
    }

    void selection(boolean has, @Nullable Object target, @Nullable Evaluation by) {
        if (!isOwn(FactNames.SELECTION)) {
            guard.selection(has, target, by);
        }
    }

    boolean isOwn(String name) {
        return levelOf(name) != NOT_OWN;
    }

    /** Where the fragment set it last. */
    private int levelOf(String name) {
        for (int i = own.size() - 1; i >= 0; i--) {
            if (own.get(i).name.equals(name)) {
                return own.get(i).level;
            }
        }
        return NOT_OWN;
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
