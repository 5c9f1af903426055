package io.fragmentcache.internal.digest;

import java.io.File;
import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.thymeleaf.util.ClassLoaderUtils;

/**
 * Finds the files whose path begins as a template resolver's does. A prefix is no directory: a resolver puts the name of a
 * template right behind it.
 */
final class TemplateFiles {
    private TemplateFiles() {}

    /** What follows the prefix in the path of each file; links are followed. */
    static Set<String> onDisk(String prefix) throws IOException {
        String path = prefix.replace('\\', '/');
        int slash = path.lastIndexOf('/');
        Path directory = Path.of(slash < 0 ? "" : slash == 0 ? "/" : path.substring(0, slash));
        return below(directory, path.substring(slash + 1));
    }

    /** The same of the class path: directories, and archives with or without entries for their directories. */
    static Set<String> onClassPath(String prefix) throws IOException {
        String path = prefix.startsWith("/") ? prefix.substring(1) : prefix;
        int slash = path.lastIndexOf('/');
        String directory = path.substring(0, slash + 1);
        String begin = path.substring(slash + 1);
        Set<String> files = new TreeSet<>();
        ClassLoader loader = ClassLoaderUtils.getClassLoader(TemplateFiles.class);
        for (URL root : Collections.list(loader.getResources(directory))) {
            if (root.getProtocol().equals("file")) {
                files.addAll(below(path(root), begin));
            } else if (root.openConnection() instanceof JarURLConnection jar) {
                files.addAll(in(jar.getJarFile(), path));
            }
        }
        for (String entry : System.getProperty("java.class.path", "").split(File.pathSeparator)) {
            if (entry.endsWith(".jar") && Files.isRegularFile(Path.of(entry))) {
                try (JarFile jar = new JarFile(entry)) {
                    files.addAll(in(jar, path));
                }
            }
        }
        return files;
    }

    private static Set<String> in(JarFile jar, String prefix) {
        Set<String> files = new TreeSet<>();
        jar.stream()
                .filter(entry -> !entry.isDirectory() && entry.getName().startsWith(prefix))
                .forEach(entry -> files.add(entry.getName().substring(prefix.length())));
        return files;
    }

    private static Path path(URL root) throws IOException {
        try {
            return Path.of(root.toURI());
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
    }

    private static Set<String> below(Path directory, String begin) throws IOException {
        if (!Files.isDirectory(directory)) {
            return Collections.emptySet();
        }
        Set<String> names = new TreeSet<>();
        try (Stream<Path> entries = Files.list(directory)) {
            for (Path entry : (Iterable<Path>) entries::iterator) {
                if (entry.getFileName().toString().startsWith(begin)) {
                    Files.walkFileTree(
                            entry,
                            EnumSet.of(FileVisitOption.FOLLOW_LINKS),
                            Integer.MAX_VALUE,
                            new Collector(directory, begin, names));
                }
            }
        }
        return names;
    }

    private static final class Collector extends SimpleFileVisitor<Path> {
        private final Path directory;
        private final String begin;
        private final Set<String> names;

        Collector(Path directory, String begin, Set<String> names) {
            this.directory = directory;
            this.begin = begin;
            this.names = names;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isRegularFile()) {
                String path = directory.relativize(file).toString().replace('\\', '/');
                names.add(path.substring(begin.length()));
            }
            return FileVisitResult.CONTINUE;
        }

        /** A link that leads back to where it lies, or to nothing. */
        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) {
            return FileVisitResult.CONTINUE;
        }
    }
}
