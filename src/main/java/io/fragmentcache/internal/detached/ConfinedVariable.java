package io.fragmentcache.internal.detached;

import io.fragmentcache.problem.Problem;
import java.util.function.Consumer;
import org.thymeleaf.context.LazyContextVariable;

/** Stands in a regeneration for a variable that belongs to the request. A read of it ends the regeneration. */
final class ConfinedVariable extends LazyContextVariable<Object> {
    private final String name;
    private final Consumer<String> read;

    ConfinedVariable(String name, Consumer<String> read) {
        this.name = name;
        this.read = read;
    }

    @Override
    protected Object loadValue() {
        read.accept(name);
        throw Problem.detached(name);
    }
}
