package com.example.shop;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.shop.web.Templates;
import io.fragmentcache.digest.DigestLock;
import io.fragmentcache.internal.digest.Digests;
import io.fragmentcache.key.Locator;
import io.fragmentcache.testing.DigestApproval;
import io.fragmentcache.thymeleaf.CacheDialect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thymeleaf.ITemplateEngine;
import org.thymeleaf.TemplateEngine;
import org.thymeleaf.templateresolver.FileTemplateResolver;

class DigestTest {

    private final Path lock = Path.of("digests.lock");

    @Test
    void digestsAreApproved() {
        ITemplateEngine engine = Templates.engine(new CacheDialect(), false);
        DigestApproval.of(engine).lock(lock).locales(Locale.GERMAN, Locale.ENGLISH).check();
    }

    /** The lock was written once, on one machine; this runs on each JDK that the build runs on. */
    @Test
    void theyAreTheSameInAnyOrderInAnotherDirectoryAndFromAnotherSystem(@TempDir Path elsewhere) throws IOException {
        DigestLock approved = DigestLock.parse("digests.lock", Files.readString(lock));
        copyWithLineEndsOfWindows(elsewhere);
        Locale before = Locale.getDefault();
        try {
            // Where "I".toLowerCase() is no "i".
            Locale.setDefault(Locale.forLanguageTag("tr"));
            for (int seed = 0; seed < 20; seed++) {
                List<String> shuffled = new ArrayList<>(approved.fragments().keySet());
                Collections.shuffle(shuffled, new Random(seed));
                Digests digests = new Digests(engine(elsewhere).getConfiguration(), "cache");
                for (String fragment : shuffled) {
                    assertThat(digests.of(Locator.parse(fragment), null).digest())
                            .as("%s in the order of seed %d", fragment, seed)
                            .isEqualTo(approved.fragments().get(fragment).digest());
                }
            }
        } finally {
            Locale.setDefault(before);
        }
    }

    private static void copyWithLineEndsOfWindows(Path elsewhere) throws IOException {
        Path templates = Path.of("src/main/resources/templates");
        try (Stream<Path> files = Files.list(templates)) {
            for (Path file : files.toList()) {
                String text = Files.readString(file).replace("\n", "\r\n");
                Files.writeString(elsewhere.resolve(file.getFileName().toString()), text);
            }
        }
    }

    private static TemplateEngine engine(Path templates) {
        FileTemplateResolver resolver = new FileTemplateResolver();
        resolver.setPrefix(templates + "/");
        resolver.setSuffix(".html");
        resolver.setCharacterEncoding("UTF-8");
        TemplateEngine engine = new TemplateEngine();
        engine.setTemplateResolver(resolver);
        engine.addDialect(new CacheDialect());
        return engine;
    }
}
