package io.fragmentcache.internal.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.internal.spring.MvcApplication.Visitor;
import io.fragmentcache.stage.MapTemplates;
import jakarta.servlet.http.Cookie;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Visitors of an application of Spring, each of whom differs from all others by one fact, are shown what plain Thymeleaf prints. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MvcVisitorsTest {
    private static final String FLASH = "org.springframework.web.servlet.DispatcherServlet.INPUT_FLASH_MAP";
    private static final boolean STORED = true;
    private static final boolean NEVER_STORED = false;

    private final MapTemplates templates = new MapTemplates();
    private final List<Visitor> visitors = List.of(
            Visitor.named("zoe"),
            Visitor.named("jose"),
            Visitor.named("admin"),
            Visitor.named("account").session("account", new MvcBeans.Account("Ann")),
            Visitor.named("extra").session("extra", "more"),
            Visitor.named("same").session("product", "another"),
            Visitor.named("parameter").sending(request -> request.param("q", "tea")),
            Visitor.named("agent").sending(request -> request.header("User-Agent", "curl")),
            Visitor.named("cookie").sending(request -> request.cookie(new Cookie("theme", "dark"))),
            Visitor.named("german").sending(request -> request.locale(Locale.GERMANY)),
            Visitor.named("zone").sending(request -> request.header("X-Zone", "Asia/Tokyo")),
            Visitor.named("flash").sending(request -> request.flashAttr("notice", "saved")),
            Visitor.named("typed").sending(request -> request.param("name", "Ann")),
            Visitor.named("mistyped").sending(request -> request.param("price", "many")),
            Visitor.named("posted").posting("price", "none"));
    private MvcApplication plain;
    private MvcApplication cached;

    @BeforeAll
    void start() {
        plain = new MvcApplication(templates, false);
        cached = new MvcApplication(templates, true);
    }

    /** What fragments of applications are made of, and whether the cache keeps it. */
    static Stream<Arguments> bodies() {
        return Stream.of(
                // Forms.
                row("<i th:object=\"${form}\"><input th:field=\"*{name}\" th:errorclass=\"bad\"></i>", NEVER_STORED),
                row("<i th:object=\"${form}\" th:errors=\"*{price}\"></i>", NEVER_STORED),
                row("<i th:text=\"${#fields.hasErrors('form.*')}\"></i>", NEVER_STORED),
                row("<i th:errors=\"${form.*}\"></i>", NEVER_STORED),
                row("<i th:text=\"${@asking.errors()}\"></i>", NEVER_STORED),
                row("<i th:text=\"${#ctx.getVariable('" + FLASH + "')}\"></i>", NEVER_STORED),
                row("<i th:text=\"${{moment}}\"></i>", STORED),
                row("<i th:text=\"${#conversions.convert(moment, 'java.lang.String')}\"></i>", STORED),
                row("<i th:text=\"${#execInfo.templateName}\"></i>", STORED),
                row("<i th:text=\"${#ids.seq('a')}\"></i>", NEVER_STORED),
                row("<i th:text=\"${#themes.code('color')}\"></i>", NEVER_STORED),
                // Sessions, beans, and what an advice or a redirect adds.
                row("<i th:text=\"${wizard.name}\"></i>", STORED),
                row("<i th:text=\"${@cart.owner}\"></i>", NEVER_STORED),
                row("<i th:text=\"${basket.owner}\"></i>", NEVER_STORED),
                row("<i th:text=\"${@visit.agent}\"></i>", NEVER_STORED),
                row("<i th:text=\"${me?.name}\"></i>", STORED),
                row("<i th:text=\"${who.name}\"></i>", STORED),
                row("<i th:text=\"${login.name + login.authorities}\"></i>", STORED),
                row("<i th:text=\"${notice}\"></i>", STORED),
                row("<i th:text=\"${#ctx.containsVariable('notice')}\"></i>", STORED),
                row("<i th:text=\"${@asking.flash()}\"></i>", NEVER_STORED),
                row("<i th:text=\"${@asking.token()}\"></i>", NEVER_STORED),
                row("<i th:text=\"${token.token}\"></i>", NEVER_STORED),
                row("<i th:text=\"${_csrf.token}\"></i>", NEVER_STORED),
                row("<form th:action=\"@{/x}\" method=\"post\"></form>", NEVER_STORED),
                row("<i sec:authorize=\"hasRole('ADMIN')\">x</i>", NEVER_STORED),
                row("<i th:text=\"${#authorization.expression('hasRole(''ADMIN'')')}\"></i>", NEVER_STORED),
                // Sessions and parameters as maps.
                row("<i th:text=\"${session.extra ?: session.product}\"></i>", STORED),
                row("<i th:text=\"${session.keySet().contains('extra')}\"></i>", NEVER_STORED),
                row("<i th:text=\"${param.keySet().contains('q')}\"></i>", NEVER_STORED),
                row("<i th:text=\"${#maps.containsAllKeys(param, {'q'})}\"></i>", NEVER_STORED),
                row("<i th:text=\"${#maps.isEmpty(param)}\"></i>", NEVER_STORED),
                row("<i th:each=\"q : ${param.q}\" th:text=\"${q}\"></i>", STORED),
                row("<i th:text=\"${#ctx.getExchange().getRequest().containsCookie('theme')}\"></i>", STORED),
                // Languages, zones, and other modes.
                row("<i th:text=\"#{hello(${session.extra})}\"></i>", STORED),
                row("<i th:text=\"${#numbers.formatCurrency(12)}\"></i>", STORED),
                row("<i th:text=\"${#temporals.format(moment, 'd MMM')}\"></i>", STORED),
                row("<i th:text=\"${@asking.languageAndZone()}\"></i>", STORED),
                row(
                        "<script th:inline=\"javascript\">let e = [[${session.extra}]]; /*[# th:if=\"${who.name == 'zoe'}\"]*/ z(); /*[/]*/</script>",
                        STORED),
                row("<p th:insert=\"~{mail.txt}\"></p><script th:insert=\"~{code.js}\"></script>", STORED));
    }

    private static Arguments row(String body, boolean stored) {
        return Arguments.of(body, stored);
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void eachIsShownItsOwnPage(String body, boolean stored) {
        templates
                .put(
                        "mail.txt",
                        "[(${session.extra})] [# th:each=\"p : ${products}\" cache:fragment=\"m\" cache:key=\"${p}\"][(${p.name})] [(#{hello(${p.name})})][/]")
                .put("code.js", "let e = [[${session.extra}]]; [# th:if=\"${session.extra != null}\"]more();[/]");
        String page = "page" + body.hashCode();
        templates.put(page, """
                <b th:with="x=${session.extra}" th:object="${form}"><div cache:fragment="f" cache:key="'k'">%s</div></b>
                <b cache:fragment="o" cache:key="'o'">o <div cache:hole cache:fragment="g" cache:key="'k'">%s</div></b>""".formatted(body, body));
        boolean hit = visitAll(page);
        assertThat(hit).isEqualTo(stored);
    }

    @Test
    void aFormInAHoleShowsWhatItsVisitorTyped() {
        templates.put("form", """
                <div cache:fragment="o" cache:key="'o'"><form cache:hole th:object="${form}" th:action="@{/x}" method="post"><input th:field="*{name}"><input th:field="*{price}" th:errorclass="bad"><i th:each="e : ${#fields.errors('*')}" th:text="${e}"></i></form></div>""");
        visitAll("form");
    }

    /** All visitors in any order, before and after a regeneration; whether the fragment {@code f} was taken from the cache. */
    private boolean visitAll(String page) {
        plain.forgetSessions();
        cached.forgetSessions();
        boolean hit = false;
        List<Visitor> order = new ArrayList<>(visitors);
        for (int round = 0; round < 2; round++) {
            Collections.shuffle(order, new Random(page.hashCode() + round));
            for (Visitor visitor : order) {
                assertThat(cached.shows(visitor, page)).as(visitor.name()).isEqualTo(plain.shows(visitor, page));
                List<String> events = cached.events();
                hit |= events.contains("HIT f") || events.contains("STALE f");
            }
            Visitor last = order.get(0);
            plain.shows(last, page);
            cached.regenerateFor(last, page);
        }
        return hit;
    }
}
