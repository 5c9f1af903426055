package io.fragmentcache.internal.guard;

import io.fragmentcache.internal.definition.ClockCalls;
import io.fragmentcache.internal.definition.ReadListener;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.expression.IExpressionObjects;

/**
 * The objects that expressions write as {@code #dates}, telling which are asked for that know the time, or the visitor.
 *
 * @param utility is told which
 * @param context the one that is rendered with
 * @param told what expressions have in its place, which tells more
 */
record WatchedUtilities(IExpressionObjects objects, Consumer<String> utility, Object context, Supplier<?> told)
        implements IExpressionObjects {
    @Override
    public int size() {
        return objects.size();
    }

    @Override
    public boolean containsObject(String name) {
        return objects.containsObject(name);
    }

    @Override
    public Set<String> getObjectNames() {
        return objects.getObjectNames();
    }

    @Override
    public @Nullable Object getObject(String name) {
        if (ClockCalls.UTILITIES.contains(name) || name.equals(ReadListener.THEMES)) {
            utility.accept(name);
        }
        Object object = objects.getObject(name);
        return object == context ? told.get() : object;
    }
}
