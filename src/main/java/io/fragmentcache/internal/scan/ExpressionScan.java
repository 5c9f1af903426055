package io.fragmentcache.internal.scan;

import io.fragmentcache.digest.Reference;
import io.fragmentcache.digest.Reference.Kind;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.standard.expression.Assignation;
import org.thymeleaf.standard.expression.AssignationSequence;
import org.thymeleaf.standard.expression.BinaryOperationExpression;
import org.thymeleaf.standard.expression.ConditionalExpression;
import org.thymeleaf.standard.expression.DefaultExpression;
import org.thymeleaf.standard.expression.FragmentExpression;
import org.thymeleaf.standard.expression.GenericTokenExpression;
import org.thymeleaf.standard.expression.IStandardExpression;
import org.thymeleaf.standard.expression.IStandardVariableExpression;
import org.thymeleaf.standard.expression.LinkExpression;
import org.thymeleaf.standard.expression.MessageExpression;
import org.thymeleaf.standard.expression.MinusExpression;
import org.thymeleaf.standard.expression.NegationExpression;
import org.thymeleaf.standard.expression.NoOpTokenExpression;
import org.thymeleaf.standard.expression.TextLiteralExpression;

/**
 * Walks a parsed expression of one place for what it includes and which messages it prints. Nothing is executed.
 *
 * @param fragmentVariables variables known to hold fragments: parameters of {@code th:fragment}, and {@code th:with}
 */
record ExpressionScan(Place place, Set<String> fragmentVariables, Findings findings) {

    /** An expression whose value is printed in place: {@code th:insert="…"}. It has to exist, or the page fails. */
    void inserted(@Nullable IStandardExpression expression, boolean optional) {
        if (expression instanceof FragmentExpression fragment) {
            fragment(fragment, optional);
        } else if (expression instanceof ConditionalExpression conditional) {
            within(conditional.getConditionExpression());
            inserted(conditional.getThenExpression(), optional);
            inserted(conditional.getElseExpression(), optional);
        } else if (expression instanceof DefaultExpression either) {
            inserted(either.getQueriedExpression(), true);
            inserted(either.getDefaultExpression(), optional);
        } else if (expression != null && !(expression instanceof NoOpTokenExpression)) {
            String source = expression.getStringRepresentation();
            findings.reference(place.unknown(holdsFragment(expression) ? Kind.HANDED : Kind.OPEN, source));
        }
    }

    /** {@code th:insert="tpl :: x"} or {@code th:insert="${fragment}"}, without {@code ~{}} around it. */
    void insertedUnwrapped(FragmentExpression content) {
        IStandardExpression name = content.getTemplateName();
        boolean alone = !content.hasFragmentSelector() && !content.hasParameters();
        if (alone && name != null && names(name) == null) {
            inserted(name, false);
        } else {
            fragment(content, false);
        }
    }

    /** Any other expression: a fragment in it may be absent, for the template can ask whether it is. */
    void within(@Nullable IStandardExpression expression) {
        if (expression instanceof FragmentExpression fragment) {
            fragment(fragment, true);
        } else if (expression instanceof MessageExpression message) {
            message(message);
        } else if (expression instanceof IStandardVariableExpression variable) {
            MessageCalls.in(variable.getExpression(), findings);
        } else if (expression instanceof LinkExpression link) {
            within(link.getBase());
            assigned(link.getParameters());
        } else if (expression instanceof BinaryOperationExpression binary) {
            within(binary.getLeft());
            within(binary.getRight());
        } else if (expression instanceof ConditionalExpression conditional) {
            within(conditional.getConditionExpression());
            within(conditional.getThenExpression());
            within(conditional.getElseExpression());
        } else if (expression instanceof DefaultExpression either) {
            within(either.getQueriedExpression());
            within(either.getDefaultExpression());
        } else if (expression instanceof NegationExpression negation) {
            within(negation.getOperand());
        } else if (expression instanceof MinusExpression minus) {
            within(minus.getOperand());
        }
    }

    void assigned(@Nullable AssignationSequence sequence) {
        if (sequence != null) {
            for (Assignation assignation : sequence.getAssignations()) {
                within(assignation.getRight());
            }
        }
    }

    private void fragment(FragmentExpression fragment, boolean optional) {
        if (fragment == FragmentExpression.EMPTY_FRAGMENT_EXPRESSION) {
            return;
        }
        assigned(fragment.getParameters());
        hands(fragment.getParameters());
        IStandardExpression template = fragment.getTemplateName();
        Set<String> templates = template == null ? Set.of("this") : names(template);
        if (templates == null) {
            within(template);
            findings.reference(place.unknown(Kind.OPEN, template.getStringRepresentation()));
            return;
        }
        for (String name : templates) {
            selected(name, fragment.getFragmentSelector(), optional);
        }
    }

    private void hands(@Nullable AssignationSequence parameters) {
        if (parameters != null) {
            for (Assignation each : parameters.getAssignations()) {
                IStandardExpression right = each.getRight();
                if (right instanceof FragmentExpression || right != null && holdsFragment(right)) {
                    findings.handed(each.getLeft().getStringRepresentation());
                }
            }
        }
    }

    private void selected(String template, @Nullable IStandardExpression selector, boolean optional) {
        Set<String> selectors = selector == null ? null : names(selector);
        if (selectors == null) {
            // A selector that is chosen at run time can only choose something of that template: all of it is covered.
            within(selector);
            findings.reference(reference(template, null, optional));
            return;
        }
        for (String chosen : selectors) {
            findings.reference(reference(template, withoutBrackets(chosen), optional));
        }
    }

    private Reference reference(String template, @Nullable String selector, boolean optional) {
        return template.equals("this") ? place.local(selector, optional) : place.include(template, selector, optional);
    }

    /** Thymeleaf takes {@code [selector]} for {@code selector}, and a blank one for the whole template. */
    private static @Nullable String withoutBrackets(String selector) {
        boolean wrapped =
                selector.length() > 3 && selector.startsWith("[") && selector.endsWith("]") && !selector.endsWith("']");
        String bare = wrapped ? selector.substring(1, selector.length() - 1).strip() : selector;
        return bare.isBlank() ? null : bare;
    }

    private void message(MessageExpression message) {
        Set<String> keys = names(message.getBase());
        if (keys == null) {
            within(message.getBase());
            findings.messageChosenAtRunTime();
        } else {
            keys.forEach(findings::message);
        }
        if (message.hasParameters()) {
            message.getParameters().getExpressions().forEach(this::within);
        }
    }

    private boolean holdsFragment(IStandardExpression expression) {
        return expression instanceof IStandardVariableExpression variable
                && fragmentVariables.contains(variable.getExpression().strip());
    }

    /** Every value that a name can have, both branches of a condition; null when it can have others as well. */
    private static @Nullable Set<String> names(IStandardExpression expression) {
        if (expression instanceof TextLiteralExpression text) {
            return Set.of(text.getValue().getValue());
        }
        if (expression instanceof GenericTokenExpression token) {
            return Set.of(token.getStringRepresentation());
        }
        if (expression instanceof ConditionalExpression conditional && conditional.getElseExpression() != null) {
            return either(conditional.getThenExpression(), conditional.getElseExpression());
        }
        return null;
    }

    private static @Nullable Set<String> either(IStandardExpression one, IStandardExpression other) {
        Set<String> first = names(one);
        Set<String> second = names(other);
        if (first == null || second == null) {
            return null;
        }
        Set<String> both = new LinkedHashSet<>(first);
        both.addAll(second);
        return both;
    }
}
