package io.fragmentcache.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.fragmentcache.FragmentCache;
import io.fragmentcache.internal.scan.CacheNames;
import io.fragmentcache.thymeleaf.CacheDialect;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** The file that tells editors the attributes has those that exist, in the form that their plugins read. */
class DialectFileTest {
    private static final String NAMESPACE = "http://www.thymeleaf.org/extras/dialect";

    private final Element dialect = read();

    @Test
    void itHasEachAttributeAndEachElementOfTheDialect() {
        Set<String> all = new HashSet<>(CacheNames.COMPANIONS);
        all.addAll(Set.of(CacheNames.FRAGMENT, CacheNames.HOLE, CacheNames.LIVE, CacheNames.APART, CacheNames.SIZE));
        assertThat(names("attribute-processor")).containsExactlyInAnyOrderElementsOf(all);
        assertThat(names("element-processor")).containsExactly(CacheNames.FRAGMENT);
    }

    @Test
    void itIsThatOfTheDialect() {
        try (FragmentCache cache = FragmentCache.inMemory().build()) {
            assertThat(dialect.getAttribute("prefix")).isEqualTo(new CacheDialect(cache).getPrefix());
        }
        assertThat(dialect.getAttribute("class")).isEqualTo(CacheDialect.class.getName());
        assertThat(dialect.getAttribute("namespace-uri")).isEqualTo("http://fragmentcache.io");
    }

    @Test
    void eachProcessorIsAClassOfTheLibrary() throws ClassNotFoundException {
        for (Element processor : children(dialect)) {
            assertThat(Class.forName(processor.getAttribute("class"))).isNotNull();
        }
    }

    @Test
    void eachSentenceStandsOnThePageOfAttributes() {
        String page = Pages.doc("attributes.md").replace("`", "");
        assertThat(children(dialect))
                .allSatisfy(processor -> assertThat(page)
                        .as(processor.getAttribute("name"))
                        .contains(children(processor).get(0).getTextContent()));
    }

    /** By thymeleaf-extras-dialect-2.1.xsd: these elements in this order, with these attributes. */
    @Test
    void itHasTheFormThatEditorsRead() {
        assertThat(dialect.getNamespaceURI()).isEqualTo(NAMESPACE);
        assertThat(dialect.getLocalName()).isEqualTo("dialect");
        Set<String> known = names("attribute-processor");
        for (Element processor : children(dialect)) {
            assertThat(processor.getNamespaceURI()).isEqualTo(NAMESPACE);
            assertThat(attributes(processor)).containsExactlyInAnyOrder("name", "class");
            List<Element> parts = children(processor);
            assertThat(parts.get(0).getLocalName()).isEqualTo("documentation");
            assertThat(Set.of("see-also")).containsAll(attributes(parts.get(0)));
            for (String other : parts.get(0).getAttribute("see-also").split(" ", -1)) {
                assertThat(other.isEmpty() || known.contains(other)).as(other).isTrue();
            }
            if (parts.size() > 1) {
                assertThat(parts).hasSize(2);
                assertThat(parts.get(1).getLocalName()).isEqualTo("restrictions");
                assertThat(Set.of("tags", "attributes", "values")).containsAll(attributes(parts.get(1)));
            }
        }
    }

    private Set<String> names(String kind) {
        Set<String> names = new TreeSet<>();
        children(dialect).stream()
                .filter(processor -> kind.equals(processor.getLocalName()))
                .forEach(processor -> assertThat(names.add(processor.getAttribute("name")))
                        .as(processor.getAttribute("name"))
                        .isTrue());
        return names;
    }

    private static List<Element> children(Element around) {
        List<Element> children = new ArrayList<>();
        for (Node node = around.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element) {
                children.add(element);
            }
        }
        return children;
    }

    private static Set<String> attributes(Element element) {
        Set<String> names = new TreeSet<>();
        for (int i = 0; i < element.getAttributes().getLength(); i++) {
            names.add(element.getAttributes().item(i).getNodeName());
        }
        return names;
    }

    private static Element read() {
        DocumentBuilderFactory parsers = DocumentBuilderFactory.newDefaultNSInstance();
        try (InputStream file = CacheDialect.class.getResourceAsStream("Fragment-Cache-Dialect.xml")) {
            return parsers.newDocumentBuilder().parse(file).getDocumentElement();
        } catch (Exception e) {
            throw new IllegalStateException("The file of the dialect cannot be read", e);
        }
    }
}
