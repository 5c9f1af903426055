package org.hibernate.proxy;

/** Named as Hibernate's own, which is found by its name. */
@FunctionalInterface
public interface LazyInitializer {
    Object getImplementation();
}
