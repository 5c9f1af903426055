package io.fragmentcache.testing;

import io.fragmentcache.problem.Problem;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.thymeleaf.IEngineConfiguration;
import org.thymeleaf.templateresolver.AbstractConfigurableTemplateResolver;
import org.thymeleaf.templateresolver.ITemplateResolver;

/** Finds template resolvers that read files in whatever encoding the machine has: the one thing that moves a digest. */
final class Encodings {
    private Encodings() {}

    static List<String> problems(IEngineConfiguration configuration, Charset machine) {
        List<String> problems = new ArrayList<>();
        for (ITemplateResolver resolver : configuration.getTemplateResolvers()) {
            if (resolver instanceof AbstractConfigurableTemplateResolver configurable
                    && configurable.getCharacterEncoding() == null
                    && !machine.equals(StandardCharsets.UTF_8)) {
                problems.add(String.valueOf(Problem.encodingOfTheMachine(resolver.getName(), machine.name())
                        .getMessage()));
            }
        }
        return problems;
    }
}
