package io.fragmentcache.store;

class EhcacheOffHeapTest extends StoreContract {
    @Override
    protected Store open() {
        return EhcacheStore.offHeap(10);
    }
}
