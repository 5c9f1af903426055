package io.fragmentcache.internal.definition;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an expression of OGNL or SpEL reads by name is told from its text. */
class VariableNamesTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            p                                    | p             |
            p.name                               | p             |
            p?.name                              | p             |
            p . name . length()                  | p             |
            p['name'] + q[r]                     | p q r         |
            'a p' + "b \\" p" + q                | q             |
            p.find(q, 'r').s                     | p q           |
            map[key].list[0x1]                   | map key       |
            `#strings.upper(p)` | p             |
            @shop.find(p.id)                     | p             |
            T(java.lang.Math).max(p, 2)          | p java        |
            p == null ? 1 : q                    | p null q      |
            `#vars.p + #root['q'] + #root.r` | p r           |
            `#vars.session.user` |               | session.user
            session.user                         |               | session.user
            session?.user                        |               | session.user
            session['user'].name                 |               | session.user
            session.isEmpty()                    |               | session.*
            session                              |               | session.*
            p.session                            | p             |
            param.q[0] + param['r']              |               | param.q param.r
            `#authentication.name` |               | principal
            `#ctx.exchange.request` |               | what #ctx tells of the request
            `#ctx.locale` |               |
            _csrf.token                          |               | _csrf
            'open                                |               |
            """)
    void namesAndFacts(String expression, @Nullable String names, @Nullable String facts) {
        ExpressionReads reading = VariableNames.in(expression);
        assertThat(reading.names()).isEqualTo(words(names));
        assertThat(reading.facts())
                .isEqualTo(facts == null ? words(null) : facts.startsWith("what") ? Set.of(facts) : words(facts));
    }

    private static Set<String> words(@Nullable String text) {
        Set<String> words = new TreeSet<>();
        if (text != null) {
            words.addAll(List.of(text.split(" ")));
        }
        return words;
    }
}
