package io.fragmentcache.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * Where an {@link EhcacheRoom} is opened.
 *
 * @param files the directory of its files; null for memory outside the heap
 * @param megabytes what its entries may take
 */
record EhcacheSpace(@Nullable Path files, long megabytes) {
    EhcacheRoom open() {
        return files == null ? EhcacheRoom.offHeap(megabytes) : EhcacheRoom.disk(files, megabytes);
    }

    /** Deletes all files, of which none may be open. */
    void wipe() {
        if (files == null || !Files.exists(files)) {
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
        return files == null ? "memory outside the heap" : "'" + files + "'";
    }
}
