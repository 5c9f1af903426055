package io.fragmentcache.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A stage: templates of a small shop in a directory, and their lock beside it. */
final class Shop {
    final Path directory;
    final Path lock;

    Shop(Path root) {
        directory = root.resolve("templates");
        lock = root.resolve("digests.lock");
        template("product/show.html", """
                <html><body>
                <section cache:fragment="reviews" cache:key="${p}">
                  <div th:each="r : ${p.reviews}"><div th:replace="~{product/_review :: review(${r})}"></div></div>
                </section>
                <aside cache:fragment="stock" cache:key="${p}" th:text="#{stock}">9</aside>
                </body></html>
                """);
        template("product/_review.html", """
                <article th:fragment="review(r)">
                  <p th:text="${r.text}">Good tea</p>
                  <span th:replace="~{shared/_stars}"></span>
                </article>
                """);
        template("shared/_stars.html", "<span>\n<i th:each='i : ${#numbers.sequence(1, r.stars)}'>*</i>\n</span>\n");
        template("home.html", "<p cache:fragment='best' cache:key=\"'x'\" th:insert='~{shared/_stars}'></p>\n");
        template("product/show.properties", "stock=in stock");
        template("product/show_de.properties", "stock=vorhanden");
    }

    Shop template(String file, String source) {
        try {
            Path path = directory.resolve(file);
            Files.createDirectories(path.getParent());
            Files.writeString(path, source);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Shop edit(String file, String from, String to) {
        String source = read(directory.resolve(file));
        assertThat(source).contains(from);
        return template(file, source.replace(from, to));
    }

    Shop editLock(String from, String to) {
        String text = read(lock);
        assertThat(text).contains(from);
        return writeLock(text.replace(from, to));
    }

    Shop writeLock(String text) {
        try {
            Files.writeString(lock, text);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Shop delete(String file) {
        try {
            Files.delete(directory.resolve(file));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String lockText() {
        return read(lock);
    }

    private static String read(Path path) {
        try {
            return Files.readString(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    DigestApproval approval() {
        return DigestApproval.ofDirectory(directory, ".html")
                .lock(lock)
                .locales(Locale.GERMAN, Locale.ENGLISH)
                .approving(false, "mvn test -Dfragment-cache.digests.approve")
                .inCi(false);
    }

    DigestReport approve() {
        return approval()
                .approving(true, "mvn test -Dfragment-cache.digests.approve")
                .report();
    }

    record Ran(int code, String out, String err) {}

    Ran command(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--templates", directory.toString(), "--lock", lock.toString()));
        all.addAll(List.of("--locale", "de", "--locale", "en"));
        return run(all);
    }

    static Ran run(List<String> arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = DigestCommand.run(
                arguments,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
        return new Ran(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
