package io.fragmentcache.internal.digest;

import io.fragmentcache.digest.ListedTemplates;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.thymeleaf.IEngineConfiguration;
import org.thymeleaf.templateresolver.AbstractConfigurableTemplateResolver;
import org.thymeleaf.templateresolver.ClassLoaderTemplateResolver;
import org.thymeleaf.templateresolver.FileTemplateResolver;
import org.thymeleaf.templateresolver.ITemplateResolver;
import org.thymeleaf.util.ClassLoaderUtils;

/** Lists the templates of an engine's resolvers, as far as these can be listed. */
final class TemplateNames {
    private static final String CLASS_PATH = "classpath:";
    private static final String CLASS_PATHS = "classpath*:";
    private static final String FILE = "file:";

    private final IEngineConfiguration configuration;

    TemplateNames(IEngineConfiguration configuration) {
        this.configuration = configuration;
    }

    /** Names of all templates, sorted. */
    Set<String> all() {
        Set<String> names = new TreeSet<>();
        for (ITemplateResolver resolver : configuration.getTemplateResolvers()) {
            if (resolver instanceof ListedTemplates listed) {
                names.addAll(listed.templates());
            } else if (resolver instanceof AbstractConfigurableTemplateResolver configurable) {
                names.addAll(names(configurable));
            }
        }
        return names;
    }

    /** Names of the templates that lie in a directory, not deeper, sorted. */
    List<String> in(String directory) {
        String start = directory.isEmpty() ? "" : directory + "/";
        return all().stream()
                .filter(name -> name.startsWith(start) && name.indexOf('/', start.length()) < 0)
                .toList();
    }

    private static List<String> names(AbstractConfigurableTemplateResolver resolver) {
        String prefix = resolver.getPrefix() == null ? "" : resolver.getPrefix();
        String suffix = resolver.getSuffix() == null ? "" : resolver.getSuffix();
        Set<String> files = files(resolver, prefix);
        return files.stream()
                .filter(file -> file.endsWith(suffix))
                .map(file -> file.substring(0, file.length() - suffix.length()))
                .filter(name -> resolver.getResolvablePatternSpec().isEmpty()
                        || resolver.getResolvablePatternSpec().matches(name))
                .toList();
    }

    private static Set<String> files(AbstractConfigurableTemplateResolver resolver, String prefix) {
        try {
            if (resolver instanceof FileTemplateResolver) {
                return below(Path.of(prefix));
            }
            if (resolver instanceof ClassLoaderTemplateResolver) {
                return onClassPath(prefix);
            }
            // Spring's resolver takes a resource location as its prefix.
            if (prefix.startsWith(CLASS_PATH) || prefix.startsWith(CLASS_PATHS)) {
                return onClassPath(prefix.substring(prefix.indexOf(':') + 1));
            }
            if (prefix.startsWith(FILE + "/")) {
                return below(Path.of(URI.create(prefix)));
            }
            return prefix.startsWith(FILE) ? below(Path.of(prefix.substring(FILE.length()))) : Collections.emptySet();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<String> onClassPath(String prefix) throws IOException {
        String directory = prefix.startsWith("/") ? prefix.substring(1) : prefix;
        Set<String> files = new TreeSet<>();
        for (URL root : Collections.list(
                ClassLoaderUtils.getClassLoader(TemplateNames.class).getResources(directory))) {
            if (root.getProtocol().equals("file")) {
                files.addAll(below(path(root)));
            } else if (root.openConnection() instanceof JarURLConnection jar) {
                jar.getJarFile().stream()
                        .filter(entry -> !entry.isDirectory() && entry.getName().startsWith(directory))
                        .forEach(entry -> files.add(entry.getName().substring(directory.length())));
            }
        }
        return files;
    }

    private static Path path(URL root) throws IOException {
        try {
            return Path.of(root.toURI());
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
    }

    private static Set<String> below(Path root) throws IOException {
        if (!Files.isDirectory(root)) {
            return Collections.emptySet();
        }
        Set<String> names = new TreeSet<>();
        try (Stream<Path> files = Files.walk(root)) {
            files.filter(Files::isRegularFile)
                    .forEach(file -> names.add(root.relativize(file).toString().replace('\\', '/')));
        }
        return names;
    }
}
