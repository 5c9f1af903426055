package io.fragmentcache.docs;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/** The sources of the types that docs/api.txt lists, and what their Javadoc says. */
final class ApiSources {
    private static final Pattern TYPE =
            Pattern.compile("(?m)^(?:(?:final|abstract) )?(?:class|interface|record|enum|annotation) (io\\.[\\w.]+)");

    private ApiSources() {}

    /** A type and the comments in its file. */
    record Source(String type, List<Comment> comments) {}

    /**
     * What is said of one public type or method; empty where nothing is.
     *
     * @param of the name of the type or method
     */
    record Comment(String of, boolean isMethod, String text) {
        private static final Pattern VERB = Pattern.compile("[A-Z][a-z]*s\\b.*", Pattern.DOTALL);
        private static final Pattern NO_VERB =
                Pattern.compile("(?:As|This|Its|Always|Texts|Entries|Whose|Names of|Bytes)\\b.*", Pattern.DOTALL);

        boolean beginsWithAVerb() {
            return VERB.matcher(text).matches() && !NO_VERB.matcher(text).matches();
        }
    }

    static List<Source> read() {
        Set<String> types = new HashSet<>();
        TYPE.matcher(Pages.doc("api.txt")).results().forEach(found -> types.add(found.group(1)));
        List<Path> files = types.stream()
                .sorted()
                .map(type -> Pages.root().resolve("src/main/java").resolve(type.replace('.', '/') + ".java"))
                .filter(Files::exists)
                .toList();
        JavaCompiler compiler = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler());
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask)
                    compiler.getTask(null, manager, null, null, null, manager.getJavaFileObjectsFromPaths(files));
            DocTrees docs = DocTrees.instance(task);
            List<Source> sources = new ArrayList<>();
            for (CompilationUnitTree unit : task.parse()) {
                Reader reader = new Reader(docs);
                reader.scan(unit, null);
                sources.add(new Source(unit.getSourceFile().getName().replaceAll(".*/|\\.java$", ""), reader.comments));
            }
            return sources;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Used by one thread, for one file. */
    private static final class Reader extends TreePathScanner<@Nullable Void, @Nullable Void> {
        private final DocTrees docs;
        private final List<Comment> comments = new ArrayList<>();

        Reader(DocTrees docs) {
            this.docs = docs;
        }

        @Override
        public @Nullable Void visitClass(ClassTree type, @Nullable Void nothing) {
            boolean isTop = getCurrentPath().getParentPath().getLeaf() instanceof CompilationUnitTree;
            if (!isTop && !isPublic(type.getModifiers().getFlags())) {
                return null;
            }
            comments.add(new Comment(type.getSimpleName().toString(), false, text()));
            return super.visitClass(type, null);
        }

        @Override
        public @Nullable Void visitMethod(MethodTree method, @Nullable Void nothing) {
            boolean isGiven = method.getModifiers().getAnnotations().stream().anyMatch(Reader::isOverrideOrInternal);
            boolean isConstructor = method.getName().contentEquals("<init>");
            if (isPublic(method.getModifiers().getFlags()) && !isGiven) {
                comments.add(new Comment(method.getName().toString(), !isConstructor, text()));
            }
            return null;
        }

        private static boolean isOverrideOrInternal(AnnotationTree annotation) {
            String name = annotation.getAnnotationType().toString();
            return name.equals("Override") || name.equals("Internal") || name.equals("Test");
        }

        /** Public by its word, or as a member of an interface. */
        private boolean isPublic(Set<Modifier> flags) {
            TreePath around = getCurrentPath().getParentPath();
            Tree.Kind kind = around.getLeaf().getKind();
            boolean inInterface = kind == Tree.Kind.INTERFACE || kind == Tree.Kind.ANNOTATION_TYPE;
            return flags.contains(Modifier.PUBLIC) || inInterface && !flags.contains(Modifier.PRIVATE);
        }

        private String text() {
            String comment = docs.getDocComment(getCurrentPath());
            return comment == null ? "" : comment.strip();
        }
    }
}
