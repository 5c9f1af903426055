package io.fragmentcache.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thymeleaf.TemplateEngine;
import org.thymeleaf.context.Context;
import org.thymeleaf.templateresolver.AbstractConfigurableTemplateResolver;
import org.thymeleaf.templateresolver.ClassLoaderTemplateResolver;
import org.thymeleaf.templateresolver.FileTemplateResolver;
import org.thymeleaf.templateresolver.UrlTemplateResolver;

/** What a resolver finds at run time the check of the lock finds: row B9 of the faults. */
@NullUnmarked // What it looks up is there, or the test fails.
class ResolverEyesTest {
    private static final String PAGE = "<p cache:fragment=\"f\" cache:key=\"'k'\">x</p>";

    @TempDir
    private Path directory;

    private Path file(String name, String content) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }

    private DigestReport report(AbstractConfigurableTemplateResolver resolver, String... templates) {
        resolver.setCharacterEncoding(StandardCharsets.UTF_8.name());
        TemplateEngine engine = new TemplateEngine();
        engine.setTemplateResolver(resolver);
        for (String template : templates) {
            assertThat(engine.process(template, new Context()))
                    .as("the resolver finds it")
                    .contains("x</p>");
        }
        return DigestApproval.of(engine).lock(directory.resolve("digests.lock")).report();
    }

    private static FileTemplateResolver files(String prefix, String suffix) {
        FileTemplateResolver resolver = new FileTemplateResolver();
        resolver.setPrefix(prefix);
        resolver.setSuffix(suffix);
        return resolver;
    }

    private static void finds(DigestReport report, String... fragments) {
        assertThat(report.fragments())
                .extracting(tree -> tree.fragment().toString())
                .containsExactly(fragments);
    }

    @Test
    void aFolderThatIsASymbolicLink() throws IOException {
        file("real/page.html", PAGE);
        file("real/deep/er.html", PAGE);
        Files.createSymbolicLink(directory.resolve("linked"), directory.resolve("real"));
        Files.createSymbolicLink(directory.resolve("real/again"), directory.resolve("real/deep"));
        Files.createSymbolicLink(directory.resolve("real/deep/loop"), directory.resolve("real"));
        assertThat(report(files(directory + "/linked/", ".html"), "page", "deep/er", "again/er", "deep/loop/page")
                        .fragments())
                .extracting(tree -> tree.fragment().toString())
                .contains("again/er :: f", "deep/er :: f", "page :: f", "deep/loop/page :: f")
                .hasSizeLessThan(9);
    }

    @Test
    void aPrefixWithoutASlash() throws IOException {
        file("templates/page.html", PAGE);
        file("templates-old/page.html", PAGE);
        finds(report(files(directory + "/templates", ".html"), "/page"), "-old/page :: f", "/page :: f");
    }

    @Test
    void aPrefixThatIsTheBeginningOfFileNames() throws IOException {
        file("t/mail_welcome.html", PAGE);
        file("t/mail_bye.html", PAGE);
        file("t/page.html", PAGE);
        finds(report(files(directory + "/t/mail_", ".html"), "welcome"), "bye :: f", "welcome :: f");
    }

    @Test
    void noSuffixWithOtherFilesBeside() throws IOException {
        file("t/page.html", PAGE);
        file("t/page", PAGE);
        Files.write(directory.resolve("t/logo.png"), new byte[] {(byte) 0x89, 'P', 'N', 'G', 0, '<', 'p'});
        file("t/app.js", "if (a < b && b > c) {}");
        file("t/broken.html", "<p <<");
        DigestReport report = report(files(directory + "/t/", null), "page.html", "page");
        assertThat(report.problems()).allMatch(problem -> problem.contains("digests.lock"));
        finds(report, "page :: f", "page.html :: f");
    }

    @Test
    void aFileWhoseEndingKeepsTheSuffixAway() throws IOException {
        file("t/page.html", PAGE);
        file("t/mail.xml", PAGE);
        file("t/other.js", "x");
        finds(report(files(directory + "/t/", ".html"), "page", "mail.xml"), "mail.xml :: f", "page :: f");
    }

    @Test
    void archivesWithAndWithoutEntriesForDirectories() throws Exception {
        for (boolean entries : new boolean[] {true, false}) {
            Path jar = directory.resolve("templates-" + entries + ".jar");
            try (OutputStream file = Files.newOutputStream(jar);
                    JarOutputStream out = new JarOutputStream(file)) {
                if (entries) {
                    out.putNextEntry(new JarEntry("packed/"));
                }
                out.putNextEntry(new JarEntry("packed/page.html"));
                out.write(PAGE.getBytes(StandardCharsets.UTF_8));
            }
            Thread thread = Thread.currentThread();
            ClassLoader before = thread.getContextClassLoader();
            String path = System.getProperty("java.class.path");
            try (URLClassLoader loader =
                    new URLClassLoader(new URL[] {jar.toUri().toURL()}, before)) {
                thread.setContextClassLoader(loader);
                System.setProperty("java.class.path", path + java.io.File.pathSeparator + jar);
                ClassLoaderTemplateResolver resolver = new ClassLoaderTemplateResolver(loader);
                resolver.setPrefix("packed/");
                resolver.setSuffix(".html");
                finds(report(resolver, "page"), "page :: f");
            } finally {
                thread.setContextClassLoader(before);
                System.setProperty("java.class.path", path);
            }
        }
    }

    @Test
    void whatCannotBeListedIsSaid() throws IOException {
        UrlTemplateResolver resolver = new UrlTemplateResolver();
        resolver.setPrefix("http://localhost:1/templates/");
        resolver.setSuffix(".html");
        DigestReport report = report(resolver);
        assertThat(report.unlisted()).containsExactly("UrlTemplateResolver of 'http://localhost:1/templates/'");
        assertThat(report.toString()).contains("Templates of these resolvers cannot be listed");
        file("page.html", PAGE);
        UrlTemplateResolver onDisk = new UrlTemplateResolver();
        onDisk.setPrefix(directory.toUri().toString());
        onDisk.setSuffix(".html");
        finds(report(onDisk, "page"), "page :: f");
    }

    @Test
    void aFragmentThatIsHandedOverWithoutASignature() throws IOException {
        file("t/page.html", "<p th:insert=\"~{part(t=~{slot :: s})}\"></p>");
        file("t/slot.html", "<b th:fragment=\"s\">x</b>");
        file("t/part.html", "<p cache:fragment=\"f\" cache:key=\"'k'\" th:insert=\"${t}\">x</p>");
        DigestReport report = report(files(directory + "/t/", ".html"));
        assertThat(report.problems()).allMatch(problem -> problem.contains("digests.lock"));
        finds(report, "part :: f");
        file("t/page.html", "<p th:insert=\"~{part}\"></p>");
        assertThat(report(files(directory + "/t/", ".html")).problems()).anyMatch(problem -> problem.contains("${t}"));
    }
}
