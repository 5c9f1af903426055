package io.fragmentcache.internal.guard;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/**
 * A page by chance, and the templates that it includes: each way to read each fact, in each place that a template has.
 * Names begin with the site's own, so that one engine can show many.
 */
final class GeneratedSite {
    private static final String REQUEST = "#ctx.getExchange().getRequest()";

    /** Each fact by each way that a template can read it. */
    private static final String[] READS = {
        "session.user",
        "session['user']",
        "session.plan",
        "session.list",
        "session.pairs",
        "session.who",
        "session.who == null ? '' : session.who.name",
        "#vars.session.plan",
        "#root.session.user",
        "#ctx.getVariable('session').get('plan')",
        "session.containsKey('user')",
        "#ctx.getExchange().getSession().getAttributeValue('plan')",
        "#ctx.getExchange().hasSession()",
        "param.q",
        "param['q']",
        REQUEST + ".getParameterValue('q')",
        REQUEST + ".getParameterMap().get('q')",
        REQUEST + ".containsParameter('q')",
        REQUEST + ".getCookieValue('c')",
        REQUEST + ".getCookieMap().size()",
        REQUEST + ".getHeaderValue('H')",
        REQUEST + ".getHeaderMap().keySet()",
        REQUEST + ".getServerName()",
        REQUEST + ".getRequestPath()",
        REQUEST + ".getApplicationPath()",
        REQUEST + ".getRequestURL()",
        "#ctx.getExchange().getPrincipal() != null",
        "#ctx.getExchange().getPrincipal() == null ? '' : #ctx.getExchange().getPrincipal().getName()",
        "#ctx.getExchange().getLocale()",
        "#locale",
        "#ctx.containsVariable('w')",
        "#ctx.containsVariable('title')",
        "#ctx.getExchange().getAttributeValue('w')",
        "#ctx.getExchange().getAttributeMap().get('w')",
        "#ctx.getExchange().containsAttribute('a')",
        "#ctx.getVariableNames().contains('w')",
        "#execInfo.templateName",
        "#execInfo.templateNames",
        "#ctx.hasSelectionTarget()",
        "#ctx.getTemplateStack().size()",
        "#ctx.getTemplateData().getTemplate()",
        "#vars.getTemplateStack().size()",
        "#ctx.isVariableLocal('w')",
        "title",
        "missing",
        "w",
        "a",
        "b",
        "p",
        "pStat != null",
        "pStat == null ? '' : pStat.index",
        "pStat == null ? '' : pStat.current",
        "n",
        "user",
        "#ctx.getVariable('p')",
        "#vars.w",
        "#vars['a']",
        "session.isEmpty()",
        "param.size()",
        "session.user == null ? 'none' : session.user",
        "w == null ? param.q : w",
        "#strings.toUpperCase(session.user)",
        "#strings.defaultString(w, session.plan)",
        "#strings.defaultString(a, title)",
        "#lists.size(list)",
        "#ctx.hasSelectionTarget() ? #object : ''",
        "#strings.length(w)",
        "session.account == null ? '' : session.account.plan",
        "session.account != null ? session.account.name : session.plan",
        "session.account != null and session.account.gold",
        "#strings.toUpperCase(session.account == null ? 'none' : session.account.getName())",
        "session.account == null ? w : session.account.address.city",
        "session.account == null ? '' : session.account.greets('Hi')",
        "session.account == null ? '' : session.account.plan + #ctx.getVariable('session').get('account').name",
        "accounts[0].name"
    };

    /** What may be asked for in a loop, or handed on. */
    private static final String[] VALUES = {
        "session.user",
        "session.plan",
        "session.list",
        "session.pairs",
        "session.who",
        "param.q",
        "title",
        "list",
        "w",
        "a",
        "b",
        "p",
        "missing",
        "'plain'",
        "session.account",
        "accounts",
        "#ctx.getSelectionTarget()"
    };

    private static final String[] KEYS = {
        "'k'",
        "'k'",
        "'k'",
        "${title}",
        "${w} ?: 'none'",
        "${session.plan} ?: 'none'",
        "${session.user == null}",
        "${param.q != null}",
        "${p} ?: 'none'",
        "${session.account == null ? '' : session.account.plan}",
        "${#locale}"
    };

    private static final String[] MARKUP = {"one :: f(x)", "one :: f('y')", ":: own", "slot :: f(~{one :: f('z')})"};

    private final Random random;
    private final String site;
    private final boolean layouts;
    private final Map<String, String> templates = new LinkedHashMap<>();
    private int fragments;

    GeneratedSite(long seed, String site, boolean layouts) {
        this.random = new Random(seed);
        this.site = site;
        this.layouts = layouts;
    }

    String page() {
        return site + "page";
    }

    /** The sources of its templates, by their names. */
    Map<String, String> templates() {
        templates.put(site + "one", "<s th:fragment=\"f(a)\"" + maybe() + ">" + element(1, false) + "</s>");
        templates.put(
                site + "two",
                "<s th:fragment=\"f(a)\"" + maybe() + "><b th:insert=\"~{" + site + "one :: f(${a})}\"></b>"
                        + element(1, false) + "</s>");
        templates.put(
                site + "three",
                "<s th:fragment=\"f\"><b th:insert=\"~{" + site + "two :: f(${w})}\"></b>" + element(1, false)
                        + "</s>");
        templates.put(site + "slot", "<s th:fragment=\"f(a)\"" + maybe() + "><b th:replace=\"${a}\"></b></s>");
        templates.put(
                site + "slots",
                "<s th:fragment=\"f(a, b)\"" + maybe() + "><b th:insert=\"${a}\"></b>[[${b}]]<i th:insert=\"~{" + site
                        + "slot :: f(${a})}\"></i></s>");
        templates.put(site + "whole", "<u" + maybe() + ">" + element(1, false) + "</u>");
        templates.put(
                site + "self",
                "<s th:fragment=\"f(n)\"" + maybe()
                        + ">[[${n}]]<b th:if=\"${n lt 2}\" th:insert=\"~{:: f(${n + 1})}\"></b></s>");
        String own = "<q th:fragment=\"own\" th:remove=\"all\">" + print() + "</q>";
        String body = element(random.nextInt(4) == 0 ? 3 : 2, true) + own;
        if (layouts) {
            templates.put(
                    site + "layout",
                    "<html><head><title>L</title></head><body" + maybe() + "><header" + maybe() + ">"
                            + element(1, false)
                            + "</header><main layout:fragment=\"content\">none</main><aside layout:fragment=\"side\""
                            + maybe() + ">" + print() + "</aside></body></html>");
            templates.put(
                    page(),
                    "<html layout:decorate=\"~{" + site + "layout}\"><head><title>P</title></head><body>"
                            + "<main layout:fragment=\"content\"" + maybe() + ">" + body + "</main>"
                            + (random.nextBoolean()
                                    ? "<aside layout:fragment=\"side\"" + maybe() + ">" + print() + "</aside>"
                                    : "")
                            + "</body></html>");
        } else {
            templates.put(page(), body);
        }
        return templates;
    }

    /** For a report: its templates as they are. */
    String sources() {
        StringBuilder all = new StringBuilder();
        templates.forEach(
                (name, source) -> all.append(name).append(": ").append(source).append('\n'));
        return all.toString();
    }

    private String maybe() {
        return random.nextInt(4) == 0 ? fragment() : "";
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
        return switch (random.nextInt(include ? 34 : 20)) {
            case 0, 1 -> "<p" + fragment() + ">" + inside + "</p>";
            case 2 ->
                "<p th:each=\"p : ${" + loop() + "}\"" + (random.nextBoolean() ? fragment() : "") + ">" + inside
                        + "</p>";
            case 3 -> "<p cache:each=\"p : ${" + loop() + "}\"" + fragment() + ">" + inside + "</p>";
            case 4 -> "<p th:with=\"w=${" + one(READS) + "}\">" + inside + "</p>";
            case 5 -> "<p th:with=\"w=${" + one(VALUES) + "}\"" + maybe() + ">" + inside + "</p>";
            case 6 ->
                random.nextInt(3) == 0
                        ? "<p th:object=\"${session.who}\"" + maybe() + ">[[*{name}]]" + inside + "</p>"
                        : "<p th:object=\"${" + one(VALUES) + "}\">" + inside
                                + "<i>[[${#ctx.getSelectionTarget()}]]</i></p>";
            case 7 -> "<p" + fragment() + "><i" + fragment() + ">" + inside + "</i></p>";
            case 8 -> "<p th:if=\"${" + one(VALUES) + " != null}\"" + maybe() + ">" + inside + "</p>";
            case 9 -> "<p" + fragment() + ">" + hole() + inside + "</p>";
            case 10 ->
                "<p th:switch=\"${" + one(READS) + "}\"><i" + maybe() + "><b th:case=\"${" + one(VALUES) + "}\">c"
                        + print() + "</b></i><b th:case=\"*\"" + maybe() + ">" + inside + "</b></p>";
            case 11 -> "<p" + fragment() + " cache:if=\"${" + one(VALUES) + " != null}\">" + inside + "</p>";
            case 12 ->
                "<p th:with=\"a=${" + one(READS) + "},w=${" + one(READS) + "}\"><i" + fragment() + " th:text=\"${"
                        + one(READS) + "}\">-</i>" + inside + "</p>";
            case 13 -> "<th:block" + fragment() + ">" + inside + "</th:block>";
            case 14 ->
                "<p th:each=\"p,n : ${" + loop() + "}\"><i" + fragment() + ">[[${n.index}]][[${n.current}]]" + inside
                        + "</i></p>";
            case 15 ->
                "<p th:each=\"e : ${session.pairs}\"><i" + fragment() + ">[[${e.key}]][[${e.value}]]" + inside
                        + "</i></p>";
            case 16 ->
                "<p th:each=\"q : ${accounts}\"" + maybe() + "><i" + fragment() + ">[[${q.plan}]]" + inside + "</i>"
                        + "<i" + maybe() + ">[[${q.name + q.address.city}]]</i></p>";
            case 17 ->
                "<p th:with=\"u=${session.account}\" th:if=\"${session.account != null}\"" + maybe() + "><i"
                        + fragment() + ">[[${u.name}]]" + inside + "</i><b" + maybe()
                        + ">[[${u.plan}]][[${s}]]</b></p>";
            case 18 ->
                "<p th:if=\"${session.account != null}\"><i th:object=\"${session.account}\"" + maybe() + "><b"
                        + fragment() + ">[[*{plan}]][[*{address.city}]]" + inside + "</b></i></p>";
            case 19 ->
                "<p" + fragment() + " th:with=\"s=${session}\"><b th:if=\"${session.account != null}\">"
                        + "[[${s.account.name + session.account.plan}]]" + inside + "</b></p>";
            case 20 -> include("one :: f(${" + one(VALUES) + "})") + inside;
            case 21 -> include("two :: f(a=${" + one(READS) + "})") + inside;
            case 22 -> "<p th:with=\"w=${" + one(READS) + "}\">" + include("three :: f") + "</p>" + inside;
            case 23 -> include("slot :: f(~{" + site + "one :: f(${" + one(READS) + "})})") + inside;
            case 24 ->
                include("slots :: f(~{" + site + one(MARKUP).replace("f(~{", "f(~{" + site) + "},${" + one(VALUES)
                                + "})")
                        + inside;
            case 25 -> include("whole") + inside;
            case 26 -> "<p th:with=\"w=${" + one(VALUES) + "}\">" + include("whole") + "</p>" + inside;
            case 27 -> include("self :: f(" + random.nextInt(2) + ")") + inside;
            case 28 -> "<p" + fragment() + ">" + include("two :: f(${" + one(VALUES) + "})") + inside + "</p>";
            case 29 ->
                "<p th:each=\"p : ${" + loop() + "}\"><i" + fragment() + " th:insert=\"~{" + site
                        + "one :: f(${p})}\"></i></p>" + inside;
            case 30 ->
                "<p" + fragment() + " th:with=\"w=${" + one(VALUES) + "}\" th:insert=\"~{" + site + "three :: f}\"></p>"
                        + inside;
            case 31 ->
                "<p th:insert=\"${" + one(VALUES) + " == null} ? ~{" + site + "one :: f('1')} : ~{" + site
                        + "whole}\"></p>" + inside;
            case 32 ->
                "<p th:with=\"m=~{" + site + "one :: f(${" + one(VALUES) + "})}\"><i" + fragment()
                        + " th:insert=\"${m}\"></i><i" + fragment() + "><b th:replace=\"${m}\"></b></i></p>" + inside;
            default ->
                "<p th:object=\"${" + one(VALUES) + "}\">" + include("slot :: f(~{" + site + "whole})") + "</p>"
                        + inside;
        };
    }

    private String include(String what) {
        return "<p th:" + (random.nextBoolean() ? "insert" : "replace") + "=\"~{" + site + what + "}\"></p>";
    }

    private String loop() {
        return one("list", "list", "empty", "session.list", "{'u', session.user}");
    }

    private String fragment() {
        fragments++;
        return " cache:fragment=\"f" + fragments + "\" cache:key=\"" + one(KEYS) + "\"";
    }

    private String hole() {
        return switch (random.nextInt(4)) {
            case 0 -> "<u cache:hole=\"\">[[${session.user}]] [[${param.q}]]</u>";
            case 1 -> "<u cache:hole=\"h=${session.user}\">[[${h}]] [[${param.q}]]</u>";
            case 2 -> "<u cache:hole=\"\"><i" + fragment() + ">[[${session.plan}]]</i>[[${title}]]</u>";
            default -> "<u cache:hole=\"h=${title}\" th:if=\"${session.user}\" th:text=\"${h}\"></u>";
        };
    }

    private String print() {
        String expression = one(READS);
        return switch (random.nextInt(9)) {
            case 0 -> "<b th:text=\"${" + expression + "}\">-</b>";
            case 1 -> "<a th:href=\"@{/x(v=${" + expression + "})}\">x</a>";
            case 2 -> "<b th:if=\"${" + expression + "}\">y</b>";
            case 3 -> "<b th:text=\"|a ${" + expression + "} b|\">-</b>";
            case 4 -> "<b th:attr=\"title=${" + expression + "}\" th:classappend=\"${w}\">-</b>";
            case 5 -> "<b th:text=\"#{m(${" + expression + "})}\">-</b>";
            case 6 -> "<b th:utext=\"${" + one(VALUES) + "} ?: ${" + expression + "}\">-</b>";
            default -> "[[${" + expression + "}]]";
        };
    }

    private String one(String... of) {
        return of[random.nextInt(of.length)];
    }
}
