package com.example.shop.web;

import java.util.function.Supplier;
import org.thymeleaf.context.LazyContextVariable;

/** A variable that costs something only where a template reads it. A fragment that is shown from the cache reads nothing. */
final class Lazy<T> extends LazyContextVariable<T> {

    private final Supplier<T> source;

    Lazy(Supplier<T> source) {
        this.source = source;
    }

    @Override
    protected T loadValue() {
        return source.get();
    }
}
