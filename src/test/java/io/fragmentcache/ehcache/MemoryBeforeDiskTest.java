package io.fragmentcache.ehcache;

import io.fragmentcache.contract.StoreContract;
import io.fragmentcache.store.CaffeineStore;
import io.fragmentcache.store.Store;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class MemoryBeforeDiskTest extends StoreContract {
    @TempDir
    Path directory;

    @Override
    protected Store open() {
        return CaffeineStore.ofMegabytes(10).inFrontOf(EhcacheStore.at(directory, 10));
    }
}
