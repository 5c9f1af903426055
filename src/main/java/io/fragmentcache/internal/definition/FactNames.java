package io.fragmentcache.internal.definition;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The names of facts: of what a rendering reads that the model does not give. */
public final class FactNames {
    public static final String SELECTION = "*{..}";
    public static final String SCHEME = "request.scheme";
    public static final String HOST = "request.host";
    public static final String PORT = "request.port";
    public static final String CONTEXT_PATH = "request.contextPath";
    public static final String URI = "request.uri";
    public static final String METHOD = "request.method";
    public static final String LOCALE = "request.locale";
    public static final String CONTENT_TYPE = "response.contentType";
    public static final String ENCODING = "response.characterEncoding";
    public static final String QUERY = "the query string";
    public static final String HAS_SESSION = "whether there is a session";
    public static final String TEMPLATES = "#execInfo";
    public static final String ELEMENTS = "the elements around";
    public static final String AUTHENTICATION = "authentication";
    public static final String ROLE = "role.";
    public static final String TYPED = "typed.";
    public static final String ALWAYS = "always.";

    /** Stands before the name of the status of a loop. */
    public static final String CURRENT = "current of ";

    /** Stands before a path: what is read of a value that has no identity. */
    public static final String VALUE = "value of ";

    /** Stands before a path that is only compared with null. */
    public static final String PRESENCE = "presence of ";

    /** Stands before the name of a variable whose value is one visitor's, in what is told of a stored text. */
    public static final String PERSONAL = "personal ";

    /** Facts that no one needs to declare: they are the same for all visitors of a mounted application, or in each key. */
    private static final Set<String> OF_APPLICATION =
            Set.of(CONTEXT_PATH, TEMPLATES, ELEMENTS, CONTENT_TYPE, ENCODING, "thread.locale", "thread.timeZone");

    private static final String OURS = "io.fragmentcache.";

    private static final Set<String> NAMES_OF_FRAMEWORKS = Set.of(
            "springRequestContext",
            "thymeleafRequestContext",
            "springMacroRequestContext",
            "execInfo",
            "LayoutDialect::DialectContext");

    /**
     * Attributes that Spring MVC puts on each request, and that are the same for all. Any other whose name has a dot may be
     * one visitor's.
     */
    private static final Set<String> SAME_FOR_ALL = Set.of(
            "org.springframework.core.convert.ConversionService",
            "org.springframework.web.servlet.DispatcherServlet.CONTEXT",
            "org.springframework.web.servlet.DispatcherServlet.FLASH_MAP_MANAGER",
            "org.springframework.web.servlet.DispatcherServlet.LOCALE_RESOLVER",
            "org.springframework.web.servlet.DispatcherServlet.THEME_RESOLVER",
            "org.springframework.web.servlet.DispatcherServlet.THEME_SOURCE",
            "org.springframework.web.servlet.resource.ResourceUrlProvider");

    /** How errors call what an attribute of a framework tells, by the beginning of its name; {@code %s} stands for the end. */
    private static final Map<String, String> CALLED = Map.of(
            "org.springframework.validation.BindingResult.", "what was typed into %s",
            "org.springframework.web.servlet.DispatcherServlet.INPUT_FLASH_MAP", "flash.*",
            "org.springframework.web.servlet.HandlerMapping.", "how its page was found",
            "org.springframework.web.servlet.View.", "how its page was found",
            "org.springframework.web.servlet.theme.", "the theme",
            "org.springframework.security.web.csrf.", "_csrf",
            "org.springframework.security.web.context.", "the native session",
            "jakarta.servlet.request.", "the visitor's certificate",
            "jakarta.servlet.forward.", "the request that was forwarded",
            "jakarta.servlet.error.", "the error");

    private FactNames() {}

    public static String variable(String name) {
        return "${" + name + "}";
    }

    public static boolean isVariable(String fact) {
        return fact.startsWith("${");
    }

    /** Returns the name in {@code ${name}}. */
    public static String nameOf(String variable) {
        return variable.substring(2, variable.length() - 1);
    }

    /** Whether it is what is read of a value, and not the value. */
    public static boolean isPath(String fact) {
        return fact.startsWith(VALUE) || fact.startsWith(PRESENCE);
    }

    /** Returns the path in {@code value of session.user.plan}. */
    public static String pathOf(String fact) {
        return fact.substring(fact.startsWith(VALUE) ? VALUE.length() : PRESENCE.length());
    }

    /** Returns the fact that a path begins with; any other fact is its own. */
    public static String rootOf(String fact) {
        if (!isPath(fact)) {
            return fact;
        }
        String path = pathOf(fact).replace("?.", ".");
        if (path.startsWith("*{")) {
            return SELECTION;
        }
        int first = path.indexOf('.');
        String root = first < 0 ? path : path.substring(0, first);
        if (!root.equals(ReadListener.SESSION) || first < 0) {
            return variable(root);
        }
        int second = path.indexOf('.', first + 1);
        return second < 0 ? path : path.substring(0, second);
    }

    /** Whether a tag around may set it: then its name alone does not say that it belongs to a visitor. */
    public static boolean isOfTags(String fact) {
        String root = rootOf(fact);
        return isVariable(root)
                || root.startsWith(CURRENT)
                || root.equals(SELECTION)
                || root.equals(ELEMENTS)
                || root.equals(TEMPLATES);
    }

    /** Whether strict mode wants it declared. */
    public static boolean isLinted(String fact) {
        return !isOfTags(fact) && !OF_APPLICATION.contains(fact) && !fact.startsWith(ALWAYS) && !fact.startsWith(TYPED);
    }

    /**
     * Whether a variable is one of the engine's, of a framework or of this library: those are no facts of the model.
     * Expressions cannot spell a name with a dot, so it is an attribute of the request that some library sets.
     */
    public static boolean isOfFramework(String variable) {
        return NAMES_OF_FRAMEWORKS.contains(variable)
                || (isOfDialect(variable)
                        ? variable.startsWith("thymeleaf::") || variable.startsWith("cache::")
                        : variable.indexOf('.') >= 0);
    }

    /** Whether a dialect of Thymeleaf keeps it in the context, by the custom of their names. */
    private static boolean isOfDialect(String variable) {
        return variable.contains("::");
    }

    /** What a variable of a framework may tell of one visitor, as errors say it; null where it is the same for all. */
    public static @Nullable String ofVisitor(String variable) {
        if (variable.indexOf('.') < 0
                || isOfDialect(variable)
                || variable.startsWith(OURS)
                || SAME_FOR_ALL.contains(variable)) {
            return null;
        }
        for (Map.Entry<String, String> known : CALLED.entrySet()) {
            String beginning = known.getKey();
            if (variable.startsWith(beginning)) {
                return known.getValue().replace("%s", variable.substring(beginning.length()));
            }
        }
        return "the request attribute " + variable;
    }
}
