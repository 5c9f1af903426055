package io.fragmentcache.store;

import io.fragmentcache.testing.StoreContract;
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
