package io.fragmentcache.internal.guard;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.standard.expression.Fragment;

/** Keeps in mind which variables a fragment sets itself while it is rendered, and tells of reads of all others. For one thread. */
final class Inside {
    private record Own(String name, int level) {}

    private final Guard guard;
    private final Outside outside;
    private final Set<String> told = new HashSet<>();
    private final List<Own> own = new ArrayList<>();

    Inside(Guard guard, Outside outside) {
        this.guard = guard;
        this.outside = outside;
    }

    void set(String name, int level) {
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

    void read(String name, @Nullable Object value) {
        if (told.contains(name) || isOwn(name)) {
            return;
        }
        told.add(name);
        // A fragment that is handed over joins the key by itself.
        if (!(value instanceof Fragment) && outside.isLocal(name, value)) {
            guard.local(name, value);
        }
    }

    private boolean isOwn(String name) {
        for (int i = own.size() - 1; i >= 0; i--) {
            if (own.get(i).name.equals(name)) {
                return true;
            }
        }
        return false;
    }
}
