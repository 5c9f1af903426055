package shop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The application prepared ahead of time, as {@code spring-boot:process-aot} does it, and run on the JVM. */
class AotTest {
    private static final int FEW = 5;

    private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+)");

    @TempDir
    Path directory;

    @Test
    @Timeout(300)
    void anApplicationThatWasPreparedAheadOfTimeCaches() throws Exception {
        Path sources = directory.resolve("sources");
        Path resources = directory.resolve("resources");
        Path classes = Files.createDirectories(directory.resolve("classes"));
        List<String> log = new ArrayList<>();
        Process processor = java(
                classPath(),
                "org.springframework.boot.SpringApplicationAotProcessor",
                ShopApplication.class.getName(),
                sources.toString(),
                resources.toString(),
                classes.toString(),
                "shop",
                "shop");
        try (BufferedReader lines = processor.inputReader()) {
            lines.lines().forEach(log::add);
        }
        assertThat(processor.waitFor()).as(String.join("\n", log)).isZero();
        assertThat(files(resources).map(AotTest::read))
                .as("what a native image must keep")
                .anyMatch(hints -> hints.contains("io.fragmentcache.internal.guard.Watch"))
                .anyMatch(hints -> hints.contains("io.fragmentcache.internal.spring."));
        compile(sources, classes);
        Process application = java(
                classes + File.pathSeparator + resources + File.pathSeparator + classPath(),
                "-Dspring.aot.enabled=true",
                ShopApplication.class.getName(),
                "--server.port=0");
        try (BufferedReader lines = application.inputReader()) {
            int port = port(lines, log);
            assertThat(log).anyMatch(line -> line.contains("Starting AOT-processed ShopApplication"));
            Visitor visitor = Visitor.at(port);
            assertThat(Visitor.status(visitor.get("/"))).startsWith("fragments; fwd=miss");
            // The first request may come while the application still saves what it sells, which touches its list.
            assertThat(Stream.generate(() -> Visitor.status(visitor.get("/"))).limit(FEW))
                    .anyMatch(status -> status.startsWith("fragments; hit"));
            assertThat(visitor.named("zoe").get("/roles").body()).contains("Suppliers", "<i>zoe</i>");
            assertThat(visitor.get("/roles").body()).doesNotContain("Suppliers", "zoe");
            assertThat(visitor.speaking("de").get("/products/1").body()).contains("1.001,50", "3. Mai 2026");
        } finally {
            application.destroy();
            application.waitFor();
        }
    }

    private static int port(BufferedReader lines, List<String> log) throws IOException {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            log.add(line);
            Matcher started = PORT.matcher(line);
            if (started.find()) {
                return Integer.parseInt(started.group(1));
            }
        }
        throw new AssertionError(String.join("\n", log));
    }

    private static void compile(Path sources, Path classes) throws IOException {
        List<String> arguments = new ArrayList<>(
                List.of("-proc:none", "-nowarn", "-parameters", "-d", classes.toString(), "-cp", classes + File.pathSeparator + classPath()));
        files(sources).map(Path::toString).forEach(arguments::add);
        assertThat(ToolProvider.getSystemJavaCompiler()
                        .run(null, null, null, arguments.toArray(String[]::new)))
                .isZero();
    }

    private static Stream<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).toList().stream();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Without DevTools, which Boot's plugins leave out too. */
    private static String classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.contains("devtools"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static Process java(String classPath, String... arguments) throws IOException {
        List<String> command =
                new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp", classPath));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }
}
