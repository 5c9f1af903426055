package io.fragmentcache.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The Java examples of all pages call only what docs/api.txt has, so a method that is renamed is renamed there too. */
class JavaExamplesTest {
    private static final Pattern EXAMPLE = Pattern.compile("(?ms)^ *```java\n(.*?)^ *```$");
    private static final Pattern TYPE = Pattern.compile(
            "(?m)^(?:\\w+ )*(?:class|interface|record|enum) io\\.[\\w.$]*?(\\w+)(?![\\w.$]).*\n((?: .*\n?)*)");
    private static final Pattern METHOD = Pattern.compile("\\b(\\w+)\\(");
    private static final Pattern CALL = Pattern.compile("(?<!-> )\\b(cache|[A-Z]\\w+)\\s*\\.\\s*([a-z]\\w*)\\(");
    /** A line that continues the chain of a builder. */
    private static final Pattern LINK = Pattern.compile("(?m)^\\s*\\.(\\w+)\\(");

    private static final Set<String> OF_OTHERS = Set.of("addMapping", "addMappingForUrlPatterns", "sessionManagement");

    @Test
    void theyCallOnlyWhatThereIs() {
        Map<String, Set<String>> api = new HashMap<>();
        Set<String> methods = new HashSet<>(OF_OTHERS);
        for (MatchResult type : TYPE.matcher(Pages.doc("api.txt")).results().toList()) {
            Set<String> own = api.computeIfAbsent(type.group(1), name -> new HashSet<>());
            METHOD.matcher(type.group(2)).results().forEach(method -> own.add(method.group(1)));
            methods.addAll(own);
        }
        api.put("cache", api.get("FragmentCache"));

        int calls = 0;
        List<String> unknown = new ArrayList<>();
        for (Path page : Pages.all()) {
            for (MatchResult example :
                    EXAMPLE.matcher(Pages.read(page)).results().toList()) {
                for (MatchResult call : CALL.matcher(example.group(1)).results().toList()) {
                    Set<String> own = api.get(call.group(1));
                    if (own != null) {
                        calls++;
                        if (!own.contains(call.group(2))) {
                            unknown.add(page.getFileName() + ": " + call.group());
                        }
                    }
                }
                for (MatchResult link : LINK.matcher(example.group(1)).results().toList()) {
                    calls++;
                    if (!methods.contains(link.group(1))) {
                        unknown.add(page.getFileName() + ": " + link.group().strip());
                    }
                }
            }
        }
        assertThat(calls).isGreaterThan(80);
        assertThat(unknown).isEmpty();
    }
}
