package org.hibernate.proxy;

/** Named as Hibernate's own, which is found by its name. */
@FunctionalInterface
public interface LazyInitializer {
    Object getImplementation();

    default boolean isUninitialized() {
        return false;
    }

    default Object getInternalIdentifier() {
        throw new UnsupportedOperationException();
    }

    default Class<?> getPersistentClass() {
        throw new UnsupportedOperationException();
    }
}
