package io.fragmentcache.testing;

import io.fragmentcache.problem.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.thymeleaf.ITemplateEngine;
import org.thymeleaf.TemplateEngine;
import org.thymeleaf.dialect.IDialect;

/** The arguments of {@link DigestCommand}, each with its values. */
record CommandLine(Map<String, List<String>> values) {
    private static final Set<String> ALONE = Set.of("--approve", "--list", "--json");
    private static final Set<String> WITH_VALUE =
            Set.of("--templates", "--suffix", "--engine", "--dialect", "--prefix", "--lock", "--locale", "--explain");

    static CommandLine parse(List<String> arguments) {
        Map<String, List<String>> values = new HashMap<>();
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            List<String> of = values.computeIfAbsent(argument, name -> new ArrayList<>());
            if (WITH_VALUE.contains(argument)) {
                if (++i == arguments.size()) {
                    throw Problem.commandIncomplete(argument, "a value");
                }
                of.add(arguments.get(i));
            } else if (!ALONE.contains(argument)) {
                throw Problem.commandNotReadable(argument);
            }
        }
        return new CommandLine(values);
    }

    boolean has(String argument) {
        return values.containsKey(argument);
    }

    String one(String argument, String otherwise) {
        List<String> given = all(argument);
        return given.isEmpty() ? otherwise : given.get(given.size() - 1);
    }

    private List<String> all(String argument) {
        return values.getOrDefault(argument, List.of());
    }

    DigestApproval approval() {
        DigestApproval approval = (has("--engine") ? DigestApproval.of(engine(one("--engine", ""))) : ofDirectory())
                .lock(Path.of(one("--lock", "digests.lock")))
                .prefix(one("--prefix", "cache"))
                .locales(all("--locale").stream().map(Locale::forLanguageTag).toArray(Locale[]::new));
        return approval.approving(has("--approve"), "--approve");
    }

    private DigestApproval ofDirectory() {
        if (!has("--templates")) {
            throw Problem.commandIncomplete("The command", "--templates or --engine");
        }
        Path directory = Path.of(one("--templates", ""));
        if (!Files.isDirectory(directory)) {
            throw Problem.commandIncomplete("--templates", "a directory, and " + directory + " is none");
        }
        TemplateEngine engine = DigestApproval.engine(directory, one("--suffix", ".html"));
        all("--dialect").forEach(type -> engine.addDialect(dialect(type)));
        return DigestApproval.of(engine);
    }

    private static ITemplateEngine engine(String type) {
        if (instance(type) instanceof Supplier<?> supplier && supplier.get() instanceof ITemplateEngine engine) {
            return engine;
        }
        throw Problem.noEngine(type);
    }

    private static IDialect dialect(String type) {
        if (instance(type) instanceof IDialect dialect) {
            return dialect;
        }
        throw Problem.noDialect(type);
    }

    private static Object instance(String type) {
        try {
            return Class.forName(type).getConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            return e;
        }
    }
}
