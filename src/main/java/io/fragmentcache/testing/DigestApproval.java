package io.fragmentcache.testing;

import io.fragmentcache.problem.Problem;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.thymeleaf.ITemplateEngine;
import org.thymeleaf.TemplateEngine;
import org.thymeleaf.templateresolver.FileTemplateResolver;

/**
 * Holds the digests of an application's cached fragments against {@code digests.lock}, a file in its repository. Needs
 * no test framework:
 *
 * <pre>{@code
 * @Test void digestsAreApproved() {
 *     DigestApproval.of(engine).lock(Path.of("digests.lock")).check();
 * }
 * }</pre>
 *
 * <p>An ordinary run never writes. {@code -Dfragment-cache.digests.approve} writes the lock, and is refused where the
 * environment variable {@code CI} is set. Immutable: each method gives a new instance.
 */
public final class DigestApproval {
    /** System property that approves. */
    public static final String APPROVE = "fragment-cache.digests.approve";

    private final DigestSettings settings;

    DigestApproval(DigestSettings settings) {
        this.settings = settings;
    }

    /**
     * Checks all templates that the engine's resolvers can list.
     *
     * @param engine that of the application; its configuration is settled by the check
     */
    public static DigestApproval of(ITemplateEngine engine) {
        String approve = System.getProperty(APPROVE, "false");
        String ci = System.getenv().getOrDefault("CI", "false");
        return new DigestApproval(new DigestSettings(
                engine,
                "cache",
                Path.of("digests.lock"),
                List.of(),
                Set.of(),
                !approve.equals("false"),
                !ci.isEmpty() && !ci.equals("false"),
                "mvn test -D" + APPROVE));
    }

    /**
     * Checks the files of a directory, with an engine that has the standard dialect only.
     *
     * @param suffix of the files, with its dot: {@code .html}
     */
    public static DigestApproval ofDirectory(Path templates, String suffix) {
        return of(engine(templates, suffix));
    }

    static TemplateEngine engine(Path templates, String suffix) {
        FileTemplateResolver resolver = new FileTemplateResolver();
        resolver.setPrefix(templates.toString().replace('\\', '/') + "/");
        resolver.setSuffix(suffix);
        resolver.setCharacterEncoding(StandardCharsets.UTF_8.name());
        TemplateEngine engine = new TemplateEngine();
        engine.setTemplateResolver(resolver);
        return engine;
    }

    /** Sets the lock file. Defaults to {@code digests.lock} in the working directory. */
    public DigestApproval lock(Path file) {
        return new DigestApproval(settings.withLock(file));
    }

    /** Sets the prefix of the cache dialect. Defaults to {@code cache}. */
    public DigestApproval prefix(String prefix) {
        return new DigestApproval(settings.withPrefix(prefix));
    }

    /** Adds locales whose translations are approved too. Defaults to none. */
    public DigestApproval locales(Locale... locales) {
        return new DigestApproval(settings.withLocales(List.of(locales)));
    }

    /**
     * Sets the templates of resolvers that cannot list theirs.
     *
     * @param names as the engine resolves them: {@code shop/list}
     */
    public DigestApproval templates(Collection<String> names) {
        return new DigestApproval(settings.withTemplates(Set.copyOf(names)));
    }

    DigestApproval approving(boolean approve, String command) {
        return new DigestApproval(settings.withApprove(approve, command));
    }

    DigestApproval inCi(boolean ci) {
        return new DigestApproval(settings.withCi(ci));
    }

    /**
     * Compares the digests with the lock, or writes it if {@link #APPROVE} is set.
     *
     * @throws AssertionError with the whole report if a digest is not the approved one or cannot be computed
     */
    public void check() {
        DigestReport report = report();
        if (!report.isApproved()) {
            throw new AssertionError(report.toString());
        }
    }

    /** Every fragment as it is, whatever the lock says. */
    ApplicationDigests application() {
        return ApplicationDigests.scan(settings);
    }

    /** Compares the digests with the lock, and writes the lock if this run approves. Throws nothing for a difference. */
    public DigestReport report() {
        ApplicationDigests application = application();
        LockFile lock = new LockFile(settings.lock());
        List<String> problems = new ArrayList<>(application.problems());
        problems.addAll(Encodings.problems(settings.engine().getConfiguration(), Charset.defaultCharset()));
        List<Change> changes = new ArrayList<>();
        boolean written = false;
        try {
            if (settings.approve() && settings.ci()) {
                throw Problem.approvalInCi(lock.name());
            }
            changes.addAll(lock.compare(application, settings));
            if (settings.approve() && problems.isEmpty()) {
                lock.write(application);
                written = true;
            }
        } catch (Problem e) {
            problems.add(e.getMessage());
        }
        return new DigestReport(
                lock.name(),
                settings.command(),
                problems,
                changes,
                written,
                application.trees(),
                application.unlisted());
    }
}
