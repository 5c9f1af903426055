package io.fragmentcache.ehcache;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets calls into an {@link EhcacheCaches}, and keeps what goes wrong there inside: a failed call is answered with what
 * stands for nothing. After {@value #PATIENCE} failures the files are deleted and the room is opened again, empty; when
 * that did not help {@value #RECOVERIES} times, the store goes on without it.
 *
 * <p>Thread-safe. Closing waits for the calls under way; those that come meanwhile are answered with nothing.
 */
final class EhcacheGate {
    private static final Logger LOG = LoggerFactory.getLogger(EhcacheStore.class);
    private static final int PATIENCE = 3;
    private static final int RECOVERIES = 3;

    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private final EhcacheResources space;
    private volatile @Nullable EhcacheCaches room;
    private volatile boolean closed;

    @GuardedBy("this") private int failures;

    @GuardedBy("lock") private int recoveries;

    private EhcacheGate(EhcacheResources space, EhcacheCaches room) {
        this.space = space;
        this.room = room;
    }

    /** Opens the room; where its files are damaged, an empty one. */
    static EhcacheGate open(EhcacheResources space) {
        try {
            return new EhcacheGate(space, space.open());
        } catch (RuntimeException damaged) {
            LOG.warn(
                    "The fragments in {} cannot be read; they are deleted, and the store starts empty.",
                    space,
                    damaged);
            space.wipe();
            return new EhcacheGate(space, space.open());
        }
    }

    @SuppressWarnings("ReferenceEquality") // Another room may have been opened meanwhile.
    <T> T call(Function<EhcacheCaches, T> action, T nothing) {
        EhcacheCaches open = room;
        if (open == null || !lock.readLock().tryLock()) {
            return nothing;
        }
        try {
            return open == room ? action.apply(open) : nothing;
        } catch (RuntimeException | AssertionError | OutOfMemoryError e) {
            failed(e);
            return nothing;
        } finally {
            lock.readLock().unlock();
        }
    }

    /** Does the last thing with the room, then closes it. */
    void close(Consumer<EhcacheCaches> last) {
        lock.writeLock().lock();
        try {
            closed = true;
            EhcacheCaches open = room;
            room = null;
            if (open != null) {
                closeAfter(open, last);
            }
        } finally {
            lock.writeLock().unlock();
        }
    }

    private void closeAfter(EhcacheCaches open, Consumer<EhcacheCaches> last) {
        try {
            last.accept(open);
        } catch (RuntimeException | AssertionError e) {
            LOG.warn("The stamps of {} could not be kept; its fragments will count as outdated.", space, e);
        }
        try {
            open.close();
        } catch (RuntimeException | AssertionError e) {
            LOG.warn("{} could not be closed; it will be empty when it is opened again.", space, e);
        }
    }

    private synchronized void failed(Throwable cause) {
        if (failures == 0) {
            LOG.warn("The fragment store in {} fails; pages are rendered without it.", space, cause);
        }
        // Few, since a damaged length is a huge array: each such call takes a second.
        failures++;
        if (failures == PATIENCE) {
            Thread recovery = new Thread(this::recover, "fragment-cache-recovery");
            recovery.setDaemon(true);
            recovery.start();
        }
    }

    private void recover() {
        lock.writeLock().lock();
        try {
            EhcacheCaches broken = room;
            if (closed || broken == null) {
                return;
            }
            room = null;
            closeQuietly(broken);
            if (++recoveries > RECOVERIES) {
                LOG.warn("The fragment store in {} keeps failing; it is not used until the next start.", space);
                return;
            }
            space.wipe();
            room = space.open();
            LOG.warn("The fragment store in {} was emptied, and is used again.", space);
        } catch (RuntimeException | AssertionError | OutOfMemoryError e) {
            LOG.warn("The fragment store in {} cannot be opened again; it is not used until the next start.", space, e);
        } finally {
            synchronized (this) {
                failures = 0;
            }
            lock.writeLock().unlock();
        }
    }

    private static void closeQuietly(EhcacheCaches broken) {
        try {
            broken.close();
        } catch (RuntimeException | AssertionError e) {
            LOG.debug("closing a damaged store", e);
        }
    }
}
