package io.fragmentcache.ehcache;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.fragmentcache.key.Key;
import io.fragmentcache.problem.Problem;
import io.fragmentcache.store.Entry;
import io.fragmentcache.store.EntryCodec;
import io.fragmentcache.store.MemoryStamps;
import io.fragmentcache.store.SavedStamps;
import io.fragmentcache.store.Stamps;
import io.fragmentcache.store.Store;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keeps entries in files, so that a restart finds them, or in memory outside the heap. For one process; needs
 * {@code org.ehcache:ehcache}, classifier {@code jakarta}.
 *
 * <p>Everything is found again after {@link #close} has returned, which a shutdown hook calls as well, so that a signal
 * to terminate loses nothing. After a crash or {@code kill -9} the store starts empty: Ehcache does not promise files of
 * a process that was not closed. Stamps are kept with the entries, and where they are lost, all entries count as touched.
 *
 * <p>Sizes are those of Ehcache's pools, which are used in blocks of powers of two: a text of 1 KB takes about 2 KB. What
 * takes more than a quarter of the store is not taken.
 * Stamps take 64 MB more of a disk at most. Nothing that goes wrong in the files reaches a page: a failed call is a miss
 * or a rejected write, and damaged files are deleted. Thread-safe.
 */
public final class EhcacheStore implements Store {
    private static final long DEFAULT_MEGABYTES = 512;
    private static final int STRIPES = 64;
    private static final long BYTES_OF_A_MEGABYTE = 1024L * 1024;
    /** A larger entry would have Ehcache evict most others, and then fail: it must fit into a segment, as one block. */
    private static final int SHARE_OF_THE_LARGEST = 4;
    /** Room for what a small entry has beside its text. */
    private static final long SMALL = 64 * 1024;

    private final EhcacheGate gate;
    private final Runnable unlock;
    private final long largest;
    private final EntryCodec codec;
    private final Object[] stripes = new Object[STRIPES];
    private final Thread hook = new Thread(this::shutDown, "fragment-cache-close");
    private volatile @Nullable MemoryStamps stamps;

    @GuardedBy("this") private boolean closed;

    private EhcacheStore(EhcacheGate gate, long megabytes, Runnable unlock) {
        this.gate = gate;
        this.largest = megabytes * BYTES_OF_A_MEGABYTE / SHARE_OF_THE_LARGEST;
        this.codec = EntryCodec.plain().atMost(2 * largest + SMALL);
        this.unlock = unlock;
        for (int i = 0; i < STRIPES; i++) {
            stripes[i] = new Object();
        }
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /**
     * Opens a store in files of 512 MB; see {@link #at(Path, long)}.
     *
     * @param directory used by no other process; created if it is absent
     * @throws io.fragmentcache.problem.Problem if the directory is in use or cannot be written, or org.ehcache:ehcache is
     *     absent
     */
    public static EhcacheStore at(Path directory) {
        return at(directory, DEFAULT_MEGABYTES);
    }

    /**
     * Opens a store in files of this size. A smaller size than that of the existing files empties them.
     *
     * @param directory used by no other process; created if it is absent
     * @param megabytes the size of all files together, of 1024 · 1024 bytes each
     * @throws io.fragmentcache.problem.Problem if the directory is in use or cannot be written, or org.ehcache:ehcache is
     *     absent
     */
    public static EhcacheStore at(Path directory, long megabytes) {
        DirectoryLock lock = DirectoryLock.of(directory);
        try {
            return open(new EhcacheResources.Disk(directory.resolve("ehcache"), megabytes), lock::close);
        } catch (RuntimeException | Error e) {
            lock.close();
            throw e;
        }
    }

    /**
     * Opens a store in memory outside the heap.
     *
     * @param megabytes its size; it must fit into {@code -XX:MaxDirectMemorySize}
     * @throws io.fragmentcache.problem.Problem if org.ehcache:ehcache is absent
     */
    public static EhcacheStore offHeap(long megabytes) {
        return open(new EhcacheResources.OffHeap(megabytes), () -> {});
    }

    static EhcacheStore open(EhcacheResources space, Runnable unlock) {
        try {
            return new EhcacheStore(EhcacheGate.open(space), space.megabytes(), unlock);
        } catch (NoClassDefFoundError absent) {
            throw Problem.libraryAbsent("EhcacheStore", "org.ehcache", "ehcache", "jakarta", absent);
        }
    }

    /** Where its bytes are. */
    EhcacheGate gate() {
        return gate;
    }

    @Override
    public @Nullable Entry read(Key key) {
        return readAll(List.of(key)).get(key);
    }

    @Override
    public Map<Key, Entry> readAll(Collection<Key> keys) {
        Map<Key, Entry> found = new HashMap<>();
        for (Key key : keys) {
            gate.call(
                    room -> {
                        byte[] bytes = room.entries().get(key.id());
                        Entry entry = bytes == null ? null : codec.decode(bytes, key);
                        if (entry != null) {
                            found.put(key, entry);
                        }
                        return true;
                    },
                    false);
        }
        return found;
    }

    @Override
    public Written write(Entry entry) {
        String id = entry.key().id();
        byte[] bytes = codec.encode(entry);
        if (bytes.length > largest) {
            return Written.REJECTED;
        }
        synchronized (stripes[Math.floorMod(id.hashCode(), STRIPES)]) {
            return gate.call(
                    room -> {
                        byte[] present = room.entries().get(id);
                        if (present != null && isAsNew(present, entry)) {
                            return Written.NEWER_PRESENT;
                        }
                        room.entries().put(id, bytes);
                        return Written.STORED;
                    },
                    Written.REJECTED);
        }
    }

    /** Damaged bytes are decoded in full here, or their birth could keep every other entry away. */
    private boolean isAsNew(byte[] present, Entry entry) {
        boolean later = present.length > EntryCodec.BORN_AT + Long.BYTES
                && ByteBuffer.wrap(present).getLong(EntryCodec.BORN_AT) >= entry.born();
        return later && codec.decode(present, entry.key()) != null;
    }

    @Override
    public void remove(Key key) {
        gate.call(
                room -> {
                    room.entries().remove(key.id());
                    return true;
                },
                false);
    }

    @Override
    public Stamps stamps(InstantSource clock) {
        SavedStamps saved = SavedStamps.of(gate.call(EhcacheCaches::keptStamps, new byte[0]));
        MemoryStamps restored = saved == null ? MemoryStamps.distrusting(clock) : MemoryStamps.restored(clock, saved);
        stamps = restored;
        return restored;
    }

    /** Unknown: counting would read all files. */
    @Override
    public long size() {
        return -1;
    }

    @Override
    public synchronized void close() {
        shutDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException alreadyShuttingDown) {
            // The hook runs or has run: it does the same.
        }
    }

    private synchronized void shutDown() {
        if (closed) {
            return;
        }
        closed = true;
        MemoryStamps known = stamps;
        gate.close(room -> {
            if (known != null) {
                room.keepStamps(known.saved().toBytes());
            }
        });
        unlock.run();
    }
}
