package io.fragmentcache.store;

class EhcacheOffHeapTest extends EhcacheContract {
    @Override
    protected EhcacheStore open() {
        return EhcacheStore.offHeap(MEGABYTES);
    }
}
