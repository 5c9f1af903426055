package io.fragmentcache.internal.definition;

import io.fragmentcache.digest.Reference;
import io.fragmentcache.internal.template.CacheAttributes;
import io.fragmentcache.internal.template.FragmentTag;
import io.fragmentcache.internal.template.Names;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.thymeleaf.model.IAttribute;
import org.thymeleaf.model.ICloseElementTag;
import org.thymeleaf.model.IModel;
import org.thymeleaf.model.IOpenElementTag;
import org.thymeleaf.model.IProcessableElementTag;
import org.thymeleaf.model.ITemplateEvent;
import org.thymeleaf.model.IText;

/**
 * Finds the variables that a fragment's templates spell, so that its first key holds most of what it reads, after a restart
 * too. Holes, and what an element sets itself, are left out. A name too many costs a few bytes, a name too few a miss.
 */
public final class Seeds {
    private static final Pattern EXPRESSION = Pattern.compile("([$*])\\{([^}]*)}");
    private static final Pattern NAME =
            Pattern.compile("(?<![\\p{L}\\p{N}_.#@$'\"])([\\p{L}_][\\p{L}\\p{N}_]*)(?!\\s*\\(|[\\p{L}\\p{N}_])");
    private static final Pattern SET = Pattern.compile("(?:^|,)\\s*([\\p{L}_][\\p{L}\\p{N}_]*)\\s*(?==|:|,[^=]*:)");
    /** A link that begins where the application is mounted. */
    private static final Pattern LINK = Pattern.compile("@\\{\\s*/(?!/)");

    private static final Pattern LITERAL = Pattern.compile("'[^']*'|\"[^\"]*\"");

    /** Classes, what is read of the elements of a list, and the keys of a map written in the expression. */
    private static final Pattern NO_VARIABLES = Pattern.compile("\\bT\\s*\\([^)]*\\)|\\bnew\\s+[\\p{L}\\p{N}_.]+"
            + "|\\.\\s*[?!^$]\\s*\\[[^\\]]*]|(?<=[{,])\\s*[\\p{L}_][\\p{L}\\p{N}_]*\\s*:");

    private static final Pattern PRINTED = Pattern.compile("\\[\\[(.*?)]]|\\[\\((.*?)\\)]", Pattern.DOTALL);
    private static final Set<String> WORDS = Set.of(
            "true",
            "false",
            "null",
            "and",
            "or",
            "not",
            "eq",
            "ne",
            "lt",
            "gt",
            "le",
            "ge",
            "div",
            "mod",
            "new",
            "in",
            "instanceof",
            "session",
            "param",
            "application",
            "T",
            "neq",
            "matches",
            "between");

    private final String prefix;
    /** Whether a name too many is worse than one too few. */
    private final boolean exact;

    private final Set<String> read = new HashSet<>();
    private final Set<String> own = new HashSet<>();
    private final List<String> written = new ArrayList<>();
    private boolean links;
    private boolean selects;

    private Seeds(String prefix, boolean exact) {
        this.prefix = prefix;
        this.exact = exact;
    }

    static Seeds in(IModel element, String prefix) {
        Seeds seeds = new Seeds(prefix, false);
        seeds.scan(element);
        return seeds;
    }

    /** The variables that the element of a hole reads, and that neither it nor its mark sets; no others. */
    static Set<String> variablesOf(IModel element, String prefix) {
        Seeds seeds = new Seeds(prefix, true);
        seeds.scan(element);
        Set<String> names = new TreeSet<>(seeds.read);
        names.removeIf(name -> seeds.own.contains(name) || FactNames.isOfFramework(name));
        return names;
    }

    Set<String> names() {
        Set<String> names = new HashSet<>();
        read.stream()
                .filter(name -> !own.contains(name) && !FactNames.isOfFramework(name))
                .forEach(name -> names.add(FactNames.variable(name)));
        if (links) {
            names.add(FactNames.CONTEXT_PATH);
        }
        return names;
    }

    /** Whether this is written in what was scanned: not in a hole, and not on a tag around. */
    boolean holds(Reference reference) {
        return written.stream().anyMatch(value -> value.contains(reference.source()));
    }

    /**
     * The variables that a fragment's own tag, the tags around it in its template, or its signature set: for a rendering
     * without a page, these are none of the model's.
     */
    public static Set<String> setAround(IModel template, String fragment, String prefix) {
        Deque<Set<String>> around = new ArrayDeque<>();
        for (int i = 0; i < template.size(); i++) {
            ITemplateEvent event = template.get(i);
            if (event instanceof ICloseElementTag close && !close.isUnmatched()) {
                around.poll();
            } else if (event instanceof IProcessableElementTag tag) {
                Seeds seeds = new Seeds(prefix, false);
                for (IAttribute attribute : tag.getAllAttributes()) {
                    seeds.setBy(attribute);
                }
                around.push(seeds.own);
                if (CacheAttributes.isFragment(tag, prefix) && isCalled(tag, fragment, prefix)) {
                    Set<String> all = new HashSet<>();
                    around.forEach(all::addAll);
                    return all;
                }
                if (!(event instanceof IOpenElementTag)) {
                    around.poll();
                }
            }
        }
        return Set.of();
    }

    private static boolean isCalled(IProcessableElementTag tag, String fragment, String prefix) {
        return fragment.equals(new FragmentTag(tag, prefix, CacheAttributes.isElement(tag, prefix)).called());
    }

    private static boolean isHole(String name) {
        return name.endsWith(Names.HOLE) || name.endsWith(Names.LIVE);
    }

    private void setBy(IAttribute attribute) {
        String value = attribute.getValue();
        String name = attribute.getAttributeCompleteName();
        if (value != null && (name.endsWith("with") || name.endsWith("each") || isHole(name))) {
            set(value, name.endsWith("each"));
        } else if (value != null && name.endsWith(":fragment") && value.indexOf('(') > 0) {
            for (String parameter : value.substring(value.indexOf('(') + 1).split("[,)]")) {
                own.add(parameter.strip());
            }
        }
    }

    private void scan(IModel element) {
        int depth = 0;
        int left = Integer.MAX_VALUE;
        for (int i = 0; i < element.size(); i++) {
            ITemplateEvent event = element.get(i);
            if (event instanceof ICloseElementTag close && !close.isUnmatched()) {
                depth--;
                left = depth <= left ? Integer.MAX_VALUE : left;
            } else if (event instanceof IProcessableElementTag tag) {
                if (left == Integer.MAX_VALUE) {
                    if (exact) {
                        exactly(tag, i == 0);
                    } else {
                        tag(tag);
                    }
                    if (i > 0 && CacheAttributes.isHole(tag, prefix)) {
                        left = event instanceof IOpenElementTag ? depth : left;
                    }
                }
                depth += event instanceof IOpenElementTag ? 1 : 0;
            } else if (event instanceof IText text && left == Integer.MAX_VALUE) {
                text(text.getText());
            }
        }
    }

    private void text(String text) {
        if (!exact) {
            expressions(text);
            return;
        }
        Matcher printed = PRINTED.matcher(text);
        while (printed.find()) {
            expressions(printed.group());
        }
    }

    /** Reads what some processor reads; the arguments of a hole are read where it stands. */
    private void exactly(IProcessableElementTag tag, boolean isWhole) {
        boolean isHole = CacheAttributes.isHole(tag, prefix);
        List<String> values = new ArrayList<>();
        for (IAttribute attribute : tag.getAllAttributes()) {
            String value = attribute.getValue();
            String name = attribute.getAttributeCompleteName();
            if (value == null || !attribute.getAttributeDefinition().hasAssociatedProcessors() && !isOurs(attribute)) {
                continue;
            }
            if (isWhole || !isHole) {
                setBy(attribute);
            }
            selects |= name.endsWith("object");
            if (isWhole ? !isHole(name) : !isHole || isHole(name)) {
                values.add(value);
            }
        }
        values.forEach(this::expressions);
    }

    private boolean isOurs(IAttribute attribute) {
        return prefix.equals(
                attribute.getAttributeDefinition().getAttributeName().getPrefix());
    }

    private void tag(IProcessableElementTag tag) {
        // Of a hole the fragment reads the arguments only.
        boolean isHole = CacheAttributes.isHole(tag, prefix);
        for (IAttribute attribute : tag.getAllAttributes()) {
            String value = attribute.getValue();
            String name = attribute.getAttributeCompleteName();
            if (value == null || isHole && !isHole(name)) {
                continue;
            }
            if (name.endsWith("with") || name.endsWith("each") || isHole(name)) {
                set(value, name.endsWith("each"));
            }
            expressions(value);
        }
    }

    private void expressions(String value) {
        written.add(value);
        links |= LINK.matcher(value).find();
        Matcher expressions = EXPRESSION.matcher(value);
        while (expressions.find()) {
            if (selects && expressions.group(1).equals("*")) {
                continue;
            }
            names(LITERAL.matcher(expressions.group(2)).replaceAll("''"));
        }
    }

    private void set(String value, boolean isLoop) {
        Matcher names = SET.matcher(value);
        while (names.find()) {
            own.add(names.group(1));
            if (isLoop) {
                own.add(names.group(1) + "Stat");
            }
        }
    }

    private void names(String expression) {
        Matcher names = NAME.matcher(exact ? NO_VARIABLES.matcher(expression).replaceAll(" ") : expression);
        while (names.find()) {
            if (!WORDS.contains(names.group(1))) {
                read.add(names.group(1));
            }
        }
    }
}
