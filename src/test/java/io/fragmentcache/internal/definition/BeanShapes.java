package io.fragmentcache.internal.definition;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import javax.tools.ToolProvider;

/** Classes as applications write them, and some that they should not write. Each member that gives a property tells which. */
final class BeanShapes {
    private static final List<String> PROPERTIES = List.of(
            "name",
            "name",
            "name",
            "gold",
            "plan2",
            "first_name",
            "aName",
            "URL",
            "x",
            "size",
            "empty",
            "length",
            "keys",
            "in",
            "eq",
            "matches");

    private static final List<String> GETTERS = List.of(
            "",
            "public String get() { return \"get\"; }",
            "public String get() { return \"get\"; }",
            "public String get() { return \"get\"; }",
            "public int get() { return 7; }",
            "public Object get() { return null; }",
            "public String get() { throw new IllegalStateException(); }",
            "public void get() {}",
            "public static String get() { return \"static\"; }",
            "String get() { return \"of the package\"; }",
            "protected String get() { return \"protected\"; }");

    private static final List<String> TRUTHS = List.of(
            "",
            "",
            "",
            "public boolean is() { return true; }",
            "public Boolean is() { return true; }",
            "public String is() { return \"is\"; }",
            "private boolean is() { return true; }");

    private static final List<String> FIELDS = List.of(
            "",
            "",
            "private String field = \"private field\";",
            "public String field = \"field\";",
            "public static String field = \"static field\";");

    private static final List<String> OTHERS = List.of(
            "",
            "",
            "public String accessor() { return \"accessor\"; }",
            "public String has() { return \"has\"; }",
            "public String get(int index) { return \"indexed\"; }",
            "public void set(String to) {}");

    /** Whose members any of the above may stand beside. */
    private static final List<String> FREE = List.of(
            "public class S",
            "public class S",
            "public class S",
            "public final class S",
            "class S",
            "public class S implements Marker, Cloneable");

    private static final List<String> HEIRS = List.of(
            "public class S extends Base<String>",
            "public class S extends Hidden",
            "public class S implements Named",
            "public class S extends java.util.ArrayList<String>",
            "public class S extends java.util.HashMap<String, String>",
            "public class S extends java.util.Random",
            "public enum S");

    private static final Map<String, String> AROUND = Map.of(
            "Base",
            "public class Base<T> { public T getName() { return null; } public boolean isGold() { return false; } }",
            "Hidden",
            "class Hidden { public String getName() { return \"of the hidden one\"; } }",
            "Named",
            "public interface Named { default String getName() { return \"default\"; } }",
            "Marker",
            "public interface Marker {}");

    /**
     * One object.
     *
     * @param property that its class may have
     * @param source of its class
     */
    record Shape(Object bean, String property, String source) {}

    private BeanShapes() {}

    static List<Shape> make(Path directory, long seed, int number) throws Exception {
        Random random = new Random(seed);
        Path room = Files.createDirectories(directory.resolve("shapes"));
        List<String> arguments = new ArrayList<>(List.of("-d", directory.toString(), "-nowarn", "-proc:none"));
        for (Map.Entry<String, String> each : AROUND.entrySet()) {
            arguments.add(write(room, each.getKey(), each.getValue()));
        }
        List<String> properties = new ArrayList<>();
        List<String> sources = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            String property = any(PROPERTIES, random);
            properties.add(property);
            sources.add(
                    random.nextInt(12) == 0
                            ? "public record S" + i + "(String " + property + ") {}"
                            : random.nextInt(3) == 0 ? heir(random, i, property) : free(random, i, property));
            arguments.add(write(room, "S" + i, sources.get(i)));
        }
        int failed = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler())
                .run(null, null, null, arguments.toArray(String[]::new));
        if (failed != 0) {
            throw new AssertionError("the shapes do not compile");
        }
        ClassLoader loader =
                new URLClassLoader(new URL[] {directory.toUri().toURL()}, BeanShapes.class.getClassLoader());
        List<Shape> shapes = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            shapes.add(new Shape(made(loader.loadClass("shapes.S" + i)), properties.get(i), sources.get(i)));
        }
        return shapes;
    }

    private static Object made(Class<?> type) throws ReflectiveOperationException {
        if (type.isEnum()) {
            return type.getEnumConstants()[0];
        }
        Constructor<?> constructor = type.getDeclaredConstructors()[0];
        constructor.setAccessible(true);
        return constructor.newInstance(Arrays.stream(constructor.getParameterTypes())
                .map(each -> "component")
                .toArray());
    }

    private static String write(Path room, String name, String source) throws IOException {
        return Files.writeString(room.resolve(name + ".java"), "package shapes;\n" + source)
                .toString();
    }

    private static String any(List<String> some, Random random) {
        return some.get(random.nextInt(some.size()));
    }

    private static String free(Random random, int number, String property) {
        return any(FREE, random).replace("class S", "class S" + number) + " {\n"
                + named(any(GETTERS, random), property)
                + named(any(TRUTHS, random), property)
                + named(any(FIELDS, random), property)
                + named(any(OTHERS, random), property)
                + "}\n";
    }

    private static String heir(Random random, int number, String property) {
        String head = any(HEIRS, random).replaceFirst(" S\\b", " S" + number);
        return head + " {\n" + (head.contains("enum") ? "ONE;\n" : "")
                + named(any(GETTERS.subList(0, 4), random), property)
                + named(any(TRUTHS.subList(0, 4), random), property)
                + "}\n";
    }

    private static String named(String member, String property) {
        String capital = Character.toUpperCase(property.charAt(0)) + property.substring(1);
        return member.replaceFirst("\\b(get|is|has|set)\\(", "$1" + capital + "(")
                        .replaceFirst("\\b(field|accessor)(?=\\(| =)", property)
                + "\n";
    }
}
