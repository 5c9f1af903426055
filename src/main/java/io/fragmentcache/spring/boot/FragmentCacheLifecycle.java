package io.fragmentcache.spring.boot;

import io.fragmentcache.FragmentCache;
import java.util.List;
import org.springframework.context.SmartLifecycle;

/**
 * Pauses regenerations after the web server took its last request, and before a bean that they need is destroyed. Spring 7
 * stops contexts of tests that wait in its cache and starts them again, so stopping must not close the cache: that is done
 * when its bean is destroyed.
 */
final class FragmentCacheLifecycle implements SmartLifecycle {
    /** Web servers stop at the default phase less 2048. */
    private static final int BELOW_WEB_SERVERS = 3_072;

    private final List<FragmentCache> caches;
    private volatile boolean running;

    FragmentCacheLifecycle(List<FragmentCache> caches) {
        this.caches = caches;
    }

    @Override
    public void start() {
        caches.forEach(FragmentCache::resume);
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        caches.forEach(FragmentCache::pause);
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return DEFAULT_PHASE - BELOW_WEB_SERVERS;
    }
}
