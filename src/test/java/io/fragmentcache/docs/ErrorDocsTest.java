package io.fragmentcache.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.problem.Problem;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** docs/errors.md has each problem, with cause and remedy, and no other. */
class ErrorDocsTest {
    private static final Pattern ENTRY =
            Pattern.compile("(?m)^### ([a-z-]+)\n\n\\*\\*Cause\\.\\*\\* \\S.*\\.\n\n\\*\\*Remedy\\.\\*\\* \\S.*\\.$");
    private static final Pattern ANCHOR = Pattern.compile("(?m)^### (.*)$");

    private static final Pattern CALL = Pattern.compile("\\bProblem\\s*(?:\\.|::)\\s*(\\w+)");
    private static final Pattern TYPE =
            Pattern.compile("(?m)^(?:(?:final|abstract) )?(?:class|interface|record|enum) (io\\.[\\w.]+)");
    private static final Pattern BARE = Pattern.compile("throw new (?:Illegal(?:Argument|State)|NullPointer)Exception");
    private static final Pattern SAID = Pattern.compile("(?:LOG|err|out)\\s*\\.\\w+\\([^;]*;");
    /** Messages of other libraries have no anchor; these are what their variables are called. */
    private static final Pattern SENTENCE =
            Pattern.compile("Problem\\.[^;]*\\.getMessage\\(\\)|\\b(?!cause\\b|absent\\b)\\w+\\.getMessage\\(\\)");

    static Stream<Method> factories() {
        return Arrays.stream(Problem.class.getDeclaredMethods())
                .filter(method -> Modifier.isStatic(method.getModifiers()) && Modifier.isPublic(method.getModifiers()))
                .filter(method -> method.getReturnType() == Problem.class);
    }

    @Test
    void eachProblemHasAnEntryAndEachEntryAProblem() {
        Set<String> problems = factories().map(ErrorDocsTest::anchor).collect(Collectors.toCollection(TreeSet::new));
        String page = Pages.doc("errors.md");
        List<String> anchors =
                ANCHOR.matcher(page).results().map(found -> found.group(1)).toList();
        assertThat(new TreeSet<>(anchors)).isEqualTo(problems).hasSizeGreaterThan(90);
        assertThat(anchors).doesNotHaveDuplicates();
        assertThat(ENTRY.matcher(page).results().map(found -> found.group(1)))
                .as("entries with cause and remedy")
                .containsExactlyElementsOf(anchors);
    }

    @ParameterizedTest
    @MethodSource("factories")
    void aProblemKnowsItsEntry(Method factory) throws ReflectiveOperationException {
        Object[] arguments = Arrays.stream(factory.getParameterTypes())
                .map(ErrorDocsTest::sample)
                .toArray();
        Problem problem = (Problem) factory.invoke(null, arguments);
        assertThat(problem.id()).isEqualTo(anchor(factory));
        assertThat(problem.at("card.html", 3).id()).isEqualTo(problem.id());
        assertThat(problem)
                .hasToString(Problem.class.getName() + ": " + problem.getMessage() + " (docs/errors.md#" + problem.id()
                        + ")");
    }

    @Test
    void eachProblemHasACaller() throws IOException {
        Set<String> called = new TreeSet<>();
        for (Path file : sources()) {
            CALL.matcher(Files.readString(file)).results().forEach(found -> called.add(found.group(1)));
        }
        assertThat(called).containsAll(factories().map(Method::getName).collect(Collectors.toCollection(TreeSet::new)));
    }

    /** A bare exception names no remedy and no entry in docs/errors.md. */
    @Test
    void whatTypesOfTheApiRefuseIsAProblem() throws IOException {
        Set<String> api = new TreeSet<>();
        TYPE.matcher(Pages.doc("api.txt"))
                .results()
                .forEach(found -> api.add(found.group(1).replace('.', '/') + ".java"));
        List<String> bare = new ArrayList<>();
        int looked = 0;
        for (Path file : sources()) {
            String name = Pages.root()
                    .resolve("src/main/java")
                    .relativize(file)
                    .toString()
                    .replace('\\', '/');
            // What its reader throws, it catches: foreign bytes are a miss.
            if (api.contains(name) && !name.endsWith("/EntryCodec.java")) {
                looked++;
                BARE.matcher(Files.readString(file)).results().forEach(found -> bare.add(name + ": " + found.group()));
            }
        }
        assertThat(looked).isGreaterThan(60);
        assertThat(bare).isEmpty();
    }

    /** Without a stack trace nothing else leads from a line in a log to its entry. */
    @Test
    void aProblemThatIsLoggedOrPrintedEndsWithItsAnchor() throws IOException {
        List<String> bare = new ArrayList<>();
        int anchored = 0;
        for (Path file : sources()) {
            for (MatchResult line :
                    SAID.matcher(Files.readString(file)).results().toList()) {
                if (line.group().contains(".withAnchor()")) {
                    anchored++;
                } else if (SENTENCE.matcher(line.group()).find()) {
                    bare.add(file.getFileName() + ": " + line.group());
                }
            }
        }
        assertThat(anchored).isGreaterThan(6);
        assertThat(bare).isEmpty();
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(Pages.root().resolve("src/main/java"))) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }

    private static String anchor(Method factory) {
        return factory.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    private static Object sample(Class<?> type) {
        if (type == int.class) {
            return 1;
        }
        if (type == long.class) {
            return 1L;
        }
        if (type == double.class) {
            return 0.5;
        }
        if (type == Throwable.class) {
            return new IllegalStateException("the cause");
        }
        return Collection.class.isAssignableFrom(type) ? Set.of("one") : "some.Type";
    }
}
