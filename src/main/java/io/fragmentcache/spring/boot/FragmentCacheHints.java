package io.fragmentcache.spring.boot;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.TypeReference;

/** What a native image must keep: the services that watch Spring, and the pages of the inspector. */
final class FragmentCacheHints implements RuntimeHintsRegistrar {
    private static final String WATCHES = "META-INF/services/io.fragmentcache.internal.guard.Watch";

    @Override
    public void registerHints(RuntimeHints hints, @Nullable ClassLoader loader) {
        hints.resources().registerPattern(WATCHES);
        hints.resources().registerPattern("io/fragmentcache/inspect/*");
        for (String watch : watches()) {
            hints.reflection().registerType(TypeReference.of(watch), MemberCategory.INVOKE_DECLARED_CONSTRUCTORS);
        }
    }

    private static List<String> watches() {
        InputStream services = FragmentCacheHints.class.getClassLoader().getResourceAsStream(WATCHES);
        if (services == null) {
            return List.of();
        }
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(services, StandardCharsets.UTF_8))) {
            return lines.lines().filter(line -> !line.isBlank()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
