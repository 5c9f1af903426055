package io.fragmentcache.internal.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.stage.Guest;
import io.fragmentcache.stage.WebStage;
import io.fragmentcache.store.CaffeineStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Templates × places × visitors by chance: what each visitor is shown equals what plain Thymeleaf prints for them, in any
 * order, missed, hit, stale and regenerated. The oracle knows nothing of the guard. Two properties make the run longer or
 * another one: {@code generated.templates} and {@code generated.seed}.
 */
class GeneratedTemplatesTest {
    private static final int TEMPLATES = Integer.getInteger("generated.templates", 300);
    private static final long SEED = Long.getLong("generated.seed", 20261129);

    private static final String REQUEST = "#ctx.getExchange().getRequest()";

    /** Each fact by each way that a template can read it. */
    private static final String[] READS = {
        "session.user",
        "session['user']",
        "session.plan",
        "#vars.session.plan",
        "#root.session.user",
        "#ctx.getVariable('session').get('plan')",
        "session.containsKey('user')",
        "#ctx.getExchange().getSession().getAttributeValue('plan')",
        "param.q",
        "param['q']",
        REQUEST + ".getParameterValue('q')",
        REQUEST + ".containsParameter('q')",
        REQUEST + ".getCookieValue('c')",
        REQUEST + ".getHeaderValue('H')",
        REQUEST + ".getServerName()",
        REQUEST + ".getRequestPath()",
        REQUEST + ".getApplicationPath()",
        "#ctx.getExchange().getPrincipal() != null",
        "#ctx.getExchange().getLocale()",
        "#locale",
        "#ctx.containsVariable('w')",
        "#ctx.getExchange().getAttributeValue('w')",
        "#execInfo.templateName",
        "title",
        "missing",
        "w",
        "a",
        "p",
        "pStat != null",
        "user",
        "#ctx.getVariable('p')",
        "#vars.w",
        "session.isEmpty()",
        "param.size()",
        "session.user == null ? 'none' : session.user"
    };

    private static final String[] KEYS = {
        "'k'",
        "${title}",
        "${w} ?: 'none'",
        "${session.plan} ?: 'none'",
        "${session.user == null}",
        "${param.q != null}",
        "${p} ?: 'none'",
        "${#locale}"
    };

    private final Random random = new Random(SEED);
    private int fragments;

    @Test
    void eachVisitorIsShownWhatPlainThymeleafPrints() {
        int differences = 0;
        for (int i = 0; i < TEMPLATES; i++) {
            WebStage pages = WebStage.of(i % 2 == 1, CaffeineStore.ofMegabytes(1))
                    .set("title", "T")
                    .set("list", List.of("x", "y"))
                    .set("empty", List.of());
            fragments = 0;
            String page = element(3, true);
            pages.template("page", page)
                    .template("one", "<s th:fragment=\"f(a)\">" + element(1, false) + "</s>")
                    .template(
                            "two",
                            "<s th:fragment=\"f(a)\"><b th:insert=\"~{one :: f(${a})}\"></b>" + element(1, false)
                                    + "</s>")
                    .template(
                            "three",
                            "<s th:fragment=\"f\"><b th:insert=\"~{two :: f(${w})}\"></b>" + element(1, false) + "</s>")
                    .template("slot", "<s th:fragment=\"f(a)\"><b th:replace=\"${a}\"></b></s>");
            Guest[] visitors = {visitor(), visitor(), visitor()};
            try {
                pages.areRightFor(visitors);
            } catch (AssertionError difference) {
                throw new AssertionError("template " + i + ": " + page, difference);
            } catch (RuntimeException fails) {
                assertThat(failsPlain(pages, visitors))
                        .as("template %s fails: %s: %s", i, page, fails)
                        .isTrue();
            }
        }
        assertThat(differences).isZero();
    }

    private static boolean failsPlain(WebStage pages, Guest... visitors) {
        for (Guest visitor : visitors) {
            try {
                pages.plain(visitor);
            } catch (RuntimeException alike) {
                return true;
            }
        }
        return false;
    }

    private Guest visitor() {
        Guest visit = Guest.withoutName();
        if (random.nextBoolean()) {
            visit.session("user", one("Ann", "Bob", "nobody"));
        }
        if (random.nextBoolean()) {
            visit.session("plan", one("gold", "paid"));
        }
        if (random.nextBoolean()) {
            visit.parameter("q", random.nextBoolean() ? new String[] {"tea"} : new String[] {"tea", "EVIL"});
        }
        if (random.nextBoolean()) {
            visit.cookie("c", one("1", "2"));
        }
        if (random.nextBoolean()) {
            visit.header("H", one("1", "2"));
        }
        if (random.nextBoolean()) {
            visit.principal(one("ann", "bob"));
        }
        if (random.nextInt(4) == 0) {
            visit.host = "evil.example";
            visit.uri = "/app/other";
        }
        if (random.nextInt(6) == 0) {
            visit.contextPath = "/forwarded";
        }
        return visit;
    }

    /** @param include whether other templates may be included here */
    private String element(int depth, boolean include) {
        StringBuilder tags = new StringBuilder();
        int count = 1 + random.nextInt(2);
        for (int i = 0; i < count; i++) {
            tags.append(tag(depth, include));
        }
        return tags.toString();
    }

    private String tag(int depth, boolean include) {
        if (depth == 0) {
            return print();
        }
        String inside = element(depth - 1, include) + print();
        return switch (random.nextInt(include ? 11 : 7)) {
            case 0 -> "<p" + fragment() + ">" + inside + "</p>";
            case 1 -> "<p th:each=\"p : ${list}\"" + (random.nextBoolean() ? fragment() : "") + ">" + inside + "</p>";
            case 2 -> "<p th:with=\"w=${" + one(READS) + "}\">" + inside + "</p>";
            case 3 ->
                "<p th:object=\"${" + one("title", "session.user", "list") + "}\">" + inside
                        + "<i>[[${#ctx.getSelectionTarget()}]]</i></p>";
            case 4 -> "<p" + fragment() + "><i" + fragment() + ">" + inside + "</i></p>";
            case 5 -> "<p th:if=\"${" + one("session.user", "param.q", "title", "p") + " != null}\">" + inside + "</p>";
            case 6 -> "<p" + fragment() + ">" + hole() + inside + "</p>";
            case 7 -> "<p th:insert=\"~{one :: f(${" + one(READS) + "})}\"></p>" + inside;
            case 8 -> "<p th:insert=\"~{two :: f(a=${" + one(READS) + "})}\"></p>" + inside;
            case 9 -> "<p th:with=\"w=${" + one(READS) + "}\"><i th:insert=\"~{three :: f}\"></i></p>" + inside;
            default -> "<p th:insert=\"~{slot :: f(~{one :: f(${" + one(READS) + "})})}\"></p>" + inside;
        };
    }

    private String fragment() {
        fragments++;
        return " cache:fragment=\"f" + fragments + "\" cache:key=\"" + one(KEYS) + "\"";
    }

    private String hole() {
        return "<u cache:hole=\"\">[[${session.user}]] [[${param.q}]]</u>";
    }

    private String print() {
        String expression = one(READS);
        return switch (random.nextInt(4)) {
            case 0 -> "<b th:text=\"${" + expression + "}\">-</b>";
            case 1 -> "<a th:href=\"@{/x(v=${" + expression + "})}\">x</a>";
            case 2 -> "<b th:if=\"${" + expression + "}\">y</b>";
            default -> "[[${" + expression + "}]]";
        };
    }

    private String one(String... of) {
        return of[random.nextInt(of.length)];
    }

    /** A login, a logout and a change of the language between any two steps of a rendering. */
    @Test
    void whoLogsInOrOutBetweenTwoStepsLeavesNothingForOthers() {
        List<String> leaks = new ArrayList<>();
        for (int i = 0; i < TEMPLATES / 50; i++) {
            fragments = 0;
            String page = element(2, false);
            WebStage pages = WebStage.of(false, CaffeineStore.ofMegabytes(1))
                    .set("title", "T")
                    .set("list", List.of("x", "y"))
                    .template("page", page);
            Guest racing = visitor();
            Guest other = visitor();
            racing.changesAt = random.nextInt(12);
            racing.change = () -> {
                racing.session.clear();
                racing.session.putAll(other.session);
                racing.principal = other.principal;
                racing.locale = java.util.Locale.GERMAN;
            };
            for (Guest visit : new Guest[] {racing, visitor(), visitor(), other}) {
                try {
                    String shown = pages.shows(visit);
                    if (visit != racing && !shown.equals(pages.plain(visit))) {
                        leaks.add(page);
                    }
                } catch (RuntimeException alike) {
                    // Expressions by chance may fail; with the cache as without.
                    assertThat(failsPlain(pages, visit)).as(page).isTrue();
                }
            }
        }
        assertThat(leaks).isEmpty();
    }
}
