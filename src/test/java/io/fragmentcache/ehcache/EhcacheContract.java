package io.fragmentcache.ehcache;

import static io.fragmentcache.contract.SampleEntries.BORN;
import static io.fragmentcache.contract.SampleEntries.entry;
import static io.fragmentcache.contract.SampleEntries.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.contract.ByteStoreContract;
import io.fragmentcache.key.Key;
import io.fragmentcache.store.Entry;
import io.fragmentcache.store.Store.Written;
import java.util.Optional;
import org.ehcache.Cache;
import org.junit.jupiter.api.Test;

/** The contract, with a look behind the store at its bytes. */
abstract class EhcacheContract extends ByteStoreContract {
    static final int MEGABYTES = 10;

    @Override
    protected abstract EhcacheStore open();

    @Override
    protected byte[] bytesOf(Key key) {
        return bytes().get(key.id());
    }

    @Override
    protected void replaceBytes(Key key, byte[] bytes) {
        bytes().put(key.id(), bytes);
    }

    @Test
    void whatTakesMoreThanAQuarterOfTheStoreIsRejectedAndHarmsNoOther() {
        assertThat(store.write(entry("small", BORN))).isEqualTo(Written.STORED);
        Entry quarter = entry("a", BORN, "x".repeat(MEGABYTES * 1024 * 1024 / 4 - 200));
        assertThat(store.write(quarter)).isEqualTo(Written.STORED);
        assertThat(store.read(key("a"))).isEqualTo(quarter);
        assertThat(store.write(entry("b", BORN, quarter.text() + "x".repeat(200))))
                .isEqualTo(Written.REJECTED);
        assertThat(store.read(key("small"))).isEqualTo(entry("small", BORN));
    }

    private Cache<String, byte[]> bytes() {
        EhcacheGate gate = ((EhcacheStore) store).gate();
        return gate.call(room -> Optional.of(room.entries()), Optional.<Cache<String, byte[]>>empty())
                .orElseThrow();
    }
}
