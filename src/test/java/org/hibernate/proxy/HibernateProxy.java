package org.hibernate.proxy;

/** Named as Hibernate's own, which is found by its name. */
public interface HibernateProxy {
    LazyInitializer getHibernateLazyInitializer();
}
