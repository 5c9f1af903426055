package io.fragmentcache.store;

class EhcacheOffHeapTest extends StoreContract {
    @Override
    Store open() {
        return EhcacheStore.offHeap(10);
    }
}
