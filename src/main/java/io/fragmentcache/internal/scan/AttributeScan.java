package io.fragmentcache.internal.scan;

import io.fragmentcache.digest.PartName;
import io.fragmentcache.digest.Reference;
import io.fragmentcache.digest.Reference.Kind;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.thymeleaf.IEngineConfiguration;
import org.thymeleaf.context.ExpressionContext;
import org.thymeleaf.exceptions.TemplateProcessingException;
import org.thymeleaf.standard.expression.Assignation;
import org.thymeleaf.standard.expression.AssignationSequence;
import org.thymeleaf.standard.expression.FragmentExpression;
import org.thymeleaf.standard.expression.FragmentSignature;
import org.thymeleaf.standard.expression.FragmentSignatureUtils;
import org.thymeleaf.standard.expression.IStandardExpression;
import org.thymeleaf.standard.expression.StandardExpressionParser;

/** Reads the attributes of one template, each in the grammar that its processor will read it in. Not thread-safe. */
final class AttributeScan {
    private static final Set<String> WITHOUT_EXPRESSION = Set.of("fragment", "ref", "inline", "remove");
    private static final Set<String> INSERTING = Set.of("insert", "replace", "include");
    private static final Set<String> ASSIGNING = Set.of("with", "attr", "attrappend", "attrprepend");
    private static final Set<String> LAYOUT_INSERTING = Set.of("decorate", "insert", "replace", "include");
    private static final Set<String> FILLED_BY_THE_PAGE = Set.of("fragment", "collect");

    private final IEngineConfiguration configuration;
    private final ExpressionContext context;
    private final StandardExpressionParser parser = new StandardExpressionParser();
    private final Findings findings;
    private final Set<String> fragmentVariables = new HashSet<>();

    AttributeScan(IEngineConfiguration configuration, Findings findings) {
        this.configuration = configuration;
        this.context = new ExpressionContext(configuration);
        this.findings = findings;
    }

    /** {@code th:name="value"}. */
    void standard(String name, String value, Place place) {
        if (name.equals("fragment")) {
            parameters(value);
        }
        if (WITHOUT_EXPRESSION.contains(name)) {
            return;
        }
        if (INSERTING.contains(name)) {
            insert(value, place);
        } else if (name.equals("each")) {
            read(this::each, value, place);
        } else {
            read(ASSIGNING.contains(name) ? this::assigning : this::any, value, place);
        }
    }

    /** {@code layout:name="value"} of the layout dialect. */
    void layout(String name, String value, Place place) {
        if (LAYOUT_INSERTING.contains(name)) {
            insert(value, place);
        } else if (FILLED_BY_THE_PAGE.contains(name)) {
            parameters(value);
            findings.reference(place.unknown(Kind.PAGE, value));
        }
    }

    /** An element into which the layout dialect merges what a page has in its own. */
    void merged(String element, Place place) {
        findings.merged(place.unknown(Kind.PAGE, "<" + element + ">"));
    }

    /** {@code cache:name="value"}: what is evaluated inside the fragment, and what is declared. */
    void cache(String name, String value, Place place) {
        switch (name) {
            case "each" -> read(this::each, value, place);
            case CacheNames.HOLE, CacheNames.LIVE -> read(this::assigning, value, place);
            case "depends" -> {
                for (String entry : value.split(",")) {
                    if (!entry.isBlank()) {
                        findings.reference(depends(entry.strip(), place));
                    }
                }
            }
            default -> {}
        }
    }

    /** An attribute of another dialect, or an inlined output expression. */
    void any(String value, Place place) {
        read(this::any, value, place);
    }

    private static Reference depends(String entry, Place place) {
        List<String> halves = List.of(entry.split("::", 2));
        String selector = halves.size() == 1 || halves.get(1).isBlank()
                ? null
                : halves.get(1).strip();
        return place.reference(
                Kind.DEPENDS, entry, PartName.included(halves.get(0).strip(), selector), false);
    }

    private interface Reading {
        void read(String value, ExpressionScan scan);
    }

    private void insert(String value, Place place) {
        if (ExpressionText.isPreprocessed(value) || !isRead(this::inserting, value, place)) {
            findings.reference(place.unknown(Kind.OPEN, value));
        }
    }

    private void read(Reading how, String value, Place place) {
        if (ExpressionText.isPreprocessed(value)) {
            // To parse it is to execute it: what it becomes is known at run time only.
            chosenAtRunTime(value, place);
        } else if (!isRead(how, value, place)) {
            // No expression: the engine may know another use for it, such as a script in an event attribute.
            List<String> inlined = InlinedExpressions.in(value);
            inlined.forEach(expression -> any(expression, place));
            if (inlined.isEmpty()) {
                chosenAtRunTime(value, place);
            }
        }
    }

    private boolean isRead(Reading how, String value, Place place) {
        try {
            how.read(value, new ExpressionScan(place, fragmentVariables, findings));
            return true;
        } catch (TemplateProcessingException e) {
            return false;
        }
    }

    private void chosenAtRunTime(String value, Place place) {
        if (value.contains("~{") || value.contains("::")) {
            findings.reference(place.unknown(Kind.OPEN, value));
        }
        if (ExpressionText.isPreprocessed(value) || value.contains("#{")) {
            findings.messageChosenAtRunTime();
        }
    }

    private void inserting(String value, ExpressionScan scan) {
        String trimmed = value.strip();
        if (ExpressionText.isWhole(trimmed)) {
            scan.inserted(parser.parseExpression(context, trimmed), false);
        } else if (parser.parseExpression(context, "~{" + trimmed + "}") instanceof FragmentExpression content) {
            scan.insertedUnwrapped(content);
        }
    }

    private void each(String value, ExpressionScan scan) {
        scan.within(parser.parseEach(context, value).getIterable());
    }

    private void assigning(String value, ExpressionScan scan) {
        if (value.isBlank()) {
            return;
        }
        AssignationSequence sequence = parser.parseAssignationSequence(context, value, false);
        scan.assigned(sequence);
        for (Assignation assignation : sequence.getAssignations()) {
            IStandardExpression right = assignation.getRight();
            if (right != null && right.getStringRepresentation().contains("~{")) {
                fragmentVariables.add(assignation.getLeft().getStringRepresentation());
            }
        }
    }

    private void any(String value, ExpressionScan scan) {
        if (value.contains("{")) {
            scan.within(parser.parseExpression(context, value));
        }
    }

    private void parameters(String signature) {
        if (!ExpressionText.isPreprocessed(signature)) {
            FragmentSignature parsed = FragmentSignatureUtils.parseFragmentSignature(configuration, signature);
            if (parsed != null && parsed.hasParameters()) {
                fragmentVariables.addAll(parsed.getParameterNames());
            }
        }
    }
}
