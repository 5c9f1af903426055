package io.fragmentcache.ehcache;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** Where an {@link EhcacheCaches} is opened. */
interface EhcacheResources {
    EhcacheCaches open();

    /** What the entries may take. */
    long megabytes();

    /** Deletes all files, of which none may be open. */
    void wipe();

    /**
     * Memory outside the heap.
     *
     * @param megabytes what its entries may take
     */
    record OffHeap(long megabytes) implements EhcacheResources {
        @Override
        public EhcacheCaches open() {
            return EhcacheCaches.offHeap(megabytes);
        }

        @Override
        public void wipe() {}

        @Override
        public String toString() {
            return "memory outside the heap";
        }
    }

    /**
     * A directory.
     *
     * @param files the directory of its files
     * @param megabytes what its entries may take
     */
    record Disk(Path files, long megabytes) implements EhcacheResources {
        @Override
        public EhcacheCaches open() {
            return EhcacheCaches.disk(files, megabytes);
        }

        @Override
        public void wipe() {
            if (!Files.exists(files)) {
                return;
            }
            try {
                Files.walkFileTree(files, new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                        Files.delete(file);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException error)
                            throws IOException {
                        Files.delete(directory);
                        return FileVisitResult.CONTINUE;
                    }
                });
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public String toString() {
            return "'" + files + "'";
        }
    }
}
