package io.fragmentcache.thymeleaf;

import io.fragmentcache.stage.Guest;
import io.fragmentcache.stage.WebStage;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Row C5 of the faults: the white space between rows is that of plain Thymeleaf. */
class RowsWhitespaceTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "<ul cache:fragment=\"f\" cache:key=\"1\">\n  <li cache:hole=\"\" th:each=\"x : ${xs}\">a</li>\n</ul>",
                "<ul cache:fragment=\"f\" cache:key=\"1\">\n  <li cache:hole=\"\" th:each=\"x : ${xs}\" th:text=\"${x}\">a</li>\n\n</ul>",
                "<ul cache:fragment=\"f\" cache:key=\"1\"><li cache:hole=\"\" th:each=\"x : ${xs}\"/>\n</ul>",
                "<ul>\n  <li th:each=\"x : ${xs}\" cache:fragment=\"f\" cache:key=\"${x}\">[[${x}]]</li>\n</ul>",
                "<table>\n <tr cache:each=\"x : ${xs}\" cache:fragment=\"f\" cache:key=\"${x}\">[[${x}]]</tr>\n</table>",
                "<p cache:fragment=\"o\" cache:key=\"1\">\n <b th:each=\"x : ${xs}\" cache:fragment=\"f\" cache:key=\"${x}\"/>\n</p>",
                "<p cache:fragment=\"o\" cache:key=\"1\">\n <th:block th:each=\"x : ${xs}\">\n <b cache:hole=\"x=${x}\">[[${x}]]</b>\n</th:block>\n</p>"
            })
    void isKept(String page) {
        WebStage pages = WebStage.open()
                .set("xs", List.of("a", "b", "c"))
                .template("page", page)
                .template("row", "<td th:fragment=\"r\">r</td>");
        Guest guest = Guest.withoutName();
        pages.areRightFor(guest, guest);
    }
}
