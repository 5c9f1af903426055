package io.fragmentcache.internal.guard;

import io.fragmentcache.stage.Account;
import io.fragmentcache.stage.Guest;
import io.fragmentcache.stage.WebStage;
import io.fragmentcache.store.CaffeineStore;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.support.StaticApplicationContext;
import org.thymeleaf.spring6.expression.ThymeleafEvaluationContext;

/** One number of several types: an application may set an attribute in two ways. Templates can tell the types. */
class TypesOfValuesTest {
    private static final List<String> PLACES = List.of(
            "<p th:with=\"n=${session.n}\" cache:fragment=\"f\" cache:key=\"'k'\">%s</p>",
            "<p th:each=\"n : ${session.n}\" cache:fragment=\"f\" cache:key=\"${n}\">%s</p>",
            "<p cache:each=\"n : ${session.n}\" cache:fragment=\"f\">%s</p>",
            "<p cache:fragment=\"f\" cache:key=\"${session.n}\"><b th:with=\"n=${session.n}\">%s</b></p>",
            "<p th:with=\"l=${ {session.n} }\" cache:fragment=\"f\" cache:key=\"'k'\"><b th:each=\"n : ${l}\">%s</b></p>",
            "<p cache:fragment=\"f\" cache:key=\"'k'\"><b cache:hole=\"n=${session.n}\">%s</b></p>");

    private static final List<Object> NUMBERS = List.of(2, 2L, (short) 2, (byte) 2, 2f, 2d, 0.1f, (double) 0.1f);

    private static WebStage page(boolean spel, String source) {
        return WebStage.of(spel, CaffeineStore.ofMegabytes(1)).template("page", source);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[[${n}]]",
                "[[${n * 2000000000}]]",
                "[[${n / 3}]]",
                "[[${{1, 2}.contains(n)}]]",
                "[[${n.equals(2)}]]",
                "[[${n.class.name}]]"
            })
    void aNumberOfAnotherTypeIsAnotherFact(String body) {
        Guest[] guests = Stream.concat(NUMBERS.stream(), NUMBERS.stream())
                .map(number -> Guest.withoutName().session("n", number))
                .toArray(Guest[]::new);
        for (String place : PLACES) {
            page(true, place.replace("%s", body)).areRightFor(guests);
        }
    }

    /** In the background something stands for the object, which has another class. */
    @Test
    void theClassOfAnObjectIsThatOfTheObject() {
        page(true, "<p cache:fragment=\"f\" cache:key=\"'k'\">[[${session.one.class.name}]]</p>")
                // As Spring MVC gives it: it reads properties of maps by their getters first.
                .set(
                        ThymeleafEvaluationContext.THYMELEAF_EVALUATION_CONTEXT_CONTEXT_VARIABLE_NAME,
                        new ThymeleafEvaluationContext(new StaticApplicationContext(), null))
                .areRightFor(
                        Guest.withoutName().session("one", new AtomicReference<>("a")),
                        Guest.withoutName().session("one", new Account("Ann", "gold", null)));
    }
}
