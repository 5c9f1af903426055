package io.fragmentcache.internal.digest;

import io.fragmentcache.digest.ListedTemplates;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.thymeleaf.IEngineConfiguration;
import org.thymeleaf.templateresolver.AbstractConfigurableTemplateResolver;
import org.thymeleaf.templateresolver.ClassLoaderTemplateResolver;
import org.thymeleaf.templateresolver.DefaultTemplateResolver;
import org.thymeleaf.templateresolver.FileTemplateResolver;
import org.thymeleaf.templateresolver.ITemplateResolver;
import org.thymeleaf.templateresolver.StringTemplateResolver;

/** Lists the templates of an engine's resolvers, as far as these can be listed. */
final class TemplateNames {
    private static final String CLASS_PATH = "classpath:";
    private static final String CLASS_PATHS = "classpath*:";
    private static final String FILE = "file:";

    /** Endings behind which Thymeleaf puts no suffix, unless a resolver forces it. */
    private static final Set<String> RECOGNIZED =
            Set.of(".html", ".htm", ".xhtml", ".xml", ".rss", ".atom", ".js", ".json", ".css", ".txt");

    private final IEngineConfiguration configuration;

    TemplateNames(IEngineConfiguration configuration) {
        this.configuration = configuration;
    }

    /**
     * Names of all templates, sorted.
     *
     * @param isMarked whether a file that may be no template, since its ending does not tell, is of interest
     */
    Set<String> all(Predicate<String> isMarked) {
        Set<String> names = new TreeSet<>();
        for (ITemplateResolver resolver : configuration.getTemplateResolvers()) {
            if (resolver instanceof ListedTemplates listed) {
                names.addAll(listed.templates());
            } else if (resolver instanceof AbstractConfigurableTemplateResolver configurable) {
                files(configurable).ifPresent(files -> names.addAll(names(configurable, files, isMarked)));
            }
        }
        return names;
    }

    /** The resolvers whose templates cannot be listed, in words. */
    List<String> unlisted() {
        return configuration.getTemplateResolvers().stream()
                .filter(resolver -> !(resolver instanceof ListedTemplates
                        || resolver instanceof StringTemplateResolver
                        || resolver instanceof DefaultTemplateResolver))
                .filter(resolver -> !(resolver instanceof AbstractConfigurableTemplateResolver configurable
                        && files(configurable).isPresent()))
                .map(TemplateNames::words)
                .toList();
    }

    private static String words(ITemplateResolver resolver) {
        String prefix =
                resolver instanceof AbstractConfigurableTemplateResolver configurable ? configurable.getPrefix() : null;
        return resolver.getClass().getSimpleName() + (prefix == null ? "" : " of '" + prefix + "'");
    }

    /** Names of the templates that lie in a directory, not deeper, sorted. */
    List<String> in(String directory) {
        String start = directory.isEmpty() ? "" : directory + "/";
        return all(name -> true).stream()
                .filter(name -> name.startsWith(start) && name.indexOf('/', start.length()) < 0)
                .toList();
    }

    private static List<String> names(
            AbstractConfigurableTemplateResolver resolver, Collection<String> files, Predicate<String> isMarked) {
        String suffix = resolver.getSuffix() == null ? "" : resolver.getSuffix();
        Set<String> names = new TreeSet<>();
        for (String file : files) {
            if (!suffix.isEmpty() && file.endsWith(suffix)) {
                names.add(file.substring(0, file.length() - suffix.length()));
            } else if ((suffix.isEmpty() || isRecognized(file) && !resolver.getForceSuffix()) && isMarked.test(file)) {
                names.add(file);
            }
        }
        names.removeIf(name -> !resolver.getResolvablePatternSpec().isEmpty()
                && !resolver.getResolvablePatternSpec().matches(name));
        return List.copyOf(names);
    }

    private static boolean isRecognized(String file) {
        return RECOGNIZED.stream().anyMatch(file::endsWith);
    }

    /** What follows the resolver's prefix in the path of each file; empty if it is not known. */
    private static Optional<Set<String>> files(AbstractConfigurableTemplateResolver resolver) {
        String prefix = resolver.getPrefix() == null ? "" : resolver.getPrefix();
        try {
            if (resolver instanceof FileTemplateResolver) {
                return Optional.of(TemplateFiles.onDisk(prefix));
            }
            if (resolver instanceof ClassLoaderTemplateResolver) {
                return Optional.of(TemplateFiles.onClassPath(prefix));
            }
            // Spring's resolver takes a resource location as its prefix.
            if (prefix.startsWith(CLASS_PATH) || prefix.startsWith(CLASS_PATHS)) {
                return Optional.of(TemplateFiles.onClassPath(prefix.substring(prefix.indexOf(':') + 1)));
            }
            if (prefix.startsWith(FILE + "/")) {
                String path = Path.of(URI.create(prefix)).toString();
                return Optional.of(TemplateFiles.onDisk(prefix.endsWith("/") ? path + "/" : path));
            }
            return prefix.startsWith(FILE)
                    ? Optional.of(TemplateFiles.onDisk(prefix.substring(FILE.length())))
                    : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
