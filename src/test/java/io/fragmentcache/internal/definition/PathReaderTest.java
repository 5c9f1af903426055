package io.fragmentcache.internal.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.fragmentcache.stage.Account;
import java.beans.IntrospectionException;
import java.beans.PropertyDescriptor;
import java.beans.SimpleBeanInfo;
import java.lang.invoke.MethodHandle;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import ognl.NullHandler;
import ognl.OgnlRuntime;
import ognl.PropertyAccessor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.thymeleaf.IEngineConfiguration;
import org.thymeleaf.TemplateEngine;
import org.thymeleaf.context.Context;
import org.thymeleaf.context.IEngineContext;
import org.thymeleaf.dialect.IDialect;
import org.thymeleaf.spring6.SpringTemplateEngine;
import org.thymeleaf.standard.StandardDialect;
import org.thymeleaf.standard.expression.OGNLVariableExpressionEvaluator;

/** A path that is read by getters gives what its expression gives, or fails where that fails. */
class PathReaderTest {
    private static final int SHAPES = Integer.getInteger("fragmentcache.fuzz", 300);

    /** The languages of expressions; OGNL with and without the way of its own that Thymeleaf has for plain paths. */
    enum Language {
        OGNL,
        OGNL_ALONE,
        SPEL;

        TemplateEngine engine() {
            TemplateEngine engine = this == SPEL ? new SpringTemplateEngine() : new TemplateEngine();
            if (this == OGNL_ALONE) {
                StandardDialect dialect = new StandardDialect();
                dialect.setVariableExpressionEvaluator(new OGNLVariableExpressionEvaluator(false));
                engine.setDialect(dialect);
            }
            return engine;
        }
    }

    /** Whose name an application has OGNL read in a way of its own. */
    public static class Registered {
        public String getName() {
            return "of the getter";
        }
    }

    /** Whose getter gives nothing. */
    public static class Empty {
        public @Nullable String getName() {
            return null;
        }
    }

    /** Described by a class of the same name with more. */
    public static class Described {
        public String getName() {
            return "of the getter";
        }

        public String getTitle() {
            return "of the description";
        }
    }

    /** Describes another class. */
    public static class DescribedBeanInfo extends SimpleBeanInfo {
        @Override
        public PropertyDescriptor[] getPropertyDescriptors() {
            try {
                return new PropertyDescriptor[] {new PropertyDescriptor("name", Described.class, "getTitle", null)};
            } catch (IntrospectionException impossible) {
                throw new AssertionError(impossible);
            }
        }
    }

    private static IEngineContext live(TemplateEngine engine) {
        IEngineConfiguration configuration = engine.getConfiguration();
        return configuration
                .getEngineContextFactory()
                .createEngineContext(configuration, null, Map.of(), new Context(Locale.ENGLISH));
    }

    private static Object outcome(PathReader reader, String path, Object begins, boolean byExpression) {
        Fact fact = Fact.named(FactNames.VALUE + path);
        try {
            @Nullable Object value = byExpression ? reader.byExpression(fact, begins) : reader.read(fact, begins);
            return value == null ? "null" : value;
        } catch (RuntimeException fails) {
            return "fails";
        }
    }

    private static Object read(Language language, String path, Object begins) {
        return outcome(new PathReader(live(language.engine())), path, begins, false);
    }

    @ParameterizedTest
    @EnumSource
    void readsWhatTheExpressionReadsOfBeansOfAllShapes(Language language, @TempDir Path directory) throws Exception {
        PathReader reader = new PathReader(live(language.engine()));
        List<String> differ = new ArrayList<>();
        int quick = 0;
        List<BeanShapes.Shape> shapes = BeanShapes.make(directory, 20261130, SHAPES);
        for (BeanShapes.Shape shape : shapes) {
            quick += Getters.of(shape.bean().getClass(), shape.property()) == null ? 0 : 1;
            for (String root : List.of("p.", "session.p.", "*{")) {
                String path = root + shape.property() + (root.equals("*{") ? "}" : "");
                Object one = outcome(reader, path, shape.bean(), false);
                Object other = outcome(reader, path, shape.bean(), true);
                if (!one.equals(other)) {
                    differ.add(path + " gives " + one + ", its expression " + other + " of\n" + shape.source());
                }
            }
        }
        assertThat(differ).isEmpty();
        assertThat(quick).isBetween(shapes.size() / 20, shapes.size() / 2);
    }

    @ParameterizedTest
    @EnumSource
    void readsPathsOfMoreThanOneStep(Language language) {
        Account ann = new Account("Ann", "gold", "Bern");
        PathReader reader = new PathReader(live(language.engine()));
        for (String path : List.of(
                "session.user.name",
                "session.user.gold",
                "session.user.address.city",
                "session.user.address.city.length",
                "session.user.roles",
                "session.user.roles.size",
                "session.user.roles.empty",
                "session.user.nothing",
                "session.user.name.nothing",
                "session.user",
                "session.size.name",
                "session.isEmpty.name",
                "user.getName()",
                "user.address?.city",
                "user.address.getCity()",
                "user.class.name",
                "user.class.simpleName",
                "user.class.classLoader",
                "param.name",
                "execInfo.name",
                "*{name}",
                "*{address.city}",
                "*{address.nothing}")) {
            assertThat(outcome(reader, path, ann, false)).as(path).isEqualTo(outcome(reader, path, ann, true));
        }
    }

    @ParameterizedTest
    @EnumSource
    void namesThatMeanMoreThanANameMeanTheSame(Language language) {
        Account ann = new Account("Ann", "gold", "Bern");
        PathReader reader = new PathReader(live(language.engine()));
        for (String name :
                "T t new New in eq EQ DIV mod matches between not or and null true False instanceof bean this root"
                        .concat(
                                " size keys keySet values isEmpty empty param session application execInfo locale vars ctx x a__b__c")
                        .concat(" __p__ é class begins Map java")
                        .split(" ")) {
            for (String path : List.of(name + ".plan", "session." + name + ".plan", "p." + name, "*{" + name + "}")) {
                assertThat(outcome(reader, path, ann, false)).as(path).isEqualTo(outcome(reader, path, ann, true));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aStepFromNothingFails(Language language) {
        assertThat(read(language, "user.address.city", new Account("Ann", "gold", null)))
                .isEqualTo("fails");
        assertThat(read(language, "user.address", new Account("Ann", "gold", null)))
                .isEqualTo("null");
    }

    @ParameterizedTest
    @ValueSource(strings = {"name", "plan", "gold", "address"})
    void theGettersOfAPlainBeanAreKnown(String property) {
        assertThat(Getters.of(Account.class, property)).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(classes = {String.class, List.class, Map.class, Class.class, Thread.class, Locale.class, Set.class})
    void typesOfTheJdkHaveNone(Class<?> type) {
        for (String property : List.of("name", "empty", "size", "language", "contextClassLoader")) {
            @Nullable MethodHandle getter = Getters.of(type, property);
            assertThat(getter).as(type.getName() + "." + property).isNull();
        }
    }

    /** By a proxy: the methods have other parameters in OGNL 3.3. */
    private static <T> T says(Class<T> type, String answers) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> method.getName().equals(answers) ? "of the application" : null));
    }

    @Test
    void whatAnApplicationRegistersAtOgnlIsAskedFromThenOn() {
        assertThat(read(Language.OGNL, "p.name", new Registered())).isEqualTo("of the getter");
        OgnlRuntime.setPropertyAccessor(Registered.class, says(PropertyAccessor.class, "getProperty"));
        assertThat(read(Language.OGNL, "p.name", new Registered())).isEqualTo("of the application");
        assertThat(read(Language.SPEL, "p.name", new Registered())).isEqualTo("of the getter");
    }

    @ParameterizedTest
    @EnumSource
    void whatAnApplicationHasOgnlSayForNullIsSaid(Language language) {
        OgnlRuntime.setNullHandler(Empty.class, says(NullHandler.class, "nullPropertyValue"));
        PathReader reader = new PathReader(live(language.engine()));
        assertThat(outcome(reader, "p.name", new Empty(), false))
                .isEqualTo(language == Language.OGNL_ALONE ? "of the application" : "null");
    }

    @Test
    void aClassThatDescribesTheBeanIsAskedByOgnl() {
        assertThat(read(Language.OGNL, "p.name", new Described())).isEqualTo("of the description");
        assertThat(read(Language.SPEL, "p.name", new Described())).isEqualTo("of the getter");
    }

    @Test
    void aLanguageOfAnApplicationIsAskedAlways() {
        StandardDialect dialect = new StandardDialect();
        dialect.setVariableExpressionEvaluator((context, expression, how) -> "evaluated");
        TemplateEngine engine = new TemplateEngine();
        engine.setDialects(Set.<IDialect>of(dialect));
        assertThat(new PathReader(live(engine)).read(Fact.named("value of p.name"), new Registered()))
                .isEqualTo("evaluated");
    }

    @Test
    void aPlainPathTakesNoMemory() {
        Account ann = new Account("Ann", "gold", "Bern");
        PathReader reader = new PathReader(live(new TemplateEngine()));
        Fact city = Fact.named("value of session.user.address.city");
        // The JVM makes the code that calls a getter in the first turn.
        allocatedBy(reader, city, ann);
        assertThat(allocatedBy(reader, city, ann)).isLessThan(64);
    }

    private static long allocatedBy(PathReader reader, Fact path, Object begins) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 1_000; i++) {
            reader.read(path, begins);
        }
        return (threads.getCurrentThreadAllocatedBytes() - before) / 1_000;
    }

    @Test
    void aClassThatIsNotUsedAnyMoreIsUnloaded(@TempDir Path directory) throws Exception {
        WeakReference<?> loader = new WeakReference<>(loaderOf(directory));
        for (int i = 0; i < 100 && loader.get() != null; i++) {
            System.gc();
        }
        assertThat(loader.get()).isNull();
    }

    private static ClassLoader loaderOf(Path directory) throws Exception {
        List<BeanShapes.Shape> shapes = BeanShapes.make(directory, 1, 20);
        for (BeanShapes.Shape shape : shapes) {
            Getters.of(shape.bean().getClass(), shape.property());
        }
        return shapes.get(0).bean().getClass().getClassLoader();
    }

    @Test
    void aFailureIsThatOfTheExpression() {
        assertThatThrownBy(() -> new PathReader(live(new TemplateEngine()))
                        .read(Fact.named("value of p.name.nothing"), new Registered()))
                .hasMessageContaining("p.name.nothing");
    }
}
