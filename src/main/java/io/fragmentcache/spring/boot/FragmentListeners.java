package io.fragmentcache.spring.boot;

import io.fragmentcache.FragmentCache;
import io.fragmentcache.spi.Listener;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;

/**
 * Adds the beans of {@link Listener} to the cache, in their order. Once all beans are there: a listener may need the cache
 * itself.
 */
record FragmentListeners(ObjectProvider<FragmentCache> caches, ObjectProvider<Listener> listeners)
        implements SmartInitializingSingleton {
    @Override
    public void afterSingletonsInstantiated() {
        caches.ifUnique(cache -> listeners.orderedStream().forEach(cache::listen));
    }
}
