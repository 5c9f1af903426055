package io.fragmentcache.thymeleaf;

import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.stage.Stage;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.thymeleaf.context.ITemplateContext;
import org.thymeleaf.dialect.AbstractProcessorDialect;
import org.thymeleaf.engine.AttributeName;
import org.thymeleaf.model.IProcessableElementTag;
import org.thymeleaf.processor.IProcessor;
import org.thymeleaf.processor.element.AbstractAttributeTagProcessor;
import org.thymeleaf.processor.element.IElementTagStructureHandler;
import org.thymeleaf.standard.expression.StandardExpressions;
import org.thymeleaf.templatemode.TemplateMode;

/** Attributes of other dialects beside ours, whatever the precedence of these dialects: row C2 of the faults. */
class OtherDialectsTest {
    /** {@code other:body} sets the body, {@code other:show} removes the element where it is false, {@code other:title}. */
    private static final class Other extends AbstractProcessorDialect {
        Other(int precedence) {
            super("Other", "other", precedence);
        }

        @Override
        public Set<IProcessor> getProcessors(String prefix) {
            return Set.of(
                    processor(prefix, "body", (handler, value) -> handler.setBody(String.valueOf(value), false)),
                    processor(
                            prefix, "title", (handler, value) -> handler.setAttribute("title", String.valueOf(value))),
                    processor(prefix, "show", (handler, value) -> {
                        if (!Boolean.TRUE.equals(value)) {
                            handler.removeElement();
                        }
                    }));
        }

        private interface Does {
            void with(IElementTagStructureHandler handler, Object value);
        }

        private static IProcessor processor(String prefix, String name, Does does) {
            return new AbstractAttributeTagProcessor(TemplateMode.HTML, prefix, null, false, name, true, 1_000, true) {
                @Override
                protected void doProcess(
                        ITemplateContext context,
                        IProcessableElementTag tag,
                        AttributeName attribute,
                        String value,
                        IElementTagStructureHandler handler) {
                    does.with(
                            handler,
                            StandardExpressions.getExpressionParser(context.getConfiguration())
                                    .parseExpression(context, value)
                                    .execute(context));
                }
            };
        }
    }

    private static Stage stage(int precedence) {
        return Stage.lifetime("5m fresh")
                .dialect(new Other(precedence))
                .with("name", "Zoe")
                .with("yes", true);
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE + 1, -1, 10, 800, 1_000, 5_000})
    void whatPrintsIsPartOfTheFragment(int precedence) {
        Stage site = stage(precedence).template("page", """
                        <b cache:fragment="me" cache:key="${name}" other:body="${name}" other:title="${name + '!'}">x</b>""");
        site.render("page").shows("<b title=\"Zoe!\">Zoe</b>").missed("me Zoe");
        site.render("page").shows("<b title=\"Zoe!\">Zoe</b>").hit("me Zoe");
        site.with("name", "Bob")
                .render("page")
                .shows("<b title=\"Bob!\">Bob</b>")
                .missed("me Bob");
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE + 1, -1, 10, 800, 1_000})
    void inALoopAndOnTheElementFormToo(int precedence) {
        Stage site = stage(precedence).with("xs", List.of("a", "b")).template("page", """
                <i th:each="x : ${xs}" cache:fragment="row" cache:key="${x}" other:body="${x}">x</i>\
                <cache:fragment name="all" key="'k'" other:body="${xs}">x</cache:fragment>\
                <u cache:each="x : ${xs}" cache:fragment="each" cache:key="${x}" other:body="${x}">x</u>""");
        String all = "<i>a</i><i>b</i>[a, b]<u>a</u><u>b</u>";
        site.render("page").shows(all).missed("row a", "row b", "all k", "each a", "each b");
        site.render("page").shows(all).hit("row a", "row b", "all k", "each a", "each b");
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE + 1, -1, 10, 800, 1_000, 5_000})
    void aHoleEvaluatesThemForEachRequest(int precedence) {
        Stage site = stage(precedence).template("page", """
                <div cache:fragment="all" cache:key="'k'">a <p cache:hole other:show="${yes}" other:title="${name}">b</p></div>""");
        site.render("page").shows("<div>a <p title=\"Zoe\">b</p></div>").missed("all k");
        site.with("yes", false).render("page").shows("<div>a </div>").hit("all k");
        site.with("yes", true)
                .with("name", "Bob")
                .render("page")
                .shows("<div>a <p title=\"Bob\">b</p></div>")
                .hit("all k");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 800, 5_000})
    void whereTheFragmentIsNotCachedTheyAreEvaluatedAsEver(int precedence) {
        Stage site = stage(precedence).template("page", """
                <b cache:fragment="me" cache:key="'k'" cache:if="${!yes}" other:body="${name}">x</b>""");
        site.render("page").shows("<b>Zoe</b>");
        site.with("name", "Bob").render("page").shows("<b>Bob</b>");
        assertThat(site.stored()).isZero();
    }
}
