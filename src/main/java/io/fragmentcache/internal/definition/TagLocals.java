package io.fragmentcache.internal.definition;

import io.fragmentcache.internal.template.Loop;
import io.fragmentcache.internal.template.Names;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.IEngineConfiguration;
import org.thymeleaf.context.ExpressionContext;
import org.thymeleaf.exceptions.TemplateProcessingException;
import org.thymeleaf.model.IProcessableElementTag;
import org.thymeleaf.standard.expression.Assignation;
import org.thymeleaf.standard.expression.AssignationSequence;
import org.thymeleaf.standard.expression.Each;
import org.thymeleaf.standard.expression.FragmentExpression;
import org.thymeleaf.standard.expression.FragmentSignature;
import org.thymeleaf.standard.expression.FragmentSignatureUtils;
import org.thymeleaf.standard.expression.IStandardExpression;
import org.thymeleaf.standard.expression.StandardExpressionParser;
import org.thymeleaf.util.EscapedAttributeUtils;

/**
 * What one tag says of local variables.
 *
 * @param locals what it sets, in the order in which its attributes are processed
 * @param parameters what the tag around has to hand to it: the names in its {@code th:fragment}
 * @param hands whether it inserts something, and so may hand parameters over
 * @param opaque whether it cannot be told what it hands over
 */
public record TagLocals(List<Local> locals, List<String> parameters, boolean hands, boolean opaque) {
    /** Before the number of a parameter without name, as the engine calls it. */
    public static final String UNNAMED = "_arg";

    private static final List<String> INSERTING = List.of("insert", "replace", "include");
    private static final String LAYOUT = "layout";

    static TagLocals of(IProcessableElementTag tag, String prefix, IEngineConfiguration configuration) {
        return new Scan(tag, prefix, configuration).scan();
    }

    /** Reads the attributes, each in the grammar of its processor. What has preprocessing is left out: to parse it is to execute it. */
    private static final class Scan {
        private final StandardExpressionParser parser = new StandardExpressionParser();
        private final List<Local> locals = new ArrayList<>();
        private final IProcessableElementTag tag;
        private final String prefix;
        private final IEngineConfiguration configuration;
        private final ExpressionContext context;
        private boolean hands;
        private boolean opaque;

        Scan(IProcessableElementTag tag, String prefix, IEngineConfiguration configuration) {
            this.tag = tag;
            this.prefix = prefix;
            this.configuration = configuration;
            this.context = new ExpressionContext(configuration);
        }

        TagLocals scan() {
            String standard = configuration.getStandardDialectPrefix();
            for (String name : INSERTING) {
                insert(standard, name);
                insert(LAYOUT, name);
            }
            read(prefix, Names.HOLE, this::arguments);
            read(standard, Names.EACH, this::loop);
            read(prefix, Names.EACH, this::loop);
            read(standard, "object", this::object);
            read(standard, "with", this::with);
            return new TagLocals(List.copyOf(locals), parameters(standard), hands, opaque);
        }

        private interface Grammar {
            void read(String value, String attribute);
        }

        private void read(String prefix, String name, Grammar grammar) {
            String value = value(prefix, name);
            if (value != null && !value.isBlank() && !value.contains("__")) {
                try {
                    grammar.read(value, prefix + ":" + name);
                } catch (TemplateProcessingException otherwise) {
                    // The engine says what is wrong with it.
                }
            }
        }

        private @Nullable String value(String prefix, String name) {
            String raw = tag.getAttributeValue(prefix, name);
            return raw == null ? null : EscapedAttributeUtils.unescapeAttribute(tag.getTemplateMode(), raw);
        }

        private void insert(String prefix, String name) {
            if (value(prefix, name) != null) {
                hands = true;
                opaque = true;
                read(prefix, name, this::handed);
            }
        }

        private void handed(String value, String attribute) {
            String trimmed = value.strip();
            IStandardExpression content =
                    parser.parseExpression(context, trimmed.startsWith("~{") ? trimmed : "~{" + trimmed + "}");
            if (content instanceof FragmentExpression fragment) {
                opaque = false;
                assigned(fragment.getParameters(), attribute);
            }
        }

        /** Kept with the text around, whose variables are gone when the hole is rendered. */
        private void arguments(String value, String attribute) {
            for (Assignation each : parser.parseAssignationSequence(context, value, false)) {
                ExpressionReads made = ExpressionReads.of(each.getRight());
                locals.add(new Local(name(each.getLeft()), attribute, made.isNothing() ? made : null));
            }
        }

        private void with(String value, String attribute) {
            assigned(parser.parseAssignationSequence(context, value, false), attribute);
        }

        private void assigned(@Nullable AssignationSequence sequence, String attribute) {
            if (sequence != null) {
                for (Assignation each : sequence.getAssignations()) {
                    locals.add(new Local(name(each.getLeft()), attribute, ExpressionReads.of(each.getRight())));
                }
            }
        }

        private void loop(String value, String attribute) {
            Each each = parser.parseEach(context, value);
            String item = name(each.getIterVar());
            locals.add(new Local(item, attribute, null));
            String status = each.hasStatusVar() ? name(each.getStatusVar()) : item + Loop.STATUS;
            locals.add(new Local(status, attribute, null));
        }

        private void object(String value, String attribute) {
            locals.add(new Local(
                    ExpressionReads.SELECTION, attribute, ExpressionReads.of(parser.parseExpression(context, value))));
        }

        private List<String> parameters(String standard) {
            String signature = value(standard, "fragment");
            if (signature == null || signature.isBlank() || signature.contains("__")) {
                return List.of();
            }
            FragmentSignature parsed = FragmentSignatureUtils.parseFragmentSignature(configuration, signature);
            return parsed != null && parsed.hasParameters() ? List.copyOf(parsed.getParameterNames()) : List.of();
        }

        private static String name(IStandardExpression expression) {
            String text = expression.getStringRepresentation();
            boolean quoted = text.length() > 1 && text.startsWith("'") && text.endsWith("'");
            return quoted ? text.substring(1, text.length() - 1) : text;
        }
    }
}
