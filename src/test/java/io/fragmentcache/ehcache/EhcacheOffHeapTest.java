package io.fragmentcache.ehcache;

class EhcacheOffHeapTest extends EhcacheContract {
    @Override
    protected EhcacheStore open() {
        return EhcacheStore.offHeap(MEGABYTES);
    }
}
