package io.fragmentcache.contract;

import io.fragmentcache.key.Key;
import io.fragmentcache.store.Store;
import java.util.Objects;

class MapStoreTest extends ByteStoreContract {
    @Override
    protected Store open() {
        return new MapStore();
    }

    @Override
    protected byte[] bytesOf(Key key) {
        return Objects.requireNonNull(((MapStore) store).bytes.get(key.id()));
    }

    @Override
    protected void replaceBytes(Key key, byte[] bytes) {
        ((MapStore) store).bytes.put(key.id(), bytes);
    }
}
