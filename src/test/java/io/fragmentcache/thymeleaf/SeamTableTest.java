package io.fragmentcache.thymeleaf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.fragmentcache.FragmentCacheBuilder;
import io.fragmentcache.contract.HeardLog;
import io.fragmentcache.internal.Survivable;
import io.fragmentcache.internal.page.FragmentLookup;
import io.fragmentcache.key.Versioned;
import io.fragmentcache.spi.Bypassed;
import io.fragmentcache.spi.ContextPropagator;
import io.fragmentcache.spi.Listener;
import io.fragmentcache.spi.LookedUp;
import io.fragmentcache.spi.Rendered;
import io.fragmentcache.stage.Guest;
import io.fragmentcache.stage.GuestExchange;
import io.fragmentcache.stage.Stage;
import io.fragmentcache.store.CaffeineStore;
import io.fragmentcache.store.Store;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.thymeleaf.context.WebContext;

/** Each function of the application that the cache calls, whatever it throws: what the visitor of a page sees. */
class SeamTableTest {
    private static final Set<String> OPENING = Set.of("stamps", "onEviction", "hashCode", "toString", "equals");
    private static final String PAGE =
            "<main>a<p cache:fragment=\"f\" cache:key=\"${thing}\" cache:vary=\"currency\">[[${thing.name}]]</p>z</main>";

    /** What a visitor is shown. */
    enum Sees {
        /** What the page shows without a cache. */
        THE_PAGE,
        /** What was remembered. */
        THE_OLD_TEXT,
        /** The error of the template, as without a cache. */
        ITS_ERROR,
        /** An error that names the fragment and what to do. */
        A_PROBLEM
    }

    enum Kind {
        RUNTIME,
        CHECKED,
        ERROR,
        LINKAGE,
        STACK_OVERFLOW,
        INTERRUPTED;

        Throwable made() {
            return switch (this) {
                case RUNTIME -> new IllegalStateException("unchecked");
                case CHECKED -> new IOException("not declared");
                case ERROR -> new AssertionError("an error of a driver");
                case LINKAGE -> new NoClassDefFoundError("io/lettuce/Absent");
                case STACK_OVERFLOW -> new StackOverflowError();
                case INTERRUPTED -> new InterruptedException("taken for an exception");
            };
        }
    }

    /** With what is shown of a new page, of a new page in strict mode, and of one that is stale. */
    enum Seam {
        STORE(Sees.THE_PAGE, Sees.THE_PAGE, Sees.THE_PAGE),
        LISTENER(Sees.THE_PAGE, Sees.THE_PAGE, Sees.THE_OLD_TEXT),
        VARY(Sees.THE_PAGE, Sees.A_PROBLEM, Sees.THE_PAGE),
        VERSION_READER(Sees.THE_PAGE, Sees.A_PROBLEM, Sees.THE_PAGE),
        ID_READER(Sees.THE_PAGE, Sees.A_PROBLEM, Sees.THE_PAGE),
        VERSIONED(Sees.THE_PAGE, Sees.A_PROBLEM, Sees.THE_PAGE),
        IDENTIFIED(Sees.THE_PAGE, Sees.A_PROBLEM, Sees.THE_PAGE),
        ALWAYS(Sees.THE_PAGE, Sees.A_PROBLEM, Sees.THE_PAGE),
        PROPAGATOR(Sees.THE_PAGE, Sees.THE_PAGE, Sees.THE_OLD_TEXT),
        PROPAGATOR_BEHIND(Sees.THE_PAGE, Sees.THE_PAGE, Sees.THE_OLD_TEXT),
        CONFINES(Sees.THE_PAGE, Sees.THE_PAGE, Sees.THE_OLD_TEXT),
        SOURCE(Sees.THE_PAGE, Sees.THE_PAGE, Sees.THE_OLD_TEXT),
        BODY(Sees.ITS_ERROR, Sees.ITS_ERROR, Sees.THE_OLD_TEXT);

        private final Sees cold;
        private final Sees strict;
        private final Sees stale;

        Seam(Sees cold, Sees strict, Sees stale) {
            this.cold = cold;
            this.strict = strict;
            this.stale = stale;
        }
    }

    /** Of a type that only the builder knows. */
    public static class Thing {
        private final SeamTableTest test;
        private final String id;

        Thing(SeamTableTest test, String id) {
            this.test = test;
            this.id = id;
        }

        public String getName() {
            test.meet(Seam.BODY);
            return id + " " + test.state;
        }
    }

    /** Tells its identity itself. */
    public static final class Told extends Thing implements Versioned {
        Told(SeamTableTest test, String id) {
            super(test, id);
        }

        @Override
        public Object cacheId() {
            super.test.meet(Seam.IDENTIFIED);
            return super.id;
        }

        @Override
        public Object cacheVersion() {
            super.test.meet(Seam.VERSIONED);
            return 1;
        }
    }

    static Stream<Arguments> table() {
        return Stream.of(Seam.values()).flatMap(seam -> Stream.of(Kind.values()).map(kind -> Arguments.of(seam, kind)));
    }

    private final List<String> bypassed = new ArrayList<>();
    private String state = "old";
    private @Nullable Seam broken;
    private Kind kind = Kind.RUNTIME;
    private @Nullable Throwable thrown;

    @AfterEach
    void clearInterrupt() {
        assertThat(Thread.interrupted()).isIn(true, false);
    }

    private void meet(Seam seam) {
        if (seam == broken) {
            Throwable made = kind.made();
            thrown = made;
            throw Survivable.rethrow(made);
        }
    }

    private Stage stage(boolean strict) {
        Store memory = CaffeineStore.ofMegabytes(1);
        Store store = (Store) Proxy.newProxyInstance(
                Store.class.getClassLoader(), new Class<?>[] {Store.class}, (proxy, method, arguments) -> {
                    if (!OPENING.contains(method.getName())) {
                        meet(Seam.STORE);
                    }
                    try {
                        return method.invoke(memory, arguments);
                    } catch (InvocationTargetException e) {
                        throw Survivable.rethrow(Objects.requireNonNull(e.getCause()));
                    }
                });
        return Stage.over(
                        store,
                        "10m fresh, 1h stale",
                        builder -> configured(builder).strict(strict))
                .template("page", PAGE);
    }

    /** A source takes the place of the reader's variables, so it is there only where it is asked for. */
    private FragmentCacheBuilder configured(FragmentCacheBuilder builder) {
        if (broken == Seam.SOURCE) {
            builder.source("page :: f", id -> {
                meet(Seam.SOURCE);
                return Map.of("thing", thing("1"));
            });
        }
        return builder.model(
                        Thing.class,
                        thing -> {
                            meet(Seam.ID_READER);
                            return thing.id;
                        },
                        thing -> {
                            meet(Seam.VERSION_READER);
                            return 1;
                        })
                .vary("currency", request -> {
                    meet(Seam.VARY);
                    return "EUR";
                })
                .always("tenant", () -> {
                    meet(Seam.ALWAYS);
                    return "red";
                })
                .propagate(new ContextPropagator() {
                    @Override
                    public UnaryOperator<Runnable> capture() {
                        meet(Seam.PROPAGATOR);
                        return job -> () -> {
                            meet(Seam.PROPAGATOR_BEHIND);
                            job.run();
                        };
                    }

                    @Override
                    public boolean confines(Object value) {
                        meet(Seam.CONFINES);
                        return false;
                    }
                })
                .listener(new Listener() {
                    @Override
                    public void lookedUp(LookedUp event) {
                        meet(Seam.LISTENER);
                    }

                    @Override
                    public void rendered(Rendered event) {
                        meet(Seam.LISTENER);
                    }

                    @Override
                    public void bypassed(Bypassed event) {
                        bypassed.add(event.locator().name() + ": " + event.reason());
                    }
                });
    }

    private Thing thing(String id) {
        return broken == Seam.VERSIONED || broken == Seam.IDENTIFIED ? new Told(this, id) : new Thing(this, id);
    }

    private String page(Stage stage) {
        return page(stage, thing("1"));
    }

    private String page(Stage stage, Object thing) {
        return stage.render("page", web(Map.of("thing", thing))).text();
    }

    private static WebContext web(Map<String, Object> variables) {
        return new WebContext(new GuestExchange(Guest.withoutName()), Locale.ENGLISH, new HashMap<>(variables));
    }

    private void sees(Sees expected, Stage stage, Object thing) {
        thrown = null;
        if (expected == Sees.THE_PAGE) {
            assertThat(page(stage, thing)).isEqualTo(shown("1 " + state));
            return;
        }
        if (expected == Sees.THE_OLD_TEXT) {
            assertThat(page(stage, thing)).isEqualTo(shown("1 old"));
            return;
        }
        Throwable failure = catchThrowable(() -> page(stage, thing));
        assertThat(failure).isNotNull();
        assertThat(causes(failure)).contains(Objects.requireNonNull(thrown));
        if (expected == Sees.A_PROBLEM) {
            assertThat(failure.getMessage())
                    .contains(
                            "cache:fragment 'f'",
                            Objects.requireNonNull(thrown).getClass().getName())
                    .contains("(template: \"page\" - line 1");
        }
    }

    private static List<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause).toList();
    }

    private static String shown(String name) {
        return "<main>a<p>" + name + "</p>z</main>";
    }

    @ParameterizedTest
    @MethodSource("table")
    void whatAVisitorOfANewPageSees(Seam seam, Kind what) {
        broken = seam;
        kind = what;
        Stage stage = stage(false);
        sees(seam.cold, stage, thing("1"));
        Thread.interrupted();
        // And the page is right again as soon as that works again.
        broken = null;
        assertThat(page(stage, new Told(this, "1"))).isEqualTo(shown("1 old"));
    }

    @ParameterizedTest
    @MethodSource("table")
    void whatAVisitorSeesInStrictMode(Seam seam, Kind what) {
        broken = seam;
        kind = what;
        sees(seam.strict, stage(true), thing("1"));
    }

    @ParameterizedTest
    @MethodSource("table")
    void whatAVisitorOfAStalePageSees(Seam seam, Kind what) {
        broken = seam;
        Object thing = thing("1");
        Stage stage = stage(false);
        broken = null;
        assertThat(page(stage, thing)).isEqualTo(shown("1 old"));
        stage.wait("11m");
        state = "new";
        broken = seam;
        kind = what;
        sees(seam.stale, stage, thing);
        Thread.interrupted();
        stage.runBackground();
        Thread.interrupted();
        broken = null;
        stage.wait("2s");
        String next = page(stage, thing);
        assertThat(next).isIn(shown("1 old"), shown("1 new"));
        stage.runBackground();
        assertThat(page(stage, thing)).isEqualTo(shown("1 new"));
    }

    @ParameterizedTest
    @EnumSource(
            value = Seam.class,
            names = {"VARY", "VERSION_READER", "ID_READER", "VERSIONED", "IDENTIFIED", "ALWAYS"})
    void aKeyThatCannotBeToldStoresNothingIsSaidOnceAndCountedEachTime(Seam seam) {
        broken = seam;
        Stage stage = stage(false);
        try (HeardLog log = HeardLog.of(FragmentLookup.class)) {
            for (int i = 0; i < 3; i++) {
                state = "state " + i;
                assertThat(page(stage)).isEqualTo(shown("1 state " + i));
            }
            assertThat(log.warnings()).hasSize(1);
            assertThat(log.records().get(0).getThrown()).isInstanceOf(IllegalStateException.class);
        }
        assertThat(bypassed)
                .containsExactly("f: its key cannot be told", "f: its key cannot be told", "f: its key cannot be told");
        broken = null;
        assertThat(stage.stored()).isZero();
    }

    @ParameterizedTest
    @EnumSource(
            value = Seam.class,
            names = {"VARY", "VERSION_READER", "ID_READER"})
    void aFragmentAroundOneWhoseKeyCannotBeToldIsNotStoredSinceNothingWouldOutdateIt(Seam seam) {
        Stage stage = stage(false);
        stage.template(
                "page",
                "<main>a<th:block cache:fragment=\"o\" cache:key=\"'k'\">"
                        + "<p cache:fragment=\"f\" cache:key=\"${thing}\""
                        + (seam == Seam.VARY ? " cache:vary=\"currency\"" : "") + ">[[${thing.name}]]</p>"
                        + "</th:block>z</main>");
        broken = seam;
        assertThat(page(stage)).isEqualTo(shown("1 old"));
        state = "new";
        stage.touch(new Told(this, "1"));
        assertThat(page(stage)).isEqualTo(shown("1 new"));
    }

    /** Red's text, stored under a value that says no more than that it failed, would be blue's too. */
    @Test
    void whatEachTenantIsShownWhileNobodyCanTellTheTenantIsShownToNoOther() {
        Stage stage = stage(false);
        broken = Seam.ALWAYS;
        for (Object tenant : List.of("red", "blue", "red")) {
            state = tenant.toString();
            assertThat(page(stage)).isEqualTo(shown("1 " + tenant));
        }
        broken = null;
        assertThat(stage.stored()).isZero();
    }

    @Test
    void oneRowWhoseVersionCannotBeToldIsRenderedAndTheOthersAreRemembered() {
        Stage stage = stage(false)
                .template(
                        "rows",
                        "<ul>\n <li cache:each=\"thing : ${things}\" cache:fragment=\"f\" cache:key=\"${thing}\">"
                                + "[[${thing.name}]]</li>\n</ul>");
        Map<String, Object> things =
                Map.of("things", List.of(new Thing(this, "1"), new Told(this, "2"), new Thing(this, "3")));
        String plain = "<ul>\n <li>1 %s</li><li>2 %s</li><li>3 %s</li>\n</ul>";
        String first = stage.render("rows", web(things)).text();
        assertThat(first.replaceAll("\\s+<", "<").replaceAll("\\s+</", "</"))
                .isEqualTo(plain.formatted("old", "old", "old").replaceAll("\\s+<", "<"));
        state = "new";
        broken = Seam.VERSIONED;
        String second = stage.render("rows", web(things)).text();
        assertThat(second).isEqualTo(first.replace("2 old", "2 new"));
    }
}
