package io.fragmentcache.testing;

import io.fragmentcache.digest.DependencyTree;
import io.fragmentcache.problem.Problem;
import java.io.PrintStream;
import java.util.List;

/**
 * The check of all digests as a command, for pipelines without Java tests. Exit code 0: all are approved. 1: they are
 * not, or a template has a problem. 2: the command was not understood.
 */
public final class DigestCommand {
    private static final String HELP = """
            Holds the digests of cached Thymeleaf fragments against digests.lock.

              java -cp .. io.fragmentcache.testing.DigestCommand --templates src/main/resources/templates

            --templates DIR   directory of the templates
            --suffix SUFFIX   of template files; .html unless told
            --engine CLASS    instead of a directory: a Supplier of the application's own template engine
            --dialect CLASS   a further dialect for the directory's engine; may be repeated
            --prefix PREFIX   of the cache dialect; cache unless told
            --lock FILE       digests.lock unless told
            --locale TAG      a locale whose translations are approved too; may be repeated
            --approve         write the lock; refused where CI is set
            --list            print each fragment with its digest
            --explain NAME    print what the digest of a fragment covers
            --json            print the report as JSON
            """;

    private DigestCommand() {}

    /** Runs the command, and exits with 0, 1 or 2. */
    public static void main(String[] arguments) {
        System.exit(run(List.of(arguments), System.out, System.err));
    }

    static int run(List<String> arguments, PrintStream out, PrintStream err) {
        if (arguments.contains("--help")) {
            out.print(HELP);
            return 0;
        }
        CommandLine line;
        DigestApproval approval;
        try {
            line = CommandLine.parse(arguments);
            approval = line.approval();
        } catch (Problem e) {
            err.println(e.withAnchor());
            return 2;
        }
        if (line.has("--list")) {
            return list(approval.application(), out, err);
        }
        String explained = line.one("--explain", "");
        if (!explained.isEmpty()) {
            return explain(explained, approval.application(), out, err);
        }
        DigestReport report = approval.report();
        out.println(line.has("--json") ? report.toJson() : report);
        return report.isApproved() ? 0 : 1;
    }

    private static int list(ApplicationDigests application, PrintStream out, PrintStream err) {
        application.trees().forEach((fragment, tree) -> out.println(fragment + "  " + tree.digest()));
        application.problems().forEach(err::println);
        return application.problems().isEmpty() ? 0 : 1;
    }

    private static int explain(String name, ApplicationDigests application, PrintStream out, PrintStream err) {
        List<DependencyTree> named = application.trees().values().stream()
                .filter(tree -> tree.fragment().toString().equals(name)
                        || tree.fragment().name().equals(name))
                .toList();
        if (named.isEmpty()) {
            application.problems().forEach(err::println);
            err.println(Problem.nothingToExplain(name).withAnchor());
            return 1;
        }
        named.forEach(out::print);
        return 0;
    }
}
