package io.fragmentcache.internal.definition;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.standard.expression.BooleanTokenExpression;
import org.thymeleaf.standard.expression.DefaultExpression;
import org.thymeleaf.standard.expression.GenericTokenExpression;
import org.thymeleaf.standard.expression.IStandardExpression;
import org.thymeleaf.standard.expression.NumberTokenExpression;
import org.thymeleaf.standard.expression.SelectionVariableExpression;
import org.thymeleaf.standard.expression.TextLiteralExpression;
import org.thymeleaf.standard.expression.VariableExpression;

/**
 * The facts that a {@code cache:key} declares, for strict mode: those that a part of it names as they are, {@code ${PATH}}
 * or {@code *{PATH}}, with {@code ?: literal} behind it or without. It says nothing of keys.
 *
 * @param facts by their names
 */
record Declared(Set<String> facts) {
    static final Declared NOTHING = new Declared(Set.of());

    private static final String NAME = "[\\p{L}_$][\\p{L}\\p{N}_$]*";
    private static final Pattern PATH = Pattern.compile("\\s*(#?" + NAME + ")((?:\\s*\\??\\.\\s*" + NAME
            + "(?:\\(\\s*\\))?|\\[(?:'[^']*'|\"[^\"]*\"|\\d+)])*)\\s*");
    private static final Pattern MEMBER =
            Pattern.compile("^\\s*(?:\\??\\.\\s*(" + NAME + ")|\\[(?:'([^']*)'|\"([^\"]*)\")])");

    /** How templates ask the engine's own objects for one fact. */
    private static final Pattern OF_EXCHANGE = Pattern.compile("\\s*#ctx\\.(?:getExchange\\(\\)|exchange)"
            + "\\.(?:get)?(?:Request|request|Session|session)(?:\\(\\))?"
            + "\\.get(Cookie|Header|Parameter|Attribute)Values?\\(\\s*['\"]([^'\"]+)['\"]\\s*\\)(?:\\[\\d+])?\\s*");

    private static final Pattern OF_PRINCIPAL = Pattern.compile(
            "\\s*#ctx\\.(?:getExchange\\(\\)|exchange)\\.(?:getPrincipal\\(\\)|principal)\\??\\.(?:getName\\(\\)|name)\\s*");

    static Declared in(@Nullable Iterable<IStandardExpression> parts) {
        if (parts == null) {
            return NOTHING;
        }
        Set<String> facts = new HashSet<>();
        for (IStandardExpression part : parts) {
            String path = path(part);
            if (path != null) {
                addFact(path, facts);
            }
        }
        return new Declared(Set.copyOf(facts));
    }

    private static @Nullable String path(@Nullable IStandardExpression part) {
        if (part instanceof VariableExpression variable) {
            return variable.getExpression();
        }
        if (part instanceof SelectionVariableExpression selection) {
            return selection.getExpression();
        }
        if (part instanceof DefaultExpression either && isLiteral(either.getDefaultExpression())) {
            return path(either.getQueriedExpression());
        }
        return null;
    }

    private static boolean isLiteral(IStandardExpression expression) {
        return expression instanceof TextLiteralExpression
                || expression instanceof NumberTokenExpression
                || expression instanceof BooleanTokenExpression
                || expression instanceof GenericTokenExpression;
    }

    private static void addFact(String path, Set<String> facts) {
        Matcher exchange = OF_EXCHANGE.matcher(path);
        if (exchange.matches()) {
            String kind = switch (exchange.group(1)) {
                case "Cookie" -> ReadListener.COOKIE;
                case "Header" -> ReadListener.HEADER;
                case "Parameter" -> ReadListener.PARAMETER;
                default -> ReadListener.SESSION;
            };
            facts.add(ReadListener.fact(kind, exchange.group(2)));
            return;
        }
        if (OF_PRINCIPAL.matcher(path).matches()) {
            facts.addAll(List.of(ReadListener.PRINCIPAL, FactNames.AUTHENTICATION));
            return;
        }
        Matcher matcher = PATH.matcher(path);
        if (!matcher.matches()) {
            return;
        }
        String root = matcher.group(1);
        if (root.equals("#authentication")) {
            facts.addAll(List.of(ReadListener.PRINCIPAL, FactNames.AUTHENTICATION));
        } else if (root.equals(ReadListener.SESSION) || root.equals(ReadListener.PARAMETER)) {
            Matcher member = MEMBER.matcher(matcher.group(2));
            if (member.find()) {
                facts.add(FactNames.VALUE + path.replaceAll("\\s", ""));
                String name = member.group(1) != null
                        ? member.group(1)
                        : member.group(2) != null ? member.group(2) : member.group(3);
                facts.add(ReadListener.fact(root, name));
            }
        } else if (!root.startsWith("#")) {
            facts.add(FactNames.VALUE + path.replaceAll("\\s", ""));
            facts.add(FactNames.variable(root));
        }
    }

    /** A path is declared by itself and by what it is a part of; whether something is there, by what is read of it too. */
    boolean holds(String fact) {
        if (!FactNames.isPath(fact)) {
            return facts.contains(fact);
        }
        String path = FactNames.pathOf(fact).replace("?.", ".");
        for (String each : facts) {
            if (each.startsWith(FactNames.VALUE)) {
                String declared = FactNames.pathOf(each).replace("?.", ".");
                if (isPart(path, declared) || fact.startsWith(FactNames.PRESENCE) && isPart(declared, path)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isPart(String path, String whole) {
        return path.equals(whole) || path.startsWith(whole) && path.charAt(whole.length()) == '.';
    }
}
